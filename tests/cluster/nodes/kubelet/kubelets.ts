import type { ClusterContext } from "../../controllers/context";
import type { Pod } from "../../controllers/kinds";
import type { ImageRegistry } from "../../images/image-registry";
import type { StoreChange } from "../../store";
import type { PodNetwork } from "../pod-network";
import { ImagePuller } from "./image-puller";
import { PodWorker } from "./pod-worker";

interface NodeState {
  readonly index: number;
  readonly puller: ImagePuller;
  addresses: number;
  isLost: boolean;
}

/** The kubelets of all nodes: they have the pods run that the scheduler gives them. */
export class Kubelets {
  private readonly nodes = new Map<string, NodeState>();
  private readonly workers = new Map<string, PodWorker>();

  constructor(
    private readonly context: ClusterContext,
    private readonly images: ImageRegistry,
    private readonly network: PodNetwork,
  ) {
    context.objects.store.subscribe((change) => {
      if (change.object.kind === "Pod") this.onPod(change);
      if (change.object.kind === "Secret" || change.object.kind === "ConfigMap")
        context.reactions.enqueue(`mounted/${change.object.metadata.namespace ?? ""}`, () => {
          this.wake();
        });
    });
    images.onChange((phase) => {
      if (phase === "before") return;
      context.reactions.turn(() => {
        this.wake();
      });
    });
  }

  /** The worker of a pod; undefined when its node is lost, or has not got it yet. */
  workerOf(pod: Pod): PodWorker | undefined {
    return this.workers.get(pod.metadata.uid);
  }

  isLost(node: string): boolean {
    return this.stateOf(node).isLost;
  }

  /** The node stops, and nothing that runs there answers any more. */
  lose(node: string): void {
    this.stateOf(node).isLost = true;
    for (const pod of this.context.objects.list("Pod").filter(({ spec }) => spec.nodeName === node)) {
      this.workers.get(pod.metadata.uid)?.vanish();
      this.workers.delete(pod.metadata.uid);
    }
  }

  /** The node starts again: what was deleted meanwhile is taken away, everything else is started anew. */
  restore(node: string): void {
    this.stateOf(node).isLost = false;
    for (const pod of this.context.objects.list("Pod").filter(({ spec }) => spec.nodeName === node)) {
      if (pod.metadata.deletionTimestamp === undefined) this.start(pod);
      else this.context.objects.remove(pod);
    }
  }

  private onPod({ type, object }: StoreChange): void {
    const pod = object as unknown as Pod;
    const { uid, deletionTimestamp } = pod.metadata;
    const { nodeName } = pod.spec;
    if (nodeName === undefined) return;
    const worker = this.workers.get(uid);
    if (type === "DELETED") {
      this.workers.delete(uid);
      worker?.vanish();
    } else if (worker === undefined) {
      if (!this.stateOf(nodeName).isLost)
        this.context.reactions.enqueue(`start/${uid}`, () => {
          this.start(pod);
        });
    } else if (deletionTimestamp !== undefined)
      this.context.reactions.enqueue(`stop/${uid}/${String(pod.metadata.deletionGracePeriodSeconds)}`, () => {
        worker.terminate();
      });
  }

  private start(pod: Pod): void {
    const { uid, name, namespace } = pod.metadata;
    const { nodeName = "" } = pod.spec;
    const state = this.stateOf(nodeName);
    const found = this.context.objects.get("Pod", namespace, name);
    if (this.workers.has(uid) || found?.metadata.uid !== uid || state.isLost) return;
    if (["Succeeded", "Failed"].includes(found.status?.phase ?? "")) return;
    const ip = found.status?.podIP ?? `10.244.${state.index}.${++state.addresses + 1}`;
    const worker = new PodWorker(this.context, found, {
      node: nodeName,
      hostIp: `10.0.0.${state.index + 10}`,
      ip,
      puller: state.puller,
      network: this.network,
    });
    this.workers.set(uid, worker);
    if (found.metadata.deletionTimestamp === undefined) worker.start();
    else worker.terminate();
  }

  private wake(): void {
    for (const worker of this.workers.values()) for (const { probes } of worker.runners) probes.wake();
  }

  private stateOf(node: string): NodeState {
    let state = this.nodes.get(node);
    if (state === undefined) {
      const labels = this.context.objects.get("Node", undefined, node)?.metadata.labels;
      const architecture = labels?.["kubernetes.io/arch"] ?? "amd64";
      const puller = new ImagePuller(this.images, architecture);
      state = { index: this.nodes.size, puller, addresses: 0, isLost: false };
      this.nodes.set(node, state);
    }
    return state;
  }
}
