import type { ObjectStore, StoreChange, StoredObject } from "../store";
import type { AnyKept, KindName, Kinds } from "./kinds";

/** What is there to make a new object from. */
export type NewObject = Parameters<ObjectStore["create"]>[0];

/**
 * The objects of the store as its parts look at them: without copying, because they look often. What is read must not
 * be changed; {@link ClusterObjects.update} gives a copy that may be.
 */
export class ClusterObjects {
  private readonly kinds = new Map<string, Map<string, StoredObject>>();

  constructor(readonly store: ObjectStore) {
    store.subscribe((change) => {
      this.keep(change);
    });
  }

  get<K extends KindName>(kind: K, namespace: string | undefined, name: string): Kinds[K] | undefined {
    return this.of(kind).get(place(namespace, name)) as Kinds[K] | undefined;
  }

  list<K extends KindName>(kind: K, namespace?: string): Kinds[K][] {
    const all = [...this.of(kind).values()];
    return (namespace === undefined
      ? all
      : all.filter(({ metadata }) => metadata.namespace === namespace)) as unknown as Kinds[K][];
  }

  /** Objects of all kinds. */
  everything(): StoredObject[] {
    return [...this.kinds.values()].flatMap((objects) => [...objects.values()]);
  }

  create<K extends KindName>(object: NewObject & { kind: K }): Kinds[K] {
    return this.store.create(object) as unknown as Kinds[K];
  }

  /** Changes an object, if it is still there. A change of what a controller wants of it makes a new generation. */
  update<O extends AnyKept>(object: O, change: (draft: O) => void): O | undefined {
    const { kind, metadata } = object;
    const before = this.of(kind).get(place(metadata.namespace, metadata.name));
    if (before?.metadata.uid !== metadata.uid) return undefined;
    const draft = structuredClone(before);
    change(draft as unknown as O);
    if (before.metadata.generation !== undefined && JSON.stringify(before["spec"]) !== JSON.stringify(draft["spec"]))
      draft.metadata.generation = before.metadata.generation + 1;
    return this.store.update(draft) as unknown as O;
  }

  remove({ kind, metadata }: AnyKept): void {
    this.store.remove(kind, metadata.namespace, metadata.name);
  }

  now(): string {
    return this.store.timestamp();
  }

  private of(kind: string): Map<string, StoredObject> {
    let objects = this.kinds.get(kind);
    if (objects === undefined) {
      objects = new Map(
        this.store.list(kind).map((object) => [place(object.metadata.namespace, object.metadata.name), object]),
      );
      this.kinds.set(kind, objects);
    }
    return objects;
  }

  private keep({ type, object }: StoreChange): void {
    const objects = this.of(object.kind);
    const { namespace, name } = object.metadata;
    if (type === "DELETED") objects.delete(place(namespace, name));
    else objects.set(place(namespace, name), object);
  }
}

const place = (namespace: string | undefined, name: string): string => `${namespace ?? ""}/${name}`;
