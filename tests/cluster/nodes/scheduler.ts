import { conditionOf } from "../controllers/conditions";
import type { ClusterContext } from "../controllers/context";
import type { Pod } from "../controllers/kinds";
import { controllerOf } from "../controllers/owners";
import { misfit, type Misfit, type Place, requested } from "./scheduling-filters";

/** Gives pods to nodes that have room for them, and says why when there is none. */
export class Scheduler {
  constructor(private readonly context: ClusterContext) {
    const { objects, reactions } = context;
    objects.store.subscribe(({ type, object }) => {
      const pod = object as unknown as Pod;
      if (object.kind === "Pod" && type === "ADDED" && pod.spec.nodeName === undefined) this.enqueue(pod);
      const isOver = ["Succeeded", "Failed"].includes((object as unknown as Pod).status?.phase ?? "");
      const frees = object.kind === "Pod" && (type === "DELETED" || isOver);
      if (frees || object.kind === "Node")
        reactions.enqueue("schedule", () => {
          for (const waiting of objects.list("Pod").filter(({ spec }) => spec.nodeName === undefined))
            this.enqueue(waiting);
        });
    });
  }

  private enqueue({ metadata }: Pod): void {
    const { objects, reactions } = this.context;
    reactions.enqueue(`schedule/${metadata.uid}`, () => {
      const pod = objects.get("Pod", metadata.namespace, metadata.name);
      if (pod?.metadata.uid === metadata.uid && pod.spec.nodeName === undefined) this.schedule(pod);
    });
  }

  private schedule(pod: Pod): void {
    const places = this.places();
    const misfits = new Map(places.map((place) => [place, misfit(pod, place, places)]));
    const fitting = places.filter((place) => misfits.get(place) === undefined);
    const [best] = fitting.sort((one, other) => score(pod, one, other));
    if (best === undefined)
      this.refuse(
        pod,
        [...misfits.values()].filter((found) => found !== undefined),
      );
    else this.bind(pod, best.node.metadata.name);
  }

  private bind(pod: Pod, node: string): void {
    const { objects, events } = this.context;
    const { namespace = "", name } = pod.metadata;
    const bound = objects.update(pod, (draft) => {
      draft.spec.nodeName = node;
      const scheduled = { type: "PodScheduled", status: "True", lastTransitionTime: objects.now() };
      draft.status = { ...draft.status, conditions: [scheduled] };
    });
    const message = `Successfully assigned ${namespace}/${name} to ${node}`;
    if (bound !== undefined)
      events.recordScheduling(bound, { type: "Normal", reason: "Scheduled", message }, "Binding");
  }

  private refuse(pod: Pod, misfits: readonly Misfit[]): void {
    const { objects, events } = this.context;
    const message = unschedulableText(misfits);
    events.recordScheduling(pod, { type: "Warning", reason: "FailedScheduling", message }, "Scheduling");
    const known = conditionOf(pod.status?.conditions, "PodScheduled");
    if (known?.message === message) return;
    objects.update(pod, (draft) => {
      const lastTransitionTime = known?.lastTransitionTime ?? objects.now();
      const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable", message, lastTransitionTime };
      draft.status = { ...draft.status, phase: "Pending", conditions: [condition] };
    });
  }

  private places(): Place[] {
    const { objects } = this.context;
    const pods = objects.list("Pod").filter(({ status }) => !["Succeeded", "Failed"].includes(status?.phase ?? ""));
    return objects
      .list("Node")
      .map((node) => ({ node, pods: pods.filter(({ spec }) => spec.nodeName === node.metadata.name) }));
  }
}

/** First where the fewest pods of the same owner are, then where the most is left. */
function score(pod: Pod, one: Place, other: Place): number {
  const owner = controllerOf(pod)?.uid;
  const siblings = ({ pods }: Place): number =>
    pods.filter((found) => owner !== undefined && controllerOf(found)?.uid === owner).length;
  const used = ({ pods }: Place): number => pods.reduce((sum, found) => sum + requested(found, "cpu"), 0);
  return (
    siblings(one) - siblings(other) ||
    used(one) - used(other) ||
    one.node.metadata.name.localeCompare(other.node.metadata.name)
  );
}

function unschedulableText(misfits: readonly Misfit[]): string {
  if (misfits.length === 0) return "no nodes available to schedule pods";
  const total = `0/${misfits.length} nodes are available`;
  const reasons = counted(misfits.flatMap((found) => [...found.reasons]));
  const preemption = counted(
    misfits.map(({ isSolvable }) =>
      isSolvable ? "No preemption victims found for incoming pod" : "Preemption is not helpful for scheduling",
    ),
  );
  return `${total}: ${reasons}. no new claims to deallocate, preemption: ${total}: ${preemption}.`;
}

/** `1 Too many pods, 2 Insufficient cpu` */
function counted(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(", ");
}
