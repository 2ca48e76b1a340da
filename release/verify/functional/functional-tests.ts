import type { FunctionalTest } from "../../../environments/schema/verification";
import type { Clock } from "../../clock";
import type { PodAccess, PodAddress, PodSource } from "../pod-address";
import type { Finding } from "../verdict";
import { runPodTests } from "./pod-tests";

/** How often a pod is tested of which an answer is lost each time. */
const mostRuns = 3;

/**
 * Runs the functional tests of a service on each of its canary pods. A pod that goes away meanwhile is replaced by one
 * that came in its place; without such a one it cannot be told. A pod of which an answer was lost is tested again, from
 * the beginning. What tests wrote is deleted again, also when one of them
 * fails, the pod goes away, or the signal is aborted. Data of one run and pod never meets that of another.
 *
 * @throws the signal's reason when that is aborted, after the clean-up
 */
export async function runFunctionalTests(
  cluster: PodAccess,
  pods: PodSource,
  tests: readonly FunctionalTest[],
  clock: Clock,
  signal: AbortSignal,
): Promise<Finding[]> {
  if (tests.length === 0) return [];
  const taken = new Set<string>();
  const next = (): PodAddress | undefined => {
    const pod = pods().find(({ name }) => !taken.has(name));
    if (pod !== undefined) taken.add(pod.name);
    return pod;
  };
  const onOne = async (pod: PodAddress, run = 1): Promise<readonly Finding[]> => {
    const { findings, leftovers, ended } = await runPodTests(cluster, pod, pods, tests, clock, signal);
    if (ended === "lost" && run < mostRuns) return [...leftovers, ...(await onOne(pod, run + 1))];
    if (ended !== "gone") return [...findings, ...leftovers];
    const replacement = next();
    const others = replacement === undefined ? [...findings, gone(pod)] : await onOne(replacement);
    return [...leftovers, ...others];
  };
  const first = pods();
  if (first.length === 0) return [withoutPods];
  for (const { name } of first) taken.add(name);
  const outcomes = await Promise.allSettled(first.map((pod) => onOne(pod)));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value : []));
}

const withoutPods: Finding = {
  kind: "functional",
  name: "functional tests",
  verdict: "inconclusive",
  evidence: "there is no canary pod that is ready",
};

const gone = ({ name }: PodAddress): Finding => ({
  kind: "functional",
  name: "functional tests",
  verdict: "inconclusive",
  evidence: "the pod went away before they were over, and no other came in its place",
  pod: name,
});
