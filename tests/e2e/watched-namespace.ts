import { type IncomingMessage, request as sendPlain } from "node:http";
import { request as sendSecure } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import type { EndpointSlice, Pod } from "../../release/cluster/objects";
import type { ClusterApi } from "./cluster-api";

/** What became of a pod. Times are milliseconds since 1970 on this machine, when they were seen. */
export interface SeenPod {
  readonly name: string;
  readonly image: string;
  /** `canary`, `stable`; undefined for pods of Jobs. */
  readonly deployment: string | undefined;
  readonly created: number;
  /** Digest that the node found, once it has the image. */
  imageId?: string;
  ready?: number;
  gone?: number;
}

interface Moment {
  readonly at: number;
  readonly ready: number;
}

interface WatchEvent {
  readonly type: string;
  readonly object: Pod | EndpointSlice;
}

/** Writes down what happens to the pods of a namespace, and to what is behind a Service, as the API tells it. */
export class WatchedNamespace {
  /** By uid, the first one first. */
  readonly pods = new Map<string, SeenPod>();
  private readonly slices = new Map<string, EndpointSlice>();
  private readonly moments: Moment[] = [];
  private readonly stopped = new AbortController();

  constructor(
    private readonly api: ClusterApi,
    namespace: string,
    private readonly service: string,
  ) {
    void this.watch(`/api/v1/namespaces/${namespace}/pods`, "", ({ type, object }) => {
      this.seePod(type, object);
    });
    const selector = `labelSelector=${encodeURIComponent(`kubernetes.io/service-name=${service}`)}`;
    const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
    void this.watch(path, selector, ({ type, object }) => {
      this.seeSlice(type, object as EndpointSlice);
    });
  }

  /** Ready pods behind the Service now. */
  get ready(): number {
    return this.moments.at(-1)?.ready ?? 0;
  }

  /** The least number of ready pods behind the Service since a moment. */
  leastReady(since: number): number {
    const before = this.moments.findLast(({ at }) => at <= since);
    const after = this.moments.filter(({ at }) => at > since);
    return Math.min(...[before ?? { ready: 0 }, ...after].map(({ ready }) => ready));
  }

  /** When the first pod was seen that is newer than a moment: of a Deployment, or of any kind when there is none. */
  firstPod(since: number, deployment: string): number {
    const newer = [...this.pods.values()].filter(({ created }) => created >= since);
    return (newer.find((pod) => pod.deployment === deployment) ?? newer[0])?.created ?? NaN;
  }

  /**
   * Seconds between two moments in which no pod of the service was starting: those of whoever waits for them.
   *
   * @param settleSeconds for which a pod must be ready before it counts
   */
  secondsWithoutStarts(from: number, to: number, settleSeconds: number): number {
    let covered = from;
    let free = 0;
    const pods = [...this.pods.values()].filter(({ deployment }) => deployment !== undefined);
    for (const { created, ready = to } of pods.sort((one, other) => one.created - other.created)) {
      free += Math.max(0, Math.min(created, to) - covered);
      covered = Math.max(covered, Math.min(to, ready + settleSeconds * 1000));
    }
    return (free + Math.max(0, to - covered)) / 1000;
  }

  /** Whether a Deployment has pods. */
  has(deployment: string): boolean {
    return [...this.pods.values()].some((pod) => pod.deployment === deployment && pod.gone === undefined);
  }

  /** What a reference names, as far as a pod has shown it: a digest; else the reference itself. */
  idOf(image: string): string {
    const digest = /sha256:[0-9a-f]{64}/.exec(image)?.[0];
    if (digest !== undefined) return digest;
    return [...this.pods.values()].find((pod) => pod.image === image && pod.imageId !== undefined)?.imageId ?? image;
  }

  /** @returns seconds that it took */
  async until(what: string, isTrue: () => boolean, limitSeconds: number): Promise<number> {
    const start = Date.now();
    while (!isTrue()) {
      if (Date.now() - start > limitSeconds * 1000)
        throw new Error(`${what}: not within ${limitSeconds} s; ${this.ready} pods of ${this.service} are ready`);
      await sleep(50);
    }
    return (Date.now() - start) / 1000;
  }

  stop(): void {
    this.stopped.abort();
  }

  private seePod(type: string, { metadata, spec, status }: Pod): void {
    const uid = metadata?.uid ?? "";
    const pod = this.pods.get(uid) ?? {
      name: metadata?.name ?? "",
      image: spec?.containers[0]?.image ?? "",
      deployment: metadata?.labels?.["deployment"],
      created: Date.now(),
    };
    this.pods.set(uid, pod);
    const id = /sha256:[0-9a-f]{64}/.exec(status?.containerStatuses?.[0]?.imageID ?? "")?.[0];
    if (id !== undefined) pod.imageId ??= id;
    const isReady = status?.conditions?.some((each) => each.type === "Ready" && each.status === "True") ?? false;
    if (isReady) pod.ready ??= Date.now();
    if (type === "DELETED") pod.gone ??= Date.now();
  }

  private seeSlice(type: string, slice: EndpointSlice): void {
    const name = slice.metadata?.name ?? "";
    if (type === "DELETED") this.slices.delete(name);
    else this.slices.set(name, slice);
    const endpoints = [...this.slices.values()].flatMap((each) => each.endpoints);
    const ready = endpoints.filter(({ conditions }) => conditions?.ready === true).length;
    this.moments.push({ at: Date.now(), ready });
  }

  /** Reads what there is, then what changes, until it is stopped; again from the start when the connection ends. */
  private async watch(path: string, query: string, see: (event: WatchEvent) => void): Promise<void> {
    while (!this.stopped.signal.aborted) {
      try {
        const list = await this.api.call("GET", `${path}?${query}`);
        const { items = [], metadata } = (list ?? {}) as { items?: WatchEvent["object"][]; metadata?: Version };
        for (const object of items) see({ type: "ADDED", object });
        await this.follow(`${path}?${query}&watch=true&resourceVersion=${metadata?.resourceVersion ?? ""}`, see);
      } catch {
        // the API server restarts, or its memory does not reach so far back
        await sleep(200);
      }
    }
  }

  private async follow(path: string, see: (event: WatchEvent) => void): Promise<void> {
    const { server } = this.api;
    const login = await this.api.login();
    const { signal } = this.stopped;
    const send = server.protocol === "http:" ? sendPlain : sendSecure;
    const request = send(new URL(path, server), { ...login, signal }).end();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on("error", reject).on("response", resolve);
    });
    response.setEncoding("utf8");
    let rest = "";
    for await (const part of response as AsyncIterable<string>) {
      const lines = (rest + part).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const event = JSON.parse(line) as WatchEvent;
        if (event.type === "ERROR") return;
        see(event);
      }
    }
  }
}

interface Version {
  readonly resourceVersion?: string;
}
