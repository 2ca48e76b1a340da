import type { Finding } from "../verdict";

/** EX_TEMPFAIL of sysexits.h: it cannot be told just now. */
const temporaryFailure = 75;

/** What the exit code of a program of the user's own says of the canary. */
export function verdictOfExit(code: number): Finding["verdict"] {
  if (code === 0) return "pass";
  return code === temporaryFailure ? "inconclusive" : "fail";
}

/** The end of what a program wrote, to explain how it ended. */
export function lastLines(output: string, lines = 5): string {
  const written = output
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
  return written.slice(-lines).join("\n").slice(-1000);
}
