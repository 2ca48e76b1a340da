import type { ClusterContext } from "../controllers/context";
import { deletePod } from "../controllers/deletion";
import type { DisruptionController } from "../controllers/disruption-controller";
import type { Node, Pod } from "../controllers/kinds";
import type { Kubelets } from "./kubelet/kubelets";

const unreachable = "node.kubernetes.io/unreachable";

/** After this time without a sign of life a node counts as lost. */
const graceSeconds = 40;

/** What happens to nodes: they are lost and come back, are cordoned and drained. */
export class NodeController {
  constructor(
    private readonly context: ClusterContext,
    private readonly kubelets: Kubelets,
    private readonly disruptions: DisruptionController,
  ) {}

  lose(name: string): void {
    const { reactions } = this.context;
    reactions.turn(() => {
      this.kubelets.lose(name);
    });
    reactions.after(graceSeconds * 1000, () => {
      this.declareLost(name);
    });
  }

  restore(name: string): void {
    const { objects, reactions } = this.context;
    reactions.turn(() => {
      this.update(name, (node) => {
        node.spec.taints = node.spec.taints?.filter(({ key }) => key !== unreachable);
        if (node.spec.taints?.length === 0) delete node.spec.taints;
        setReady(node, "True", "KubeletReady", "kubelet is posting ready status", objects.now());
      });
      this.kubelets.restore(name);
    });
  }

  cordon(name: string): void {
    this.context.reactions.turn(() => {
      this.update(name, (node) => {
        node.spec.unschedulable = true;
        const timeAdded = this.context.objects.now();
        const taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule", timeAdded };
        node.spec.taints = [...(node.spec.taints ?? []), taint];
      });
    });
  }

  uncordon(name: string): void {
    this.context.reactions.turn(() => {
      this.update(name, (node) => {
        delete node.spec.unschedulable;
        node.spec.taints = node.spec.taints?.filter(({ key }) => key !== "node.kubernetes.io/unschedulable");
      });
    });
  }

  /** Cordons a node and evicts its pods, as `kubectl drain` does. Resolves when none is left. */
  drain(name: string): Promise<void> {
    this.cordon(name);
    return new Promise((resolve) => {
      this.evictAll(name, resolve);
    });
  }

  private evictAll(name: string, done: () => void): void {
    const { reactions } = this.context;
    reactions.turn(() => {
      for (const { metadata } of this.podsOn(name).filter((pod) => pod.metadata.deletionTimestamp === undefined))
        this.disruptions.evict(metadata.namespace ?? "", metadata.name);
    });
    if (this.podsOn(name).length === 0) done();
    else
      reactions.after(this.podsOn(name).some(isStaying) ? 5000 : 1000, () => {
        this.evictAll(name, done);
      });
  }

  private declareLost(name: string): void {
    const { objects, events, reactions } = this.context;
    if (!this.kubelets.isLost(name)) return;
    const now = objects.now();
    this.update(name, (node) => {
      const message = "Kubelet stopped posting node status.";
      setReady(node, "Unknown", "NodeStatusUnknown", message, now);
      const taint = (effect: string) => ({ key: unreachable, effect, timeAdded: now });
      node.spec.taints = [...(node.spec.taints ?? []), taint("NoSchedule"), taint("NoExecute")];
    });
    for (const pod of this.podsOn(name)) {
      objects.update(pod, (draft) => {
        for (const condition of draft.status?.conditions ?? [])
          if (condition.type === "Ready" && condition.status === "True") {
            condition.status = "False";
            condition.lastTransitionTime = now;
          }
      });
      const notReady = { type: "Warning", reason: "NodeNotReady", message: "Node is not ready" } as const;
      events.record(pod, { component: "node-controller" }, notReady);
      const toleration = pod.spec.tolerations?.find(
        ({ key, effect }) =>
          (key === undefined || key === unreachable) && (effect === undefined || effect === "NoExecute"),
      );
      if (toleration !== undefined && toleration.tolerationSeconds === undefined) continue;
      reactions.after((toleration?.tolerationSeconds ?? 0) * 1000, () => {
        this.evictLost(pod, name);
      });
    }
  }

  /** The pod stays in the API until its node is back and can say that it is gone. */
  private evictLost({ metadata }: Pod, node: string): void {
    const { objects, events } = this.context;
    const pod = objects.get("Pod", metadata.namespace, metadata.name);
    if (pod?.metadata.uid !== metadata.uid || !this.kubelets.isLost(node)) return;
    const message = `Marking for deletion Pod ${metadata.namespace ?? ""}/${metadata.name}`;
    events.record(
      pod,
      { component: "taint-eviction-controller" },
      { type: "Normal", reason: "TaintManagerEviction", message },
    );
    deletePod(objects, pod);
  }

  private podsOn(name: string): Pod[] {
    return this.context.objects
      .list("Pod")
      .filter(({ spec, status }) => spec.nodeName === name && !["Succeeded", "Failed"].includes(status?.phase ?? ""));
  }

  private update(name: string, change: (node: Node) => void): void {
    const node = this.context.objects.get("Node", undefined, name);
    if (node === undefined) throw new Error(`there is no node ${name}`);
    this.context.objects.update(node, change);
  }
}

const isStaying = ({ metadata }: Pod): boolean => metadata.deletionTimestamp === undefined;

function setReady({ status }: Node, value: string, reason: string, message: string, now: string): void {
  for (const condition of status?.conditions ?? [])
    if (condition.type === "Ready")
      Object.assign(condition, { status: value, reason, message, lastTransitionTime: now });
}
