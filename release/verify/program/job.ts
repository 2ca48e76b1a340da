import type { Job, Pod } from "../../cluster/objects";
import type { Finding } from "../verdict";
import { lastLines, verdictOfExit } from "./exit-code";

/**
 * What a Job of the service's own says of the canary.
 *
 * @param pods those of the Job
 * @param log what its container wrote last, if that is known
 * @returns undefined while it is not over
 */
export function jobFinding(job: Job, pods: readonly Pod[], log = ""): Finding | undefined {
  const condition = (type: string) =>
    job.status?.conditions?.find((candidate) => candidate.type === type && candidate.status === "True");
  const about = { kind: "command", name: `job/${job.metadata?.name ?? ""}`, ...duration(job) } as const;
  const said = lastLines(log);
  const because = said === "" ? "" : `: ${said}`;
  if (condition("Complete") !== undefined) return { ...about, verdict: "pass", evidence: `ended with 0${because}` };
  const failed = condition("Failed");
  if (failed === undefined) return undefined;
  const code = exitCode(pods);
  // a Job that never came to its end has not said anything of the canary
  if (code === undefined || failed.reason === "DeadlineExceeded")
    return {
      ...about,
      verdict: "inconclusive",
      evidence: `did not end: ${failed.message ?? failed.reason ?? ""}${because}`,
    };
  return { ...about, verdict: verdictOfExit(code), evidence: `ended with ${code}${because}` };
}

/** Of the pod that was tried last. */
function exitCode(pods: readonly Pod[]): number | undefined {
  return pods
    .flatMap(({ status }) => status?.containerStatuses ?? [])
    .flatMap(({ state }) => state?.terminated ?? [])
    .sort((one, other) => Date.parse(one.finishedAt ?? "") - Date.parse(other.finishedAt ?? ""))
    .at(-1)?.exitCode;
}

function duration({ status }: Job): { readonly millis?: number } {
  const ended = status?.completionTime ?? status?.conditions?.find(({ type }) => type === "Failed")?.lastTransitionTime;
  if (status?.startTime === undefined || ended === undefined) return {};
  return { millis: Date.parse(ended) - Date.parse(status.startTime) };
}
