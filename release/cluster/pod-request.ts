import type { ApiClient } from "./api-client";
import type { Question } from "./question";
import type { PodAnswer, PodRequest } from "./cluster";
import { Unreachable } from "./errors";
import type { Reply } from "./exchange";
import { isStatus } from "./status";

const usualTimeoutMillis = 5000;

/** About a minute: somebody on the way is in trouble, or a pod cuts its answers off, which looks the same. */
const mostTries = 20;

/** There was no answer in the request's own time: the pod is too slow, or what is on the way to it. */
export class PodTimeout extends Unreachable {}

/** Nobody listens, or hangs up. */
export class Silence extends Unreachable {}

/** A port of a pod. */
export interface PodAddress {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/**
 * Sends a request to a port of a pod through the API, which answers itself when it does not reach the pod.
 *
 * @throws {ApiError} when the API refuses to pass it on
 * @throws {Unreachable} when the answer was lost on the way, and it is not known what the pod did
 * @throws {PodTimeout}
 */
export async function requestToPod(api: ApiClient, address: PodAddress, request: PodRequest): Promise<PodAnswer> {
  const { namespace, pod, port } = address;
  const { method, path, headers, body, timeoutMillis = usualTimeoutMillis } = request;
  const isSafe = method === "GET" || method === "HEAD";
  const last = { isSlow: false };
  const question: Question = {
    name: `${method} pods/${pod}:${port}/proxy${path}`,
    method,
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}:${port}/proxy${path}`,
    headers,
    body,
    timeoutMillis,
    isText: true,
    mostTries,
    isAnswer: (reply, object) =>
      isOfApi(reply, object) ? isSilence(reply.status, messageOf(object)) : !isOfProxy(reply),
    // a pod that does not answer is what the caller wants to know
    isRepeatable: ({ isUncertain, isSlow = false }) => {
      last.isSlow = isSlow;
      return !isUncertain || (isSafe && !isSlow);
    },
  };
  try {
    const { status, headers, body: text, object } = await api.ask(question);
    return {
      status,
      headers: Object.fromEntries(Object.entries(headers).map(([header, value]) => [header, String(value)])),
      body: messageOf(object) ?? text,
    };
  } catch (error) {
    if (last.isSlow && error instanceof Unreachable)
      throw new PodTimeout(error.message, error.request, { cause: error });
    throw error;
  }
}

/** The API says that it had no answer of the pod. Whatever else it says in its own name is not about the pod. */
export const isSilence = (status: number, message = ""): boolean =>
  status === 503 && message.startsWith("error trying to reach service");

const isOfApi = ({ status }: Reply, object: unknown): boolean => status >= 400 && isStatus(object);

/** A page of a pod has come through the API, which puts a number on all that it sends. */
const isOfProxy = ({ status, headers, body }: Reply): boolean =>
  status >= 500 && headers["audit-id"] === undefined && /^\s*<(!doctype|html)/i.test(body);

const messageOf = (object: unknown): string | undefined => (isStatus(object) ? object.message : undefined);
