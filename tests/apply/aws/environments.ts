import type { AwsEnvironment } from "../../../environments/schema/environment";
import { shippedClouds } from "../../support/every-environment";

/** An environment on AWS that the project ships. */
export function shippedAws(name: string): AwsEnvironment {
  const found = shippedClouds.find((environment) => environment.name === name);
  if (found?.cloud !== "aws") throw new Error(`no environment on AWS is called ${name}`);
  return found;
}
