import { scaled } from "./deployment/replica-counts";
import { conditionOf, withCondition } from "./conditions";
import type { ClusterContext } from "./context";
import { deletePod } from "./deletion";
import type { Kinds, Pod } from "./kinds";
import { controllerOf } from "./owners";
import { isReady } from "./replica-set/pods-to-delete";
import { matches } from "./selectors";

type Budget = Kinds["PodDisruptionBudget"];

/** What became of a wish to evict a pod, as the API answers it. */
export interface Eviction {
  readonly status: number;
  readonly message?: string;
}

/** Keeps the status of PodDisruptionBudgets, and evicts pods as far as these allow it. */
export class DisruptionController {
  constructor(private readonly context: ClusterContext) {
    const { objects } = context;
    objects.store.subscribe(({ object }) => {
      const { namespace, name, labels } = object.metadata;
      if (object.kind === "PodDisruptionBudget") this.enqueue(namespace, name);
      if (object.kind === "Pod")
        for (const budget of objects.list("PodDisruptionBudget", namespace))
          if (matches(labels, budget.spec.selector)) this.enqueue(namespace, budget.metadata.name);
    });
  }

  evict(namespace: string, name: string): Eviction {
    const { objects } = this.context;
    const pod = objects.get("Pod", namespace, name);
    if (pod === undefined) return { status: 404, message: `pods "${name}" not found` };
    const isOver = ["Succeeded", "Failed"].includes(pod.status?.phase ?? "");
    const budgets = this.budgetsOf(pod);
    if (!isOver && pod.status?.phase !== "Pending" && pod.metadata.deletionTimestamp === undefined) {
      if (budgets.length > 1)
        return {
          status: 500,
          message: "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
        };
      const [budget] = budgets;
      if (budget !== undefined && !this.allows(budget, pod))
        return { status: 429, message: "Cannot evict pod as it would violate the pod's disruption budget." };
    }
    deletePod(objects, pod);
    for (const budget of budgets) this.sync(budget);
    return { status: 201 };
  }

  private budgetsOf(pod: Pod): Budget[] {
    return this.context.objects
      .list("PodDisruptionBudget", pod.metadata.namespace)
      .filter(({ spec }) => matches(pod.metadata.labels, spec.selector));
  }

  private allows(budget: Budget, pod: Pod): boolean {
    const { allowed, healthy, desired } = this.count(budget);
    if (isReady(pod)) return allowed > 0;
    const policy = budget.spec.unhealthyPodEvictionPolicy;
    return policy === "AlwaysAllow" || (healthy >= desired && desired > 0);
  }

  private enqueue(namespace: string | undefined, name: string): void {
    this.context.reactions.enqueue(`PodDisruptionBudget/${namespace ?? ""}/${name}`, () => {
      const budget = this.context.objects.get("PodDisruptionBudget", namespace, name);
      if (budget !== undefined) this.sync(budget);
    });
  }

  private sync(budget: Budget): void {
    const { objects } = this.context;
    const { healthy, desired, expected, allowed } = this.count(budget);
    const now = objects.now();
    objects.update(budget, (draft) => {
      const condition = {
        type: "DisruptionAllowed",
        status: allowed > 0 ? "True" : "False",
        reason: allowed > 0 ? "SufficientPods" : "InsufficientPods",
        message: "",
        observedGeneration: draft.metadata.generation,
        lastTransitionTime: now,
      };
      const current = conditionOf(draft.status?.conditions, condition.type);
      draft.status = {
        currentHealthy: healthy,
        desiredHealthy: desired,
        expectedPods: expected,
        disruptionsAllowed: allowed,
        observedGeneration: draft.metadata.generation,
        conditions: current?.status === condition.status ? [current] : withCondition(undefined, condition),
      };
    });
  }

  private count({ spec, metadata }: Budget) {
    const { objects } = this.context;
    const pods = objects
      .list("Pod", metadata.namespace)
      .filter((pod) => matches(pod.metadata.labels, spec.selector))
      .filter(({ status }) => !["Succeeded", "Failed"].includes(status?.phase ?? ""));
    const healthy = pods.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined).length;
    const { minAvailable, maxUnavailable } = spec;
    // pods are expected by whoever owns them, not by how many there happen to be
    const expected =
      maxUnavailable === undefined && typeof minAvailable === "number" ? pods.length : this.scaleOf(pods);
    const desired =
      maxUnavailable === undefined
        ? scaled(minAvailable ?? 1, expected, Math.ceil)
        : Math.max(0, expected - scaled(maxUnavailable, expected, Math.ceil));
    return { healthy, desired, expected, allowed: Math.max(0, healthy - desired) };
  }

  private scaleOf(pods: readonly Pod[]): number {
    const { objects } = this.context;
    const scales = new Map<string, number>();
    for (const pod of pods) {
      const owner = controllerOf(pod);
      const set = owner && objects.get("ReplicaSet", pod.metadata.namespace, owner.name);
      const above = set && controllerOf(set);
      const deployment = above && objects.get("Deployment", pod.metadata.namespace, above.name);
      const scale = deployment ?? set;
      if (scale !== undefined) scales.set(scale.metadata.uid, scale.spec.replicas ?? 1);
      else scales.set(pod.metadata.uid, 1);
    }
    return [...scales.values()].reduce((sum, scale) => sum + scale, 0);
  }
}
