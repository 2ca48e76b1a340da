import type { Refusal } from "../admission";
import { conditionOf, withCondition, withoutCondition } from "../conditions";
import type { ClusterContext } from "../context";
import { deletePod } from "../deletion";
import type { Pod, ReplicaSet } from "../kinds";
import { suffix } from "../names";
import { controllerOf, controllerReference, isControlledBy } from "../owners";
import { matches } from "../selectors";
import { podFromTemplate } from "./pod-from-template";
import { isAvailable, isReady, podsToDelete, untilAvailable } from "./pods-to-delete";

const reporter = { component: "replicaset-controller" } as const;

/** Keeps as many pods as a ReplicaSet wants. */
export class ReplicaSetController {
  private names = 0;
  private readonly retries = new Map<string, number>();
  private readonly timers = new Map<string, () => void>();

  constructor(private readonly context: ClusterContext) {
    const { objects } = context;
    objects.store.subscribe(({ object }) => {
      const { namespace, name } = object.metadata;
      if (object.kind === "ReplicaSet") this.enqueue(namespace, name);
      if (object.kind !== "Pod") return;
      const owner = controllerOf(object);
      if (owner?.kind === "ReplicaSet") this.enqueue(namespace, owner.name);
      if (owner !== undefined) return;
      for (const set of objects.list("ReplicaSet", namespace))
        if (matches(object.metadata.labels, set.spec.selector)) this.enqueue(namespace, set.metadata.name);
    });
  }

  private enqueue(namespace: string | undefined, name: string): void {
    this.context.reactions.enqueue(`ReplicaSet/${namespace ?? ""}/${name}`, () => {
      const set = this.context.objects.get("ReplicaSet", namespace, name);
      if (set !== undefined) this.sync(set);
    });
  }

  private sync(set: ReplicaSet): void {
    const { reactions } = this.context;
    const { namespace, name, deletionTimestamp } = set.metadata;
    const refusal = deletionTimestamp === undefined ? this.manage(set, this.claimPods(set)) : undefined;
    const pods = this.claimPods(set);
    this.writeStatus(set, pods, refusal);

    const key = `${namespace ?? ""}/${name}`;
    this.timers.get(key)?.();
    this.timers.delete(key);
    const wait =
      refusal === undefined
        ? untilAvailable(pods, set.spec.minReadySeconds ?? 0, this.context.reactions.now())
        : this.backOff(key);
    if (refusal === undefined) this.retries.delete(key);
    if (wait === undefined) return;
    const again = reactions.after(wait, () => {
      this.enqueue(namespace, name);
    });
    this.timers.set(key, again);
  }

  /** Pods that live, with those that have no owner and the right labels. */
  private claimPods(set: ReplicaSet): Pod[] {
    const { objects } = this.context;
    return objects.list("Pod", set.metadata.namespace).flatMap((pod) => {
      const { metadata, status } = pod;
      if (metadata.deletionTimestamp !== undefined || ["Succeeded", "Failed"].includes(status?.phase ?? "")) return [];
      const fits = matches(metadata.labels, set.spec.selector);
      if (isControlledBy(pod, set)) {
        if (fits) return [pod];
        objects.update(pod, (draft) => {
          draft.metadata.ownerReferences = draft.metadata.ownerReferences?.filter(
            ({ uid }) => uid !== set.metadata.uid,
          );
        });
        return [];
      }
      if (!fits || controllerOf(pod) !== undefined || set.metadata.deletionTimestamp !== undefined) return [];
      const adopted = objects.update(pod, (draft) => {
        draft.metadata.ownerReferences = [...(draft.metadata.ownerReferences ?? []), controllerReference(set)];
      });
      return adopted === undefined ? [] : [adopted];
    });
  }

  /** @returns why pods that are missing could not be made */
  private manage(set: ReplicaSet, pods: readonly Pod[]): Refusal | undefined {
    const { objects, events } = this.context;
    const difference = (set.spec.replicas ?? 1) - pods.length;
    for (let missing = difference; missing > 0; missing--) {
      const refusal = this.createPod(set);
      if (refusal !== undefined) return refusal;
    }
    const related = this.related(set);
    for (const pod of podsToDelete(pods, related, Math.max(0, -difference), this.context.reactions.now())) {
      deletePod(objects, pod);
      const message = `Deleted pod: ${pod.metadata.name}`;
      events.record(set, reporter, { type: "Normal", reason: "SuccessfulDelete", message });
    }
    return undefined;
  }

  private createPod(set: ReplicaSet): Refusal | undefined {
    const { objects, events, admission } = this.context;
    const name = `${set.metadata.name}-${suffix(`${set.metadata.name}${++this.names}`)}`;
    const pod = podFromTemplate(set, name, set.spec.template ?? {});
    const refusal = admission.refusal("create", pod);
    if (refusal !== undefined) {
      const message = `Error creating: ${refusal.message}`;
      events.record(set, reporter, { type: "Warning", reason: "FailedCreate", message });
      return refusal;
    }
    objects.create(pod);
    events.record(set, reporter, { type: "Normal", reason: "SuccessfulCreate", message: `Created pod: ${name}` });
    return undefined;
  }

  /** Pods of all sets of the same owner. */
  private related(set: ReplicaSet): Pod[] {
    const owner = controllerOf(set);
    if (owner === undefined) return [];
    const { objects } = this.context;
    const sets = objects
      .list("ReplicaSet", set.metadata.namespace)
      .filter((other) => controllerOf(other)?.uid === owner.uid);
    const uids = new Set(sets.map(({ metadata }) => metadata.uid));
    return objects
      .list("Pod", set.metadata.namespace)
      .filter((pod) => uids.has(controllerOf(pod)?.uid ?? "") && pod.metadata.deletionTimestamp === undefined);
  }

  private backOff(key: string): number {
    const tries = this.retries.get(key) ?? 0;
    this.retries.set(key, tries + 1);
    return Math.min(1_000_000, 5 * 2 ** tries);
  }

  private writeStatus(before: ReplicaSet, pods: readonly Pod[], refusal: Refusal | undefined): void {
    const { objects } = this.context;
    const { namespace, name } = before.metadata;
    const set = objects.get("ReplicaSet", namespace, name);
    if (set === undefined) return;
    const now = this.context.reactions.now();
    const terminating = objects
      .list("Pod", namespace)
      .filter((pod) => isControlledBy(pod, set) && pod.metadata.deletionTimestamp !== undefined);
    const figures = {
      fullyLabeledReplicas: pods.filter(({ metadata }) =>
        matches(metadata.labels, { matchLabels: set.spec.template?.metadata?.labels }),
      ).length,
      readyReplicas: pods.filter(isReady).length,
      availableReplicas: pods.filter((pod) => isAvailable(pod, set.spec.minReadySeconds ?? 0, now)).length,
    };
    let conditions = set.status?.conditions;
    if (refusal === undefined) conditions = withoutCondition(conditions, "ReplicaFailure");
    else if (conditionOf(conditions, "ReplicaFailure") === undefined)
      conditions = withCondition(conditions, {
        type: "ReplicaFailure",
        status: "True",
        reason: "FailedCreate",
        message: refusal.message,
        lastTransitionTime: objects.now(),
      });
    objects.update(set, (draft) => {
      draft.status = {
        replicas: pods.length,
        ...Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure > 0)),
        terminatingReplicas: terminating.length,
        observedGeneration: set.metadata.generation,
        ...(conditions === undefined || conditions.length === 0 ? {} : { conditions }),
      };
    });
  }
}
