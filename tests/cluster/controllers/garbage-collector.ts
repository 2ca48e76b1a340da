import type { StoredObject } from "../store";
import type { ClusterContext } from "./context";
import { deleteObject, removeFinalizer } from "./deletion";

/** Deletes what has lost its last owner, and does what the finalizers of whoever is deleted ask for. */
export class GarbageCollector {
  constructor(private readonly context: ClusterContext) {
    const { objects, reactions } = context;
    objects.store.subscribe(({ type, object }) => {
      const { uid, finalizers = [], ownerReferences = [], deletionTimestamp } = object.metadata;
      if (type === "DELETED") {
        reactions.enqueue(`collect/${uid}`, () => {
          this.collect(object);
        });
        for (const owner of ownerReferences)
          reactions.enqueue(`finish/${owner.uid}`, () => {
            this.finishOwner(owner.uid);
          });
      } else if (deletionTimestamp !== undefined && finalizers.length > 0)
        reactions.enqueue(`finish/${uid}`, () => {
          this.finishOwner(uid);
        });
      else if (type === "ADDED" && ownerReferences.length > 0)
        reactions.enqueue(`owned/${uid}`, () => {
          this.deleteWithoutOwner(object);
        });
    });
  }

  private dependents(uid: string): StoredObject[] {
    return this.context.objects
      .everything()
      .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid));
  }

  private collect(owner: StoredObject): void {
    for (const dependent of this.dependents(owner.metadata.uid)) this.deleteWithoutOwner(dependent);
  }

  /** Deletes what has no owner left; otherwise only the references to those that are gone are taken away. */
  private deleteWithoutOwner({ kind, metadata }: StoredObject): void {
    const { objects } = this.context;
    const uids = new Set(objects.everything().map((object) => object.metadata.uid));
    const object = objects.store.get(kind, metadata.namespace, metadata.name);
    const owners = object?.metadata.ownerReferences ?? [];
    const left = owners.filter(({ uid }) => uids.has(uid));
    if (object === undefined || left.length === owners.length) return;
    if (left.length === 0) {
      if (object.metadata.deletionTimestamp === undefined) deleteObject(objects, object);
    } else
      objects.store.modify(kind, metadata.namespace, metadata.name, (draft) => {
        draft.metadata.ownerReferences = left;
      });
  }

  private finishOwner(uid: string): void {
    const { objects } = this.context;
    const owner = objects.everything().find(({ metadata }) => metadata.uid === uid);
    if (owner?.metadata.deletionTimestamp === undefined) return;
    const { finalizers = [] } = owner.metadata;
    const dependents = this.dependents(uid);
    if (finalizers.includes("orphan")) {
      for (const { kind, metadata } of dependents)
        objects.store.modify(kind, metadata.namespace, metadata.name, (draft) => {
          draft.metadata.ownerReferences = draft.metadata.ownerReferences?.filter((reference) => reference.uid !== uid);
          if (draft.metadata.ownerReferences?.length === 0) delete draft.metadata.ownerReferences;
        });
      removeFinalizer(objects, owner, "orphan");
    }
    if (finalizers.includes("foregroundDeletion")) {
      for (const dependent of dependents.filter(({ metadata }) => metadata.deletionTimestamp === undefined))
        this.deleteInForeground(dependent);
      const blocking = this.dependents(uid).filter(({ metadata }) =>
        metadata.ownerReferences?.some((reference) => reference.uid === uid && reference.blockOwnerDeletion === true),
      );
      if (blocking.length === 0) removeFinalizer(objects, owner, "foregroundDeletion");
    }
  }

  private deleteInForeground(dependent: StoredObject): void {
    const { objects } = this.context;
    if (this.dependents(dependent.metadata.uid).length === 0) {
      deleteObject(objects, dependent);
      return;
    }
    const { kind, metadata } = dependent;
    const marked = objects.store.modify(kind, metadata.namespace, metadata.name, (draft) => {
      draft.metadata.finalizers = [...(draft.metadata.finalizers ?? []), "foregroundDeletion"];
    });
    if (marked !== undefined) deleteObject(objects, marked);
  }
}
