import { SimulatedClock } from "./clock";
import { Admission } from "./controllers/admission";
import type { ClusterContext } from "./controllers/context";
import { DeploymentController } from "./controllers/deployment/deployment-controller";
import { DisruptionController } from "./controllers/disruption-controller";
import { EventRecorder } from "./controllers/event-recorder";
import { GarbageCollector } from "./controllers/garbage-collector";
import { JobController } from "./controllers/job/job-controller";
import { NamespaceController } from "./controllers/namespace-controller";
import { ClusterObjects } from "./controllers/objects";
import { Reactions } from "./controllers/reactions";
import { ReplicaSetController } from "./controllers/replica-set/replica-set-controller";
import { ResourceQuotas } from "./controllers/resource-quotas";
import { EndpointController } from "./controllers/service/endpoint-controller";
import { LoadBalancerController, type LoadBalancerOptions } from "./controllers/service/load-balancer-controller";
import { ImageRegistry } from "./images/image-registry";
import { Kubelets } from "./nodes/kubelet/kubelets";
import { NodeBackend } from "./nodes/node-backend";
import { NodeController } from "./nodes/node-controller";
import { createNode, defaultNodes, type NodeOptions } from "./nodes/nodes";
import { PodNetwork } from "./nodes/pod-network";
import { Scheduler } from "./nodes/scheduler";
import { type MinimumWatch, readyPods, watchMinimum } from "./nodes/service-minimum";
import { TrafficGenerator } from "./nodes/traffic-generator";
import { ObjectStore } from "./store";

export interface ClusterOptions {
  /** Namespaces that are there from the beginning, besides `default` and `kube-system`. @default - none */
  readonly namespaces?: readonly string[];
  /** @default - three nodes with 2 processors and 4 GiB each, in three zones */
  readonly nodes?: readonly NodeOptions[];
  /** @default - an address after 2 s */
  readonly loadBalancer?: LoadBalancerOptions;
  /** Milliseconds until controllers notice what somebody has written. @default 5 */
  readonly reactionMillis?: number;
  /** So many times as fast as real time, for programs in processes of their own. @default - time jumps */
  readonly scale?: number;
}

/** The inside of a cluster: its objects, and everything that acts on them, without an API. */
export class SimulatedCluster {
  readonly clock: SimulatedClock;
  readonly store: ObjectStore;
  readonly images = new ImageRegistry();
  readonly admission = new Admission();
  readonly traffic: TrafficGenerator;
  readonly objects: ClusterObjects;
  protected readonly backend: NodeBackend;
  private readonly nodes: NodeController;

  constructor(options: ClusterOptions = {}) {
    const { namespaces = [], nodes = defaultNodes, loadBalancer = {}, reactionMillis = 5, scale } = options;
    this.clock = new SimulatedClock(scale === undefined ? {} : { scale, start: Date.now() });
    this.store = new ObjectStore(() => this.clock.now());
    this.objects = new ClusterObjects(this.store);
    const reactions = new Reactions(this.clock, reactionMillis);
    const { objects, admission, images } = this;
    const context: ClusterContext = { objects, reactions, admission, events: new EventRecorder(objects) };
    const network = new PodNetwork();
    this.traffic = new TrafficGenerator(objects, network, () => this.clock.now());
    images.onChange((phase) => {
      if (phase === "before") this.traffic.settle();
    });

    new NamespaceController(context);
    new ResourceQuotas(context);
    new GarbageCollector(context);
    new DeploymentController(context);
    new ReplicaSetController(context);
    new JobController(context);
    new Scheduler(context);
    const kubelets = new Kubelets(context, images, network);
    new EndpointController(context);
    new LoadBalancerController(context, loadBalancer);
    const disruptions = new DisruptionController(context);
    this.nodes = new NodeController(context, kubelets, disruptions);
    this.backend = new NodeBackend(context, this.clock, kubelets, network, this.traffic, disruptions);

    reactions.turn(() => {
      for (const [index, node] of nodes.entries()) createNode(objects, node, index);
      for (const name of ["default", "kube-system", ...namespaces])
        this.store.create({
          apiVersion: "v1",
          kind: "Namespace",
          metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
          spec: { finalizers: ["kubernetes"] },
          status: { phase: "Active" },
        });
    });
  }

  /** What a container has written. @returns why there is nothing to be had, otherwise */
  logs(...[namespace, pod, options]: Parameters<NodeBackend["logs"]>): ReturnType<NodeBackend["logs"]> {
    return this.backend.logs(namespace, pod, options);
  }

  /** Names of the pods that are ready behind a Service. @param service `NAME`, or `NAMESPACE/NAME` */
  readyPods(service: string): string[] {
    return readyPods(this.objects, service);
  }

  /** The least number of ready pods behind a Service from now on, looked at with every change. */
  watchMinimum(service: string): MinimumWatch {
    return watchMinimum(this.objects, service, () => this.clock.now());
  }

  /** Cordons a node and evicts its pods. Resolves when none is left there. */
  drain(node: string): Promise<void> {
    return this.nodes.drain(node);
  }

  cordon(node: string): void {
    this.nodes.cordon(node);
  }

  uncordon(node: string): void {
    this.nodes.uncordon(node);
  }

  /** A node stops, and nobody is told. */
  loseNode(node: string): void {
    this.traffic.settle();
    this.nodes.lose(node);
  }

  restoreNode(node: string): void {
    this.nodes.restore(node);
  }
}
