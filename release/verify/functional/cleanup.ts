import type { FunctionalTest } from "../../../environments/schema/verification";
import type { PodRequest } from "../../cluster/cluster";
import { ask, type PodAccess, type PodAddress } from "../pod-address";
import type { Finding } from "../verdict";
import { MissingValue, type Values } from "./template";
import { describeRequest, podRequest } from "./test-request";

/** What the tests on one pod have to undo when they are over, and what they have undone themselves. */
export class Cleanup {
  private readonly tests: FunctionalTest[] = [];
  private readonly done = new Set<string>();

  /** A test is about to be run that may write something. */
  expect(test: FunctionalTest): void {
    this.tests.push(test);
  }

  /** A request was answered with success: as a part of the tests it need not be sent again. */
  note(request: PodRequest, status: number): void {
    if (isSuccess(status)) this.done.add(describeRequest(request));
  }

  /**
   * Undoes everything, the last first. It is not interrupted.
   *
   * @param pods any of the track will do; the next is asked when one does not answer, and each once more when none did
   * @returns what could not be undone
   */
  async run(cluster: PodAccess, pods: readonly PodAddress[], values: Values): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const { name, cleanup } of this.tests.splice(0).reverse()) {
      const request = cleanup === undefined ? undefined : requestOf(cleanup, values);
      if (request === undefined || this.done.has(describeRequest(request))) continue;
      const problem = await undo(cluster, pods, request);
      if (problem === undefined) continue;
      findings.push({
        kind: "functional",
        name: `clean-up after "${name}"`,
        verdict: "inconclusive",
        evidence: `${describeRequest(request)} ${problem}: what the test wrote may still be there`,
      });
    }
    return findings;
  }
}

/** @returns undefined when the values that it needs never came: then there is nothing to undo, as far as anybody knows */
function requestOf(cleanup: NonNullable<FunctionalTest["cleanup"]>, values: Values): PodRequest | undefined {
  try {
    return podRequest(cleanup, values);
  } catch (error) {
    if (error instanceof MissingValue) return undefined;
    throw error;
  }
}

async function undo(cluster: PodAccess, pods: readonly PodAddress[], request: PodRequest): Promise<string | undefined> {
  let problem = "was not sent, because no pod is ready";
  for (const pod of [...pods, ...pods]) {
    const asked = await ask(cluster, pod, request);
    if ("answer" in asked) {
      const { status } = asked.answer;
      return isSuccess(status) || status === 404 || status === 410 ? undefined : `was answered with ${status}`;
    }
    problem = `was not answered (${asked.why})`;
  }
  return problem;
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
