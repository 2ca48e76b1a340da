import type { PodAnswer, PodRequest } from "../cluster/cluster";
import { PodTimeout, Silence } from "../cluster/pod-request";
import type { PodAccess } from "./pod-address";

const usualTimeoutMillis = 5000;

/** A service that can be reached without a cluster, in the place of its only pod. */
export class UrlAccess implements PodAccess {
  /** There is none. */
  readonly namespace = "";

  constructor(private readonly url: URL) {}

  /**
   * @throws {PodTimeout}
   * @throws {Silence}
   */
  async request(_pod: string, _port: number, request: PodRequest): Promise<PodAnswer> {
    const { method, path, headers = {}, body, timeoutMillis = usualTimeoutMillis } = request;
    const signal = AbortSignal.timeout(timeoutMillis);
    try {
      const answer = await fetch(`${this.url.origin}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        // a redirection is the answer
        redirect: "manual",
        signal,
      });
      const found: Record<string, string> = {};
      answer.headers.forEach((value, name) => {
        found[name] = value;
      });
      return { status: answer.status, headers: found, body: await answer.text() };
    } catch (error) {
      const asked = `${method} ${path}`;
      if (signal.aborted) throw new PodTimeout(`no answer within ${timeoutMillis / 1000} s`, asked, { cause: error });
      throw new Silence(whyOf(error), asked, { cause: error });
    }
  }
}

/** `fetch` says of everything that it has failed; why is in the cause, which may be several in one. */
function whyOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return [cause?.message, cause?.code, message].find((text) => text !== undefined && text !== "") ?? "no answer";
}
