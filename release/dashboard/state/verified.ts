import { checksOf, findingsOf } from "../../noted/noted-findings";
import type { Proof } from "../../proof";
import type { StandingTrack } from "../../standing";
import { verdictWords } from "../../verify/verdict";
import type { VerifiedTrack } from "../dashboard-state";
import type { StepState } from "./steps";

const verdicts: readonly string[] = ["pass", "fail", "inconclusive"] satisfies Proof["verdict"][];

/** Somebody may have edited the note. */
export const verdictIn = (noted: string | undefined): Proof["verdict"] | undefined =>
  noted !== undefined && verdicts.includes(noted) ? (noted as Proof["verdict"]) : undefined;

/** When the verification of a track ended, in milliseconds since 1970; undefined when that is not known. */
export const verifiedAt = ({ notes }: StandingTrack): number | undefined =>
  Date.parse(notes["verified-at"] ?? "") || undefined;

/** @param isPromoted all clients get it, or are about to */
export function verifiedTrack(
  { track, image, notes }: StandingTrack,
  verdict: Proof["verdict"] | undefined,
  isPromoted: boolean,
): VerifiedTrack {
  if (verdict === undefined) return { track, image, verdict, findings: [] };
  const findings = findingsOf(notes.findings);
  const accepted = isAccepted(verdict, isPromoted) || undefined;
  return { track, image, verdict, accepted, findings, checks: checksOf(notes.checks, findings) };
}

/** How a verification has ended. */
export const verdictStep = (verdict: Proof["verdict"], since?: number, isPromoted = false): StepState => ({
  state: verdict === "fail" ? "failed" : "done",
  since,
  note: verdictWords({ verdict, accepted: isAccepted(verdict, isPromoted) }),
});

const isAccepted = (verdict: Proof["verdict"], isPromoted: boolean): boolean => isPromoted && verdict !== "pass";
