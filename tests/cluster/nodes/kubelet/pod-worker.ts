import type { ClusterContext } from "../../controllers/context";
import type { EventText } from "../../controllers/event-recorder";
import type { Pod } from "../../controllers/kinds";
import type { PodNetwork } from "../pod-network";
import { ContainerRunner } from "./container-runner";
import type { ImagePuller } from "./image-puller";
import { mountProblem } from "./pod-environment";
import { podStatus } from "./pod-status";

/** Until the kubelet has made the sandbox of a pod, with its address. */
const sandboxMillis = 300;

export interface PodPlace {
  readonly node: string;
  readonly hostIp: string;
  readonly ip: string;
  readonly puller: ImagePuller;
  readonly network: PodNetwork;
}

/** Has one pod run on its node, from its volumes to its end. */
export class PodWorker {
  readonly runners: readonly ContainerRunner[];
  isTerminating = false;
  private hasSandbox = false;
  private isGone = false;
  private readonly startTime: string;
  private cancel: () => void = () => undefined;
  private killAt = Infinity;

  constructor(
    private readonly context: ClusterContext,
    private current: Pod,
    private readonly place: PodPlace,
  ) {
    this.startTime = context.objects.now();
    this.runners = current.spec.containers.map((container) => new ContainerRunner(this, container));
  }

  get objects() {
    return this.context.objects;
  }
  get reactions() {
    return this.context.reactions;
  }
  get puller() {
    return this.place.puller;
  }
  get network() {
    return this.place.network;
  }
  get node() {
    return this.place.node;
  }
  get ip() {
    return this.place.ip;
  }

  start(): void {
    this.changed();
    this.mount(500);
  }

  pod(): Pod {
    const { namespace, name, uid } = this.current.metadata;
    const pod = this.objects.get("Pod", namespace, name);
    if (pod?.metadata.uid === uid) this.current = pod;
    return this.current;
  }

  record(event: EventText): void {
    this.context.events.record(this.pod(), { component: "kubelet", host: this.node }, event);
  }

  changed(): void {
    if (this.isGone) return;
    const { ip, hostIp } = this.place;
    const place = { ip: this.hasSandbox ? ip : undefined, hostIp, startTime: this.startTime };
    this.objects.update(this.pod(), (draft) => {
      draft.status = podStatus(draft, this.runners, place, this.objects.now());
    });
    const isOver = this.runners.every(({ process }) => process === undefined);
    if (this.isTerminating && isOver) this.finish();
  }

  /** Ends the pod in the time that its deletion gives it. */
  terminate(): void {
    const { deletionGracePeriodSeconds = 30 } = this.pod().metadata;
    const killAt = this.reactions.now() + deletionGracePeriodSeconds * 1000;
    // asked for twice, the shorter time counts
    if (this.isTerminating && killAt >= this.killAt) return;
    this.killAt = killAt;
    this.isTerminating = true;
    this.cancel();
    const running = this.runners.filter(({ process }) => process !== undefined);
    for (const { container } of running)
      this.record({
        type: "Normal",
        reason: "Killing",
        message: `Stopping container ${container.name}`,
        fieldPath: `spec.containers{${container.name}}`,
      });
    for (const runner of this.runners) runner.stop(deletionGracePeriodSeconds);
    if (running.length === 0) this.finish();
  }

  /** Nothing of it is left on the node. */
  vanish(): void {
    this.isGone = true;
    this.cancel();
    for (const runner of this.runners) runner.vanish();
  }

  private finish(): void {
    const pod = this.pod();
    this.vanish();
    this.objects.remove(pod);
  }

  private mount(retryMillis: number): void {
    const problem = mountProblem(this.objects, this.pod());
    if (problem !== undefined) {
      this.record({ type: "Warning", reason: "FailedMount", message: problem });
      this.cancel = this.reactions.after(retryMillis, () => {
        this.mount(Math.min(122_000, retryMillis * 2));
      });
      return;
    }
    this.cancel = this.reactions.after(sandboxMillis, () => {
      this.hasSandbox = true;
      for (const runner of this.runners) runner.start();
    });
  }
}
