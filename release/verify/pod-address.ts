import { ApiError, Unreachable } from "../cluster/errors";
import type { Cluster, PodAnswer, PodRequest } from "../cluster/cluster";
import { isSilence, PodTimeout, Silence } from "../cluster/pod-request";

/** Of the cluster only this is needed to verify. */
export type PodAccess = Pick<Cluster, "namespace" | "request">;

/** A pod and its port on which it takes requests. */
export interface PodAddress {
  readonly name: string;
  readonly port: number;
}

/** The ready pods of a track at this moment. They come and go, so that it is asked anew each time. */
export type PodSource = () => readonly PodAddress[];

/** Where the requests of a verification go. */
export interface Tracks {
  readonly canary: PodSource;
  /** Empty when there is no stable yet. */
  readonly stable: PodSource;
}

/** What became of a request: an answer of the pod, or why there is none. */
export type Asked = { readonly answer: PodAnswer } | { readonly lost: Loss; readonly why: string };

/**
 * Why there is no answer. `gone`: there is no such pod any more. `silent`: nobody listens, or hangs up. `late`: none came
 * in time, from the pod or what is on the way to it. `trouble`: the API server, or a proxy before it, lost it or refuses
 * to pass it on, which says nothing of the pod.
 */
export type Loss = "gone" | "silent" | "late" | "trouble";

/** Asks a pod. What the API server answers in its place is no answer of the pod. */
export async function ask(cluster: PodAccess, { name, port }: PodAddress, request: PodRequest): Promise<Asked> {
  try {
    const answer = await cluster.request(name, port, request);
    return isSilence(answer.status, answer.body) ? { lost: "silent", why: answer.body } : { answer };
  } catch (error) {
    if (error instanceof ApiError) return { lost: error.status === 404 ? "gone" : "trouble", why: error.message };
    if (error instanceof PodTimeout) return { lost: "late", why: error.message };
    if (error instanceof Silence) return { lost: "silent", why: error.message };
    if (error instanceof Unreachable) return { lost: "trouble", why: error.message };
    throw error;
  }
}
