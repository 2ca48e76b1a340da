import type { Pod } from "../cluster/objects";
import type { Snapshot } from "../snapshot";
import type { DiagnosisContext } from "./context";
import { eventsOf, type SeenEvent, timeOf } from "./events";
import type { Seen } from "./seen";

export type SeenPod = Seen<Pod>;
export type SeenContainer = NonNullable<NonNullable<NonNullable<SeenPod["spec"]>["containers"]>[number]>;
type SeenStatus = NonNullable<NonNullable<NonNullable<SeenPod["status"]>["containerStatuses"]>[number]>;

/** How a container has ended. */
export interface Exit {
  readonly code: number;
  /** `Error`, `OOMKilled`, `StartError`, … */
  readonly reason: string;
  readonly message: string;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
}

export interface ContainerFacts {
  readonly name: string;
  readonly spec: SeenContainer;
  /** `ErrImagePull`, `CrashLoopBackOff`, … Undefined when it runs or has ended. */
  readonly waiting: { readonly reason: string; readonly message: string } | undefined;
  readonly isRunning: boolean;
  readonly runsSince: number | undefined;
  /** Its startup probe has been answered well. */
  readonly isStarted: boolean;
  readonly isReady: boolean;
  readonly restarts: number;
  /** The last time that it ended, if it has. */
  readonly exit: Exit | undefined;
}

/** A pod that somebody waits for, and all that is known of it. */
export interface PodFacts {
  readonly name: string;
  readonly pod: SeenPod;
  /** `deployment/addressbook-canary`, `job/addressbook-migrate-0ade6966ff` */
  readonly owner: string;
  readonly isOfJob: boolean;
  readonly isReady: boolean;
  /** Since when it is ready or not. */
  readonly readySince: number | undefined;
  readonly containers: readonly ContainerFacts[];
  /** The newest first. */
  readonly events: readonly SeenEvent[];
  /** Whether events were read at all. */
  readonly knowsEvents: boolean;
  readonly log: string | undefined;
  readonly answer: { readonly status: number; readonly body: string } | undefined;
}

export function podFacts(
  pod: SeenPod,
  owner: string,
  snapshot: Seen<Snapshot>,
  { since }: Pick<DiagnosisContext, "since">,
): PodFacts {
  const name = pod.metadata?.name ?? "";
  const ready = condition(pod, "Ready");
  const answer = snapshot.answers?.[name];
  return {
    name,
    pod,
    owner,
    isOfJob: owner.startsWith("job/"),
    isReady: ready?.status === "True",
    readySince: timeOf(ready?.lastTransitionTime),
    containers: containersOf(pod),
    events: eventsOf(snapshot.events ?? [], { kind: "Pod", name, uid: pod.metadata?.uid }, since),
    knowsEvents: snapshot.events !== undefined && snapshot.events !== null,
    log: snapshot.logs?.[name] ?? undefined,
    answer: answer?.status == null ? undefined : { status: answer.status, body: answer.body ?? "" },
  };
}

export const condition = ({ status }: SeenPod, wanted: string) =>
  (status?.conditions ?? []).find(({ type }) => type === wanted);

function containersOf({ spec, status }: SeenPod): ContainerFacts[] {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map((container) =>
    containerFacts(
      container,
      statuses.find(({ name }) => name === container.name),
    ),
  );
}

function containerFacts(spec: SeenContainer, status: SeenStatus | undefined): ContainerFacts {
  const { waiting, running, terminated } = status?.state ?? {};
  const ended = terminated ?? status?.lastState?.terminated;
  return {
    name: spec.name ?? "",
    spec,
    waiting: waiting == null ? undefined : { reason: waiting.reason ?? "", message: waiting.message ?? "" },
    isRunning: running != null,
    runsSince: timeOf(running?.startedAt),
    isStarted: status?.started === true,
    isReady: status?.ready === true,
    restarts: status?.restartCount ?? 0,
    exit:
      ended == null
        ? undefined
        : {
            code: ended.exitCode ?? 0,
            reason: ended.reason ?? "",
            message: ended.message ?? "",
            startedAt: timeOf(ended.startedAt),
            finishedAt: timeOf(ended.finishedAt),
          },
  };
}
