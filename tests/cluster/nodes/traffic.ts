import type { Reply } from "./pod-network";
import type { PodNetwork } from "./pod-network";
import type { ServiceRoutes } from "./service-routes";

export interface TrafficOptions {
  /** @default 80 */
  readonly perSecond?: number;
  /** @default /all */
  readonly path?: string;
  /** @default GET */
  readonly method?: string;
  /** @default - empty */
  readonly body?: string;
  /** Of the random choice of nodes and pods. @default 1 */
  readonly seed?: number;
}

export interface LostRequest {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** There was no endpoint, nobody listened, the pod ended before it had answered. */
  readonly why: "no endpoint" | "refused" | "cut off";
  /** @default - none was chosen */
  readonly pod?: string;
}

/** What became of the requests until now. */
export interface TrafficReport {
  readonly sent: number;
  readonly answered: number;
  readonly lost: readonly LostRequest[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers by name of the pod. */
  readonly pods: Readonly<Record<string, number>>;
  /** Answers by digest of the image. */
  readonly images: Readonly<Record<string, number>>;
}

interface Pending {
  readonly at: number;
  readonly until: number;
  readonly pod: string;
  readonly reply: Reply;
}

/**
 * Requests to a Service, evenly spread over simulated time. They are not sent one by one: when somebody wants to know,
 * those that are due since the last time are sent as things were at their moments.
 */
export class Traffic {
  private readonly lost: LostRequest[] = [];
  private readonly statuses = new Map<string, number>();
  private readonly pods = new Map<string, number>();
  private readonly images = new Map<string, number>();
  private pending: Pending[] = [];
  private sent = 0;
  private random: number;
  private stoppedAt = Infinity;
  private readonly intervalMillis: number;

  constructor(
    private readonly network: PodNetwork,
    private readonly routes: ServiceRoutes,
    private readonly nodes: number,
    private readonly startedAt: number,
    private readonly options: TrafficOptions,
  ) {
    this.intervalMillis = 1000 / (options.perSecond ?? 80);
    this.random = options.seed ?? 1;
  }

  stop(now: number): void {
    this.settle(now);
    this.stoppedAt = now;
  }

  /** Sends everything that is due. To be called before anything is changed by which pods answer. */
  settle(now: number): void {
    const end = Math.min(now, this.stoppedAt);
    for (let at = this.startedAt; at <= end;) {
      at = this.startedAt + this.sent * this.intervalMillis;
      if (at > end) break;
      this.sent++;
      this.send(at);
    }
    this.pending = this.pending.filter((pending) => !this.isDecided(pending, now));
    this.routes.forget(now);
  }

  report(now: number): TrafficReport {
    this.settle(now);
    return {
      sent: this.sent,
      answered: this.sent - this.lost.length - this.pending.length,
      lost: [...this.lost],
      statuses: Object.fromEntries(this.statuses),
      pods: Object.fromEntries(this.pods),
      images: Object.fromEntries(this.images),
    };
  }

  private send(at: number): void {
    const { path = "/all", method = "GET", body = "" } = this.options;
    const routes = this.routes.at(at, Math.floor(this.next() * this.nodes));
    const route = routes[Math.floor(this.next() * routes.length)];
    if (route === undefined) {
      this.lost.push({ at, why: "no endpoint" });
      return;
    }
    const { ip, port, pod } = route;
    const headers = { host: ip, "content-type": "application/json" };
    const reply = this.network.send(ip, port, { method, path, headers, body }, at);
    if (reply === undefined) this.lost.push({ at, why: "refused", pod });
    else this.pending.push({ at, until: at + (reply.answer.afterMillis ?? 2), pod, reply });
  }

  private isDecided({ at, until, pod, reply }: Pending, now: number): boolean {
    const { answer, process } = reply;
    if (process.hasEndedBefore(until)) this.lost.push({ at, why: "cut off", pod });
    else if (until > now) return false;
    else {
      count(this.statuses, String(answer.status));
      count(this.pods, pod);
      count(this.images, process.image.digest);
    }
    return true;
  }

  /** Mulberry32. */
  private next(): number {
    this.random = (this.random + 0x6d2b79f5) >>> 0;
    let value = Math.imul(this.random ^ (this.random >>> 15), 1 | this.random);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  }
}

const count = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
