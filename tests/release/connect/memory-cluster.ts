import type { Change, Cluster, DeleteOptions, Permission, PodAnswer } from "../../../release/cluster/cluster";
import { ApiError } from "../../../release/cluster/errors";
import type { AnyObject, Kind, ObjectOf } from "../../../release/cluster/objects";

/** An object of any kind, as it is kept. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what an object holds is looked into freely
export type Kept = Record<string, any>;

type Listener = (operation: string) => void;

/** The objects of a namespace in memory, which can refuse, and is told of what happens to them. */
export class MemoryCluster implements Cluster {
  readonly namespace: string;
  /** What was written, in order: `apply Secret/db-params`. */
  readonly writes: string[] = [];
  private readonly objects = new Map<string, Kept>();
  private uids = 0;
  /** Called before a request; it may throw what the API would answer. */
  before: Listener = () => undefined;
  /** Called after a write is kept. */
  after: Listener = () => undefined;
  /** What a Job does, each time that it is looked at. */
  job: (job: Kept, cluster: MemoryCluster) => void = complete;
  podLogs: Readonly<Record<string, string>> = {};

  constructor(namespace = "addressbook") {
    this.namespace = namespace;
  }

  /** Puts an object there, as somebody else. */
  put(object: Kept): Kept {
    const kept = structuredClone(object);
    kept["metadata"] = { uid: `uid-${++this.uids}`, ...(kept["metadata"] as object) };
    this.objects.set(keyOf(kept), kept);
    return kept;
  }

  /** What is there, to be looked at. */
  peek(kind: string, name: string): Kept | undefined {
    return this.objects.get(`${kind}/${name}`);
  }

  all(): Kept[] {
    return [...this.objects.values()];
  }

  /** Values of a Secret, in clear. */
  secret(name: string): Record<string, string> | undefined {
    const data = this.peek("Secret", name)?.["data"] as Record<string, string> | undefined;
    if (data === undefined) return undefined;
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
  }

  async get<K extends Kind>(kind: K, name: string): Promise<ObjectOf<K> | undefined> {
    await this.asked(`get ${kind}/${name}`);
    const found = this.objects.get(`${kind}/${name}`);
    if (found === undefined) return undefined;
    if (kind === "Job") this.job(found, this);
    return structuredClone(found) as ObjectOf<K>;
  }

  async list<K extends Kind>(kind: K, selector: Readonly<Record<string, string>> = {}): Promise<ObjectOf<K>[]> {
    await this.asked(`list ${kind}`);
    return this.all()
      .filter((object) => object["kind"] === kind)
      .filter(({ metadata }) => {
        const { labels = {} } = metadata as { labels?: Record<string, string> };
        return Object.entries(selector).every(([key, value]) => labels[key] === value);
      })
      .map((object) => structuredClone(object) as ObjectOf<K>);
  }

  async apply<T extends AnyObject>(object: T, { dryRun = false } = {}): Promise<T> {
    const wanted = clean(object);
    await this.asked(`apply ${keyOf(wanted)}`);
    const found = this.objects.get(keyOf(wanted));
    const applied = found === undefined ? wanted : merged(found, wanted);
    if (dryRun) return structuredClone(applied) as T;
    return this.write(`apply ${keyOf(wanted)}`, applied) as T;
  }

  async create<T extends AnyObject>(object: T): Promise<T | undefined> {
    const wanted = clean(object);
    await this.asked(`create ${keyOf(wanted)}`);
    return this.objects.has(keyOf(wanted)) ? undefined : (this.write(`create ${keyOf(wanted)}`, wanted) as T);
  }

  replace(): never {
    throw new Error("nothing is replaced here");
  }

  async patch<K extends Kind>(kind: K, name: string, change: object): Promise<ObjectOf<K> | undefined> {
    await this.asked(`patch ${kind}/${name}`);
    const found = this.objects.get(`${kind}/${name}`);
    if (found === undefined) return undefined;
    return this.write(`patch ${kind}/${name}`, merged(found, clean(change))) as ObjectOf<K>;
  }

  async delete(kind: Kind, name: string, { uid }: DeleteOptions = {}): Promise<boolean> {
    await this.asked(`delete ${kind}/${name}`);
    const found = this.objects.get(`${kind}/${name}`);
    if (found === undefined || (uid !== undefined && (found["metadata"] as Kept)["uid"] !== uid)) return false;
    this.objects.delete(`${kind}/${name}`);
    this.written(`delete ${kind}/${name}`);
    return true;
  }

  async logs(pod: string): Promise<string | undefined> {
    await this.asked(`logs ${pod}`);
    return this.podLogs[pod];
  }

  request(): Promise<PodAnswer> {
    throw new Error("no pod is asked here");
  }

  watch<K extends Kind>(): AsyncIterable<Change<K>> {
    throw new Error("nothing is watched here");
  }

  missing(): Promise<readonly Permission[]> {
    return Promise.resolve([]);
  }

  serverTime(): undefined {
    return undefined;
  }

  /** Answers later, as a network does. */
  private async asked(operation: string): Promise<void> {
    await Promise.resolve();
    this.before(operation);
  }

  private write(operation: string, object: Kept): Kept {
    const kept = this.put(object);
    this.written(operation);
    return structuredClone(kept);
  }

  private written(operation: string): void {
    this.writes.push(operation);
    this.after(operation);
  }
}

const keyOf = ({ kind, metadata }: Kept): string => `${String(kind)}/${String((metadata as Kept)["name"])}`;

const clean = (object: object): Kept => JSON.parse(JSON.stringify(object)) as Kept;

/** As a JSON merge patch: null takes away. Nothing that is applied here is ever left out later. */
function merged(found: Kept, wanted: Kept): Kept {
  const result: Kept = { ...found };
  for (const [key, value] of Object.entries(wanted) as [string, unknown][]) {
    if (value === null) Reflect.deleteProperty(result, key);
    else if (isObject(value)) result[key] = merged(isObject(result[key]) ? result[key] : {}, value);
    else result[key] = value;
  }
  return result;
}

const isObject = (value: unknown): value is Kept =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A Job whose program succeeds. */
export function complete(job: Kept): void {
  job["status"] = { succeeded: 1, conditions: [{ type: "Complete", status: "True" }] };
}

/** A Job whose pod ends with 1, and says why. */
export function fails(says: string): (job: Kept, cluster: MemoryCluster) => void {
  return (job, cluster) => {
    const conditions = [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "too often" }];
    job["status"] = { failed: 1, conditions };
    const terminated = { exitCode: 1, reason: "Error", finishedAt: "2026-03-01T12:00:01Z" };
    putPod(job, cluster, "Failed", { terminated });
    cluster.podLogs = { [podName(job)]: says };
  };
}

/** A Job whose pod waits for its image. */
export function waitsForImage(message: string): (job: Kept, cluster: MemoryCluster) => void {
  return (job, cluster) => {
    job["status"] = { active: 1 };
    putPod(job, cluster, "Pending", { waiting: { reason: "ErrImagePull", message } });
  };
}

/** A Job that neither succeeds nor fails. */
export function hangs(job: Kept): void {
  job["status"] = { active: 1 };
}

const podName = ({ metadata }: Kept): string => `${String((metadata as Kept)["name"])}-x7k2p`;

function putPod(job: Kept, cluster: MemoryCluster, phase: string, state: object): void {
  const { template } = job["spec"] as { template: { metadata: object; spec: Kept } };
  const { name, uid } = job["metadata"] as { name: string; uid: string };
  const [container] = template.spec["containers"] as { name: string; image: string }[];
  cluster.put({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...template.metadata,
      name: podName(job),
      namespace: cluster.namespace,
      creationTimestamp: "2026-03-01T12:00:00Z",
      ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name, uid, controller: true }],
    },
    spec: template.spec,
    status: {
      phase,
      containerStatuses: [{ name: container?.name, image: container?.image, ready: false, restartCount: 0, state }],
    },
  });
}

export const forbidden = (what: string): ApiError => new ApiError(403, "Forbidden", `${what} is forbidden`, what);
