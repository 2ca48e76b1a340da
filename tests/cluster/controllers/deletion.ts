import type { AnyKept, Pod } from "./kinds";
import type { ClusterObjects } from "./objects";

/**
 * Deletes as the API does when a controller asks it to: a pod that has a node gets its time to end, and the kubelet takes
 * it away; what has finalizers waits for them; everything else is gone at once.
 */
export function deleteObject(objects: ClusterObjects, object: AnyKept): void {
  if (object.kind === "Pod") {
    deletePod(objects, object as Pod);
    return;
  }
  if ((object.metadata.finalizers ?? []).length === 0) {
    objects.remove(object);
    return;
  }
  objects.store.modify(object.kind, object.metadata.namespace, object.metadata.name, ({ metadata }) => {
    metadata.deletionTimestamp ??= objects.now();
    metadata.deletionGracePeriodSeconds ??= 0;
  });
}

/** @param graceSeconds by default what the pod says */
export function deletePod(objects: ClusterObjects, pod: Pod, graceSeconds?: number): void {
  const finished = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
  const grace = graceSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  if (pod.spec.nodeName === undefined || (finished && pod.metadata.deletionTimestamp !== undefined) || grace === 0) {
    objects.remove(pod);
    return;
  }
  const until = new Date(Date.parse(objects.now()) + grace * 1000).toISOString().replace(".000Z", "Z");
  objects.update(pod, ({ metadata }) => {
    if (metadata.deletionTimestamp !== undefined && metadata.deletionTimestamp <= until) return;
    metadata.deletionTimestamp = until;
    metadata.deletionGracePeriodSeconds = grace;
  });
}

/** Takes a finalizer away, and the object too if it was the last thing that kept it. */
export function removeFinalizer(objects: ClusterObjects, { kind, metadata }: AnyKept, finalizer: string): void {
  const changed = objects.store.modify(kind, metadata.namespace, metadata.name, (object) => {
    object.metadata.finalizers = object.metadata.finalizers?.filter((name) => name !== finalizer);
    if (object.metadata.finalizers?.length === 0) delete object.metadata.finalizers;
  });
  if (changed?.metadata.deletionTimestamp !== undefined && changed.metadata.finalizers === undefined)
    objects.remove(changed);
}
