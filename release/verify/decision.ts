import type { Verification } from "../../environments/schema/verification";
import type { Verdict } from "./verdict";

/** What a release does after it has verified the canary. */
export type Decision = "promote" | "rollback" | "wait";

export function decide(
  { verdict }: Pick<Verdict, "verdict">,
  settings: Pick<Verification, "onPass" | "onFail" | "onInconclusive">,
): Decision {
  switch (verdict) {
    case "pass":
      return settings.onPass;
    case "fail":
      return settings.onFail;
    case "inconclusive":
      return settings.onInconclusive;
  }
}
