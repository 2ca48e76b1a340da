import type { Event, Pod } from "../cluster/objects";
import { isReady } from "../standing";
import { foreignText } from "../diagnosis/foreign-text";
import type { PodState } from "./release-event";

/** What is known beside the pod itself. */
export interface PodSurroundings {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the pod's Deployment. */
  readonly minReadySeconds: number;
  /** Of this pod, in any order. */
  readonly events: readonly Event[];
  /** What it said when its readiness probe's request was sent again. @default - nobody asked */
  readonly answer?: { readonly status: number; readonly body: string } | undefined;
}

type Waiting = Pick<PodState, "state" | "why" | "until">;
type Container = NonNullable<Pod["spec"]>["containers"][number];
type ContainerStatus = NonNullable<NonNullable<Pod["status"]>["containerStatuses"]>[number];
type Terminated = NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]>;

/** Messages of the cluster are shown up to here; a diagnosis has all of them. */
const mostCharacters = 160;

/** In which state a pod is, and in plain words what it waits for or how it fails. */
export function podWait(pod: Pod, surroundings: PodSurroundings): Waiting {
  if (pod.metadata?.deletionTimestamp !== undefined) return stopping(pod, surroundings.at);
  if (isReady(pod)) return ready(pod, surroundings);
  const { phase, reason, message } = pod.status ?? {};
  if (phase === "Failed") return failing(join(reason ?? "it failed", message) || ended(pod));
  return (
    unscheduled(pod) ??
    initialising(pod) ??
    statuses(pod)
      .map((status) => inContainer(pod, status, surroundings))
      .find((wait) => wait !== undefined) ??
    (statuses(pod).length === 0 ? creating(pod, surroundings.events) : gated(pod))
  );
}

const waiting = (why: string): Waiting => ({ state: "waiting", why });
const failing = (why: string): Waiting => ({ state: "failing", why });

/** A message behind what it is about. */
const join = (what: string, message: string | undefined): string => {
  const line = foreignText(message ?? "", mostCharacters);
  return line === "" ? what : `${what}: ${line}`;
};

const condition = ({ status }: Pod, type: string) => status?.conditions?.find((candidate) => candidate.type === type);

const statuses = ({ status }: Pod): readonly ContainerStatus[] => status?.containerStatuses ?? [];

const containerOf = ({ spec }: Pod, name: string): Container | undefined =>
  spec?.containers.find((container) => container.name === name);

const ended = (pod: Pod): string =>
  statuses(pod)
    .map(({ state }) => (state?.terminated === undefined ? "" : crash(state.terminated)))
    .join("");

/** Between the end of a pod and that of its object. Milliseconds. */
const lastMoments = 5000;

/** First it goes on serving until every node has noticed, then it has until the end of its grace. */
function stopping({ metadata, spec }: Pod, at: number): Waiting {
  const killed = Date.parse(metadata?.deletionTimestamp ?? "");
  const grace = metadata?.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? 30;
  const drain = Math.max(
    0,
    ...(spec?.containers ?? []).map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0),
  );
  const drained = killed - 1000 * (grace - Math.min(drain, grace));
  if (at < drained) return { state: "stopping", why: "drains", until: drained };
  if (at < killed) return { state: "stopping", why: "ends", until: killed };
  // the kubelet's last request sets the time to that moment
  if (at < killed + lastMoments) return { state: "stopping", why: "ends" };
  return { state: "stopping", why: "is not gone although its time is over" };
}

function ready(pod: Pod, { at, minReadySeconds }: PodSurroundings): Waiting {
  const since = Date.parse(condition(pod, "Ready")?.lastTransitionTime ?? "");
  const until = since + 1000 * minReadySeconds;
  return until > at ? { state: "ready", why: "has to stay ready", until } : { state: "ready", why: "" };
}

function unscheduled(pod: Pod): Waiting | undefined {
  const scheduled = condition(pod, "PodScheduled");
  if (scheduled?.status === "False")
    return waiting(
      scheduled.reason === "SchedulingGated"
        ? "a scheduling gate is opened"
        : join("a node has room", scheduled.message),
    );
  return pod.spec?.nodeName === undefined ? waiting("it is scheduled") : undefined;
}

function initialising({ status }: Pod): Waiting | undefined {
  const current = status?.initContainerStatuses?.find(({ state }) => state?.terminated?.exitCode !== 0);
  if (current === undefined) return undefined;
  const { name, state, lastState } = current;
  const terminated = state?.terminated ?? lastState?.terminated;
  return terminated === undefined
    ? waiting(`init container ${name} ends`)
    : failing(`init container ${name} ${crash(terminated)}`);
}

/** Undefined when nothing of this container is waited for. */
function inContainer(pod: Pod, status: ContainerStatus, surroundings: PodSurroundings): Waiting | undefined {
  const { state, lastState } = status;
  if (state?.terminated !== undefined) return failing(crash(state.terminated));
  if (state?.running !== undefined) return status.ready ? undefined : probed(pod, status, surroundings);
  const { reason = "", message } = state?.waiting ?? {};
  switch (reason) {
    case "":
    case "ContainerCreating":
    case "PodInitializing":
      return creating(pod, surroundings.events);
    case "CrashLoopBackOff":
      return failing(
        `${lastState?.terminated === undefined ? "crashed" : crash(lastState.terminated)}, is started again later`,
      );
    case "ErrImagePull":
    case "ImagePullBackOff":
    case "ErrImageNeverPull":
    case "ImageInspectError":
    case "RegistryUnavailable":
      return failing(join("image cannot be pulled", pullMessage(message, surroundings.events)));
    case "InvalidImageName":
      return failing(join("image has no valid name", message));
    default:
      return failing(join(`container cannot be started, ${reason}`, message));
  }
}

/** While the kubelet waits for its next try it says in older versions that it does, and not why. */
function pullMessage(message: string | undefined, events: readonly Event[]): string | undefined {
  const says = message?.replace(/^Back-off pulling image "[^"]*"(: \w+: )?/, "") ?? "";
  if (says !== "") return says;
  return (
    newest(events, ["Failed"], /^Failed to pull image/)?.message?.replace(/^Failed to pull image "[^"]*": /, "") ??
    message
  );
}

function creating(pod: Pod, events: readonly Event[]): Waiting {
  const event = newest(events, [
    "FailedMount",
    "FailedAttachVolume",
    "FailedCreatePodSandBox",
    "Pulling",
    "Pulled",
    "Created",
    "Scheduled",
  ]);
  switch (event?.reason) {
    case "FailedMount":
    case "FailedAttachVolume":
      return failing(join("volume cannot be mounted", event.message));
    case "FailedCreatePodSandBox":
      return failing(join("network cannot be set up", event.message));
    case "Pulled":
    case "Created":
      return waiting("container starts");
    case "Pulling":
      return waiting("image is pulled");
  }
  if (condition(pod, "PodReadyToStartContainers")?.status !== "False") return waiting("image is pulled");
  const hasSecrets = pod.spec?.volumes?.some(({ secret }) => secret !== undefined) === true;
  return waiting(hasSecrets ? "secrets are mounted" : "volumes and network are set up");
}

/** Whoever runs has to answer its probes. */
function probed(pod: Pod, { name, started }: ContainerStatus, { events, answer }: PodSurroundings): Waiting {
  const container = containerOf(pod, name);
  const isStarting = started === false && container?.startupProbe !== undefined;
  const probe = isStarting ? container.startupProbe : container?.readinessProbe;
  if (probe === undefined) return waiting("container is ready");
  const what = isStarting ? "startup probe" : "readiness probe";
  if (answer !== undefined && !isStarting)
    return waiting(join(`answers ${answer.status} to ${probe.httpGet?.path ?? "its probe"}`, answer.body));
  const said = newest(events, ["Unhealthy"], isStarting ? /^Startup probe/ : /^Readiness probe/);
  return waiting(join(what, said?.message?.replace(/^\w+ probe (failed|errored): /, "")));
}

function gated(pod: Pod): Waiting {
  const gate = pod.spec?.readinessGates?.find(({ conditionType }) => condition(pod, conditionType)?.status !== "True");
  return waiting(gate === undefined ? "it is said to be ready" : `readiness gate ${gate.conditionType}`);
}

function crash({ reason, exitCode, message }: Terminated): string {
  if (reason === "OOMKilled") return `ran out of memory, exit code ${exitCode}`;
  if (reason === "StartError" || reason === "ContainerCannotRun") return join("container cannot be started", message);
  return `ended with exit code ${exitCode}`;
}

function newest(events: readonly Event[], reasons: readonly string[], message = /^/): Event | undefined {
  return events
    .filter((event) => reasons.includes(event.reason ?? "") && message.test(event.message ?? ""))
    .reduce<Event | undefined>(
      (last, event) => (last === undefined || timeOf(event) >= timeOf(last) ? event : last),
      undefined,
    );
}

const timeOf = ({ series, lastTimestamp, eventTime, firstTimestamp }: Event): number =>
  Date.parse(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? "") || 0;
