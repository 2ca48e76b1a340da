import { conditionOf } from "../../controllers/conditions";
import type { Condition, Pod } from "../../controllers/kinds";
import type { ContainerRunner } from "./container-runner";

type PodStatus = NonNullable<Pod["status"]>;

/** What the kubelet reports of a pod. */
export function podStatus(
  pod: Pod,
  runners: readonly ContainerRunner[],
  place: { readonly ip: string | undefined; readonly hostIp: string; readonly startTime: string },
  now: string,
): PodStatus {
  const phase = phaseOf(pod, runners);
  const notReady = runners.filter(({ probes }) => !probes.ready).map(({ container }) => container.name);
  const unready = unreadyReason(phase, notReady);
  const condition = (type: string, isTrue: boolean, more: Partial<Condition> = {}) => {
    const status = isTrue ? "True" : "False";
    const before = conditionOf(pod.status?.conditions, type);
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
    return { type, status, ...more, lastProbeTime: null as unknown as undefined, lastTransitionTime };
  };
  const scheduled = conditionOf(pod.status?.conditions, "PodScheduled") ?? condition("PodScheduled", true);
  return {
    ...pod.status,
    phase,
    conditions: [
      condition("PodReadyToStartContainers", place.ip !== undefined),
      condition("Initialized", true),
      condition("Ready", notReady.length === 0, unready),
      condition("ContainersReady", notReady.length === 0, unready),
      scheduled,
    ],
    hostIP: place.hostIp,
    hostIPs: [{ ip: place.hostIp }],
    ...(place.ip === undefined ? {} : { podIP: place.ip, podIPs: [{ ip: place.ip }] }),
    startTime: place.startTime,
    containerStatuses: runners.map((runner) => ({
      name: runner.container.name,
      state: runner.state,
      lastState: runner.lastState,
      ready: runner.probes.ready,
      restartCount: runner.restartCount,
      image: runner.container.image ?? "",
      imageID: runner.imageId,
      containerID: runner.containerId,
      started: runner.probes.started,
    })),
  };
}

function phaseOf({ spec }: Pod, runners: readonly ContainerRunner[]): string {
  const { restartPolicy = "Always" } = spec;
  const ends = runners.flatMap(({ state }) => state.terminated ?? []);
  if (ends.length === runners.length && restartPolicy !== "Always") {
    if (ends.every(({ exitCode }) => exitCode === 0)) return "Succeeded";
    if (restartPolicy === "Never") return "Failed";
  }
  const haveStarted = runners.every(
    ({ state, lastState }) => state.running !== undefined || state.terminated !== undefined || lastState.terminated,
  );
  return haveStarted ? "Running" : "Pending";
}

function unreadyReason(phase: string, names: readonly string[]): Partial<Condition> {
  if (phase === "Succeeded") return { reason: "PodCompleted" };
  if (phase === "Failed") return { reason: "PodFailed" };
  if (names.length === 0) return {};
  return { reason: "ContainersNotReady", message: `containers with unready status: [${names.join(" ")}]` };
}
