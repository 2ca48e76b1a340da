import type { AnyKept, Kinds } from "./kinds";
import type { ClusterObjects } from "./objects";

export interface Reporter {
  /** `kubelet`, `deployment-controller` */
  readonly component: string;
  /** Name of the node. @default - none */
  readonly host?: string;
}

export interface EventText {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** Of a container: `spec.containers{addressbook}`. @default - the whole object */
  readonly fieldPath?: string;
}

/** Events of one reason about one object: after so many different texts they are written as one. */
const similarEvents = 10;
const similarMillis = 600_000;

/** A component writes this many events about one object, and then one more each five minutes. */
const burst = 25;
const refillMillis = 300_000;

interface Similar {
  readonly messages: Set<string>;
  last: number;
}

interface Allowance {
  left: number;
  at: number;
}

/**
 * Writes events as Kubernetes does: what has been said before is counted instead of being said again, many similar ones
 * become one, and whoever says too much is not listened to for a while.
 */
export class EventRecorder {
  private readonly known = new Map<string, Kinds["Event"]>();
  private readonly similar = new Map<string, Similar>();
  private readonly allowances = new Map<string, Allowance>();
  private serial = 0;

  constructor(private readonly objects: ClusterObjects) {}

  record(about: AnyKept, reporter: Reporter, text: EventText): void {
    if (!this.isAllowed(JSON.stringify([about.metadata.uid, reporter]))) return;
    const { type, reason, fieldPath } = text;
    const group = JSON.stringify([about.metadata.uid, reporter, type, reason, fieldPath]);
    const isCombined = this.isCombined(group, text.message);
    const message = isCombined ? `(combined from similar events): ${text.message}` : text.message;
    const key = isCombined ? group : JSON.stringify([group, message]);
    const now = this.objects.now();
    const said = this.known.get(key);
    const again =
      said &&
      this.objects.update(said, (event) => {
        event.message = message;
        event.count = (event.count ?? 1) + 1;
        event.lastTimestamp = now;
      });
    if (again === undefined) this.known.set(key, this.write(about, reporter, { ...text, message }, now));
  }

  /** The scheduler's events are of the newer kind: they have a time in microseconds, and a series instead of a count. */
  recordScheduling(pod: Kinds["Pod"], { type, reason, message }: EventText, action: "Binding" | "Scheduling"): void {
    const { name, namespace = "default", uid, resourceVersion } = pod.metadata;
    const key = JSON.stringify([uid, type, reason, message]);
    const time = this.objects.now().replace("Z", ".000000Z");
    const said = this.known.get(key);
    const again =
      said &&
      this.objects.update(said, (event) => {
        event.series = { count: (event.series?.count ?? 1) + 1, lastObservedTime: time };
      });
    if (again !== undefined) return;
    const event = this.objects.create({
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: this.nameFor(name), namespace },
      involvedObject: { kind: "Pod", namespace, name, uid, apiVersion: "v1", resourceVersion },
      reason,
      message,
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      type,
      eventTime: time,
      action,
      reportingComponent: "default-scheduler",
      reportingInstance: "default-scheduler-control-plane",
    });
    this.known.set(key, event);
  }

  private write(about: AnyKept, reporter: Reporter, text: EventText, now: string): Kinds["Event"] {
    const { apiVersion, kind, metadata } = about;
    const { name, namespace, uid, resourceVersion } = metadata;
    const { type, reason, message, fieldPath } = text;
    const place = fieldPath === undefined ? {} : { fieldPath };
    return this.objects.create({
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: this.nameFor(name), namespace: namespace ?? "default" },
      involvedObject: { kind, namespace, name, uid, apiVersion, resourceVersion, ...place },
      reason,
      message,
      source: reporter,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: reporter.component,
      reportingInstance: reporter.host ?? "",
    });
  }

  private isCombined(group: string, message: string): boolean {
    const now = Date.parse(this.objects.now());
    let similar = this.similar.get(group);
    if (similar === undefined || now - similar.last > similarMillis) {
      similar = { messages: new Set(), last: now };
      this.similar.set(group, similar);
    }
    similar.last = now;
    similar.messages.add(message);
    return similar.messages.size >= similarEvents;
  }

  private isAllowed(key: string): boolean {
    const now = Date.parse(this.objects.now());
    const { left, at } = this.allowances.get(key) ?? { left: burst, at: now };
    const refilled = Math.min(burst, left + (now - at) / refillMillis);
    this.allowances.set(key, { left: refilled < 1 ? refilled : refilled - 1, at: now });
    return refilled >= 1;
  }

  private nameFor(name: string): string {
    return `${name}.${(0x187a5e0c11b00000n + BigInt(++this.serial)).toString(16)}`;
  }
}
