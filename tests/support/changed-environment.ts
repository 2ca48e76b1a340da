import { checkEnvironment } from "../../environments/schema/check";
import type { CloudEnvironment } from "../../environments/schema/environment";
import { describeProblem } from "../../environments/schema/problems";
import { overlay } from "./overlay";

/** An environment after somebody edited its file; throws when the edit is wrong. */
export function changedEnvironment<E extends CloudEnvironment>(environment: E, change: unknown): E {
  const { name, ...settings } = environment;
  const checked = checkEnvironment(name, overlay(settings, change));
  if (checked.environment === undefined) throw new Error(checked.problems.map(describeProblem).join("\n"));
  return checked.environment as E;
}
