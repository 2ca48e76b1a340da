import { ApiError, Unreachable } from "../../../release/cluster/errors";
import type { PodAnswer, PodRequest } from "../../../release/cluster/cluster";
import { PodTimeout } from "../../../release/cluster/pod-request";
import type { PodAccess, PodAddress } from "../../../release/verify/pod-address";

/** How a pod answers: as it likes, or not at all; or the answer is lost on the way, or comes too late. */
export type Answer = Partial<PodAnswer> | "refused" | "gone" | "lost" | "late";

/** Pods that answer as a test has it, and the requests that they were sent. */
export class ScriptedPods implements PodAccess {
  readonly namespace = "shop";
  readonly requests: { readonly pod: string; readonly port: number; readonly request: PodRequest }[] = [];
  private readonly pods = new Map<string, (request: PodRequest) => Answer | Promise<Answer>>();

  set(name: string, answer: (request: PodRequest) => Answer | Promise<Answer>): this {
    this.pods.set(name, answer);
    return this;
  }

  remove(name: string): void {
    this.pods.delete(name);
  }

  addresses(prefix = ""): PodAddress[] {
    return [...this.pods.keys()].filter((name) => name.startsWith(prefix)).map((name) => ({ name, port: 3000 }));
  }

  /** `GET /ready`, … as they were sent to a pod, or to any. */
  sent(pod?: string): string[] {
    return this.requests
      .filter((sent) => pod === undefined || sent.pod === pod)
      .map(({ request: { method, path } }) => `${method} ${path}`);
  }

  async request(pod: string, port: number, request: PodRequest): Promise<PodAnswer> {
    this.requests.push({ pod, port, request });
    const answer = (await this.pods.get(pod)?.(request)) ?? "gone";
    const asked = `${request.method} pods/${pod}/proxy`;
    if (answer === "gone") throw new ApiError(404, "NotFound", `pods "${pod}" not found`, asked);
    if (answer === "lost") throw new Unreachable("503 apiserver is shutting down", asked);
    if (answer === "late") throw new PodTimeout("no answer within 5 s", asked);
    if (answer === "refused") return { status: 503, headers: {}, body: refusal };
    return { status: 200, headers: {}, body: "", ...answer };
  }
}

/** As the API server words it. */
const refusal = "error trying to reach service: dial tcp 10.0.0.7:3000: connect: connection refused";
