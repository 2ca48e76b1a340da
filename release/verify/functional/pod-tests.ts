import type { FunctionalTest, Json } from "../../../environments/schema/verification";
import type { Clock } from "../../clock";
import type { PodAnswer, PodRequest } from "../../cluster/cluster";
import { ask, type PodAccess, type PodAddress, type PodSource } from "../pod-address";
import type { Finding } from "../verdict";
import { Cleanup } from "./cleanup";
import { keptValues, mismatches } from "./expectation";
import { excerpt } from "./json-part";
import { MissingValue } from "./template";
import { describeRequest, podRequest } from "./test-request";

/** What became of the tests on one pod. */
export interface PodTests {
  readonly findings: readonly Finding[];
  /** What could not be undone. */
  readonly leftovers: readonly Finding[];
  /**
   * Why they were not run to the end. `gone`: the pod went away, which says nothing of the version. `lost`: an answer was
   * lost, and it may not be the pod's fault. `silent`: it surely is.
   *
   * @default - they were
   */
  readonly ended?: "gone" | "lost" | "silent" | undefined;
}

/** After this time it is known whether a pod that does not answer has been taken away. */
const settleMillis = 2000;

/** Runs the tests on one pod, in their order, and undoes what they did. */
export async function runPodTests(
  cluster: PodAccess,
  pod: PodAddress,
  pods: PodSource,
  tests: readonly FunctionalTest[],
  clock: Clock,
  signal: AbortSignal,
): Promise<PodTests> {
  const run = new PodTestRun(cluster, pod, pods, clock, signal);
  let leftovers: readonly Finding[] = [];
  let outcome: Omit<PodTests, "leftovers">;
  try {
    outcome = await run.all(tests);
  } finally {
    // an interrupted run cleans up as well
    leftovers = await run.cleanUp();
  }
  return { ...outcome, leftovers };
}

class PodTestRun {
  private readonly values = new Map<string, Json>([["run", crypto.randomUUID().slice(0, 8)]]);
  private readonly cleanup = new Cleanup();

  constructor(
    private readonly cluster: PodAccess,
    private readonly pod: PodAddress,
    private readonly pods: PodSource,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  async all(tests: readonly FunctionalTest[]): Promise<Omit<PodTests, "leftovers">> {
    const findings: Finding[] = [];
    for (const test of tests) {
      this.signal.throwIfAborted();
      const { finding, ended } = await this.one(test);
      if (finding !== undefined) findings.push(finding);
      if (ended !== undefined) return { findings, ended };
    }
    return { findings };
  }

  cleanUp(): Promise<Finding[]> {
    const others = this.pods().filter(({ name }) => name !== this.pod.name);
    return this.cleanup.run(this.cluster, [this.pod, ...others], this.values);
  }

  private async one(test: FunctionalTest): Promise<{ finding?: Finding; ended?: PodTests["ended"] }> {
    const about = { kind: "functional", name: test.name, pod: this.pod.name } as const;
    const request = knownValues(() => podRequest(test.request, this.values, test.expect.maxMillis));
    if (request instanceof MissingValue)
      return { finding: { ...about, verdict: "inconclusive", evidence: `not run: ${request.message}` } };
    this.cleanup.expect(test);
    const begun = this.clock.now();
    const asked = await ask(this.cluster, this.pod, request);
    const millis = Math.round(this.clock.now() - begun);
    if ("lost" in asked) {
      if (asked.lost === "gone" || (await this.isGone())) return { ended: "gone" };
      const evidence = `${describeRequest(request)} was not answered: ${excerpt(asked.why)}`;
      const verdict = asked.lost === "trouble" ? "inconclusive" : "fail";
      return { finding: { ...about, verdict, evidence, millis }, ended: asked.lost === "silent" ? "silent" : "lost" };
    }
    this.cleanup.note(request, asked.answer.status);
    return { finding: { ...about, ...this.judge(test, request, asked.answer, millis), millis } };
  }

  private judge(
    test: FunctionalTest,
    request: PodRequest,
    answer: PodAnswer,
    millis: number,
  ): Pick<Finding, "verdict" | "evidence"> {
    const kept = keptValues(test.keep ?? {}, answer);
    for (const [name, value] of kept.values) this.values.set(name, value);
    const wrong = knownValues(() => mismatches(test.expect, answer, millis, this.values));
    if (wrong instanceof MissingValue) return { verdict: "inconclusive", evidence: `not judged: ${wrong.message}` };
    // an answer of another kind holds nothing to keep, and that is not what is wrong with it
    if (wrong.length === 0) wrong.push(...kept.missing.map((place) => `nothing at ${place}`));
    const asked = describeRequest(request);
    if (wrong.length === 0) return { verdict: "pass", evidence: `${asked} was answered with ${answer.status}` };
    const body = answer.body === "" ? "the body is empty" : `body: ${excerpt(answer.body)}`;
    return { verdict: "fail", evidence: `${asked}: ${wrong.join(", ")}; ${body}` };
  }

  /** A pod that is being stopped refuses connections before it is gone. */
  private async isGone(): Promise<boolean> {
    await this.clock.sleep(settleMillis, this.signal);
    return !this.pods().some(({ name }) => name === this.pod.name);
  }
}

/** What a function makes of values, or which one it lacks. */
function knownValues<T>(make: () => T): T | MissingValue {
  try {
    return make();
  } catch (error) {
    if (error instanceof MissingValue) return error;
    throw error;
  }
}
