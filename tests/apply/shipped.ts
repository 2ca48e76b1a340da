import type { CloudEnvironment } from "../../environments/schema/environment";
import { shippedClouds } from "../support/every-environment";

type On<C extends CloudEnvironment["cloud"]> = Extract<CloudEnvironment, { readonly cloud: C }>;

/** An environment that the project ships, on the cloud that it is said to be on. */
export function shipped<C extends CloudEnvironment["cloud"]>(cloud: C, name: string): On<C> {
  const found = shippedClouds.find(
    (environment): environment is On<C> => environment.name === name && environment.cloud === cloud,
  );
  if (found === undefined) throw new Error(`no environment on ${cloud} is called ${name}`);
  return found;
}
