import type { EventText } from "../../controllers/event-recorder";
import type { Container, Pod } from "../../controllers/kinds";
import type { ClusterObjects } from "../../controllers/objects";
import type { Reactions } from "../../controllers/reactions";
import type { Image } from "../../images/image-registry";
import { ContainerProcess, type ProcessEnd } from "./container-process";
import { ContainerProbes } from "./container-probes";
import type { PodNetwork } from "../pod-network";
import type { ImagePuller } from "./image-puller";
import { environmentOf, filesOf, MissingConfiguration } from "./pod-environment";
import { terminate } from "./termination";

export type ContainerState = NonNullable<NonNullable<NonNullable<Pod["status"]>["containerStatuses"]>[number]["state"]>;

/** The pod in which a container is. */
export interface ContainerHost {
  readonly objects: ClusterObjects;
  readonly reactions: Reactions;
  readonly puller: ImagePuller;
  readonly network: PodNetwork;
  readonly node: string;
  readonly ip: string;
  readonly isTerminating: boolean;
  pod(): Pod;
  record(event: EventText): void;
  /** Writes the status. */
  changed(): void;
}

const backOffMillis = { first: 10_000, last: 300_000, forgottenAfter: 600_000 } as const;

/** Brings a container to run and keeps it running: pulls its image, starts it, restarts it later and later. */
export class ContainerRunner {
  state: ContainerState = { waiting: { reason: "ContainerCreating" } };
  lastState: ContainerState = {};
  restartCount = 0;
  process: ContainerProcess | undefined;
  imageId = "";
  containerId: string | undefined;
  /** What it wrote before its last restart. */
  previousLogs: readonly string[] | undefined;
  logs: readonly string[] = [];
  readonly probes: ContainerProbes;
  private starts = 0;
  private backOff = 0;
  private pullBackOff = 0;
  private cancels: (() => void)[] = [];

  constructor(
    private readonly host: ContainerHost,
    readonly container: Container,
  ) {
    this.probes = new ContainerProbes(host, container, (why) => {
      this.restart(why);
    });
  }

  start(): void {
    const { puller } = this.host;
    const { image, imagePullPolicy } = this.container;
    const name = image ?? "";
    const pull = puller.pull(name, imagePullPolicy, this.host.reactions.now());
    if (pull === undefined) {
      const message = `Failed to apply default image tag "${name}": couldn't parse image name "${name}": invalid reference format`;
      this.record("Warning", "InspectFailed", message);
      this.wait("InvalidImageName", message, 12_000);
      return;
    }
    if ("image" in pull && pull.isPresent) {
      this.record("Normal", "Pulled", `Container image "${name}" already present on machine`);
      this.create(pull.image);
      return;
    }
    this.record("Normal", "Pulling", `Pulling image "${name}"`);
    this.later(pull.millis, () => {
      if ("failure" in pull) this.pullFailed(name, pull.failure);
      else {
        const took = pull.millis < 1000 ? `${pull.millis}ms` : `${pull.millis / 1000}s`;
        const message = `Successfully pulled image "${name}" in ${took} (${took} including waiting). Image size: ${pull.image.sizeBytes} bytes.`;
        this.record("Normal", "Pulled", message);
        this.pullBackOff = 0;
        this.create(pull.image);
      }
    });
  }

  /** Asks it to end, and kills it when the time is over. */
  stop(graceSeconds: number): void {
    this.cancelAll();
    this.probes.stop();
    const { process } = this;
    if (process === undefined) return;
    const { reactions } = this.host;
    this.cancels.push(
      terminate(reactions, process, this.container, graceSeconds, (end) => {
        this.ended(end);
      }),
    );
  }

  /** Ends it without a word: its node is gone, or nobody waits for it. */
  vanish(): void {
    this.cancelAll();
    this.probes.stop();
    this.process?.end(this.host.reactions.now());
    this.process = undefined;
  }

  private pullFailed(name: string, failure: string): void {
    this.record("Warning", "Failed", `Failed to pull image "${name}": ${failure}`);
    this.wait("ErrImagePull", failure);
    this.pullBackOff = Math.min(backOffMillis.last, this.pullBackOff * 2 || backOffMillis.first);
    this.later(1000, () => {
      this.record("Normal", "BackOff", `Back-off pulling image "${name}"`);
      const message = `Back-off pulling image "${name}": ErrImagePull: ${failure}`;
      this.wait("ImagePullBackOff", message, this.pullBackOff, "ImagePullBackOff");
    });
  }

  private create(image: Image): void {
    const { objects, reactions, puller, node, ip } = this.host;
    const pod = this.host.pod();
    let env: Record<string, string>;
    try {
      env = environmentOf(objects, pod, this.container, ip);
    } catch (error) {
      if (!(error instanceof MissingConfiguration)) throw error;
      this.wait("CreateContainerConfigError", error.message, 12_000, error.message);
      return;
    }
    const { name, namespace = "", uid } = pod.metadata;
    const startedAt = reactions.now();
    const view = {
      ...{ name, namespace, ip, node, startedAt, env, image: this.container.image ?? "", memory: new Map() },
      readFiles: () => filesOf(objects, pod, this.container),
    };
    this.containerId = `containerd://${uid.replaceAll("-", "")}${String(this.starts).padStart(32, "0")}`;
    this.imageId = `${image.repository}@${image.digest}`;
    this.record("Normal", "Created", `Created container: ${this.container.name}`);
    const process = new ContainerProcess(image, this.container, view, puller.platform, this.starts++);
    if (process.cannotStart !== undefined) {
      this.record("Warning", "Failed", `Error: ${process.cannotStart}`);
      this.ended({ exitCode: 128, reason: "StartError", message: process.cannotStart });
      return;
    }
    this.record("Normal", "Started", `Started container ${this.container.name}`);
    this.process = process;
    this.host.network.add(process);
    this.logs = process.logs;
    this.state = { running: { startedAt: objects.now() } };
    this.probes.start(process, pod);
    this.host.changed();
    const { fate } = process;
    if (fate !== undefined)
      this.later(fate.afterMillis, () => {
        this.ended(fate);
      });
  }

  private ended(end: ProcessEnd): void {
    const { objects, reactions, isTerminating } = this.host;
    const { state, process } = this;
    this.cancelAll();
    this.probes.stop();
    process?.end(reactions.now());
    this.process = undefined;
    const startedAt = state.running?.startedAt ?? "1970-01-01T00:00:00Z";
    const { exitCode, reason, message } = end;
    const terminated = {
      exitCode,
      reason,
      message,
      startedAt,
      finishedAt: objects.now(),
      containerID: this.containerId,
    };
    this.state = { terminated };
    this.host.changed();
    const policy = this.host.pod().spec.restartPolicy ?? "Always";
    if (isTerminating || policy === "Never" || (policy === "OnFailure" && exitCode === 0)) return;
    if (reactions.now() - Date.parse(startedAt) > backOffMillis.forgottenAfter && state.running !== undefined)
      this.backOff = 0;
    // the first time it is restarted at once
    this.later(1000, () => {
      if (this.backOff > 0) this.backOffRestart();
      else this.startAgain();
    });
  }

  private backOffRestart(): void {
    const { name, namespace = "", uid } = this.host.pod().metadata;
    const pod = `${name}_${namespace}(${uid})`;
    this.record("Warning", "BackOff", `Back-off restarting failed container ${this.container.name} in pod ${pod}`);
    this.remember();
    const seconds = this.backOff / 1000;
    const readable = seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
    this.state = {
      waiting: {
        reason: "CrashLoopBackOff",
        message: `back-off ${readable} restarting failed container=${this.container.name} pod=${pod}`,
      },
    };
    this.host.changed();
    this.later(this.backOff - 1000, () => {
      this.startAgain();
    });
  }

  private startAgain(): void {
    this.backOff = Math.min(backOffMillis.last, this.backOff * 2 || backOffMillis.first);
    this.remember();
    this.previousLogs = this.logs;
    this.restartCount++;
    this.start();
  }

  private remember(): void {
    if (this.state.terminated !== undefined) this.lastState = { terminated: this.state.terminated };
  }

  private restart(why: string): void {
    const { terminationGracePeriodSeconds = 30 } = this.host.pod().spec;
    this.record("Normal", "Killing", `Container ${this.container.name} failed ${why} probe, will be restarted`);
    this.stop(terminationGracePeriodSeconds);
  }

  /** @param error what the event says; by default the reason */
  private wait(reason: string, message: string, retryMillis?: number, error = reason): void {
    this.record("Warning", "Failed", `Error: ${error}`);
    this.state = { waiting: { reason, message } };
    this.host.changed();
    if (retryMillis !== undefined)
      this.later(retryMillis, () => {
        this.start();
      });
  }

  private record(type: EventText["type"], reason: string, message: string): void {
    this.host.record({ type, reason, message, fieldPath: `spec.containers{${this.container.name}}` });
  }

  private later(milliseconds: number, work: () => void): void {
    this.cancels.push(this.host.reactions.after(milliseconds, work));
  }

  private cancelAll(): void {
    for (const cancel of this.cancels) cancel();
    this.cancels = [];
  }
}
