import { copy, equal } from "./api/json";

/** An object of any kind, as it is kept. */
export interface StoredObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    generateName?: string;
    namespace?: string;
    uid: string;
    resourceVersion: string;
    generation?: number;
    creationTimestamp: string;
    deletionTimestamp?: string;
    deletionGracePeriodSeconds?: number;
    finalizers?: string[];
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: {
      apiVersion: string;
      kind: string;
      name: string;
      uid: string;
      controller?: boolean;
      blockOwnerDeletion?: boolean;
    }[];
    managedFields?: unknown[];
  };
  // what it is depends on the kind
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the store keeps what it is given
  [field: string]: any;
}

export interface StoreChange {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  /** A copy, as it was right after the change. */
  readonly object: StoredObject;
  /** As it was before; undefined when it is new. */
  readonly before?: StoredObject;
  readonly revision: number;
}

/** Where the objects of a cluster are: by kind, namespace and name, each change with a revision. It checks nothing. */
export class ObjectStore {
  private readonly kinds = new Map<string, Map<string, StoredObject>>();
  private history: StoreChange[] = [];
  private readonly listeners = new Set<(change: StoreChange) => void>();
  private revision = 1000;
  private uids = 0;
  /** Changes up to this revision are forgotten: a watch from before gets 410 Gone. */
  private compacted = 0;

  constructor(private readonly now: () => number) {}

  get currentRevision(): number {
    return this.revision;
  }

  get compactedRevision(): number {
    return this.compacted;
  }

  get(kind: string, namespace: string | undefined, name: string): StoredObject | undefined {
    return copy(this.kinds.get(kind)?.get(key(namespace, name)));
  }

  /** In the order in which they were made. */
  list(kind: string, namespace?: string): StoredObject[] {
    const found: StoredObject[] = [];
    for (const object of this.kinds.get(kind)?.values() ?? []) {
      if (namespace === undefined || object.metadata.namespace === namespace) found.push(copy(object));
    }
    return found;
  }

  /** The uid of the next object. */
  nextUid(): string {
    return `00000000-0000-4000-8000-${String(++this.uids).padStart(12, "0")}`;
  }

  /** Keeps a new object; what it has of `metadata` is completed. */
  create(
    object: Omit<StoredObject, "metadata"> & { metadata: Partial<StoredObject["metadata"]> & { name: string } },
  ): StoredObject {
    const stored = copy(object) as StoredObject;
    const { metadata, kind } = stored;
    if (!metadata.uid) metadata.uid = this.nextUid();
    metadata.creationTimestamp = this.timestamp();
    const place = key(metadata.namespace, metadata.name);
    const objects = this.kinds.get(kind) ?? new Map<string, StoredObject>();
    if (objects.has(place)) throw new Error(`there is a ${kind} ${place} already`);
    this.kinds.set(kind, objects.set(place, stored));
    this.tell("ADDED", stored);
    return copy(stored);
  }

  /** Puts an object in the place of the one of the same kind and name; a change of nothing is none. */
  update(object: StoredObject): StoredObject {
    const objects = this.kinds.get(object.kind);
    const place = key(object.metadata.namespace, object.metadata.name);
    const before = objects?.get(place);
    if (objects === undefined || before === undefined) throw new Error(`there is no ${object.kind} ${place}`);
    const stored = copy(object);
    stored.metadata.resourceVersion = before.metadata.resourceVersion;
    if (equal(stored, before)) return stored;
    objects.set(place, stored);
    this.tell("MODIFIED", stored, before);
    return copy(stored);
  }

  /** Changes an object in place, if it is still there. */
  modify(
    kind: string,
    namespace: string | undefined,
    name: string,
    change: (object: StoredObject) => void,
  ): StoredObject | undefined {
    const object = this.get(kind, namespace, name);
    if (object === undefined) return undefined;
    change(object);
    return this.update(object);
  }

  /** Takes an object away at once. Finalizers, grace and children are the business of whoever calls it. */
  remove(kind: string, namespace: string | undefined, name: string): void {
    const place = key(namespace, name);
    const before = this.kinds.get(kind)?.get(place);
    if (before === undefined) return;
    this.kinds.get(kind)?.delete(place);
    this.tell("DELETED", { ...before, metadata: { ...before.metadata } }, before);
  }

  /** All changes after a revision, oldest first; undefined when some of them are forgotten. */
  since(revision: number): StoreChange[] | undefined {
    if (revision < this.compacted) return undefined;
    return this.history.filter((change) => change.revision > revision);
  }

  /** Forgets all changes until now, as etcd does after some minutes. */
  compact(): void {
    this.compacted = this.revision;
    this.history = [];
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  timestamp(): string {
    return new Date(this.now()).toISOString().replace(/\.\d+Z$/, "Z");
  }

  /** What is kept is never changed in place, so that what was before needs no copy. */
  private tell(type: StoreChange["type"], object: StoredObject, before?: StoredObject): void {
    object.metadata.resourceVersion = String(++this.revision);
    const change = { type, object: copy(object), revision: this.revision, ...(before !== undefined && { before }) };
    this.history.push(change);
    for (const listener of [...this.listeners]) listener(change);
  }
}

const key = (namespace: string | undefined, name: string): string => `${namespace ?? ""}/${name}`;
