import type { CloudEnvironment } from "../../environments/schema/environment";
import { stackJson } from "../support/every-environment";
import { Stack } from "./stack";

/** An environment that policies are held against. */
export interface Judged {
  readonly name: string;
  readonly production: boolean;
  readonly stack: Stack;
  /** Policies that it gives up by what it sets, each with the setting. */
  readonly givesUp: Readonly<Record<string, string>>;
  /** Checks that the scanner fails though the policy holds, each with the reason. */
  readonly misjudged: Readonly<Record<string, string>>;
}

/** @param name @default - that of the environment */
export function judged(
  environment: CloudEnvironment,
  { name = environment.name, ...remarks }: Partial<Judged> = {},
): Judged {
  // as it is in the file
  const stack = new Stack(JSON.parse(stackJson(environment).text) as Stack["json"]);
  return { name, production: environment.profile === "production", stack, givesUp: {}, misjudged: {}, ...remarks };
}
