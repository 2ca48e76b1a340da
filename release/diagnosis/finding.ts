import type { Diagnosis } from "./diagnosis";
import type { SettingPath } from "./settings";

/** Why one thing does not go on. Several of them may have one cause. */
export interface Finding extends Diagnosis {
  readonly setting?: { readonly path: SettingPath; readonly advice: string };
}

/** What a rule says of something; whoever asked it knows what that is. */
export type Explanation = Omit<Finding, "subject">;
