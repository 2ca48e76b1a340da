import type { Environment } from "../environments/schema/environment";
import type { Clock } from "./clock";
import { ApiError } from "./cluster/errors";
import type { KubernetesCluster } from "./cluster/kubernetes-cluster";
import type { ExitCode, Outcome } from "./commands/outcome";
import { outcomeOfError } from "./commands/outcome-of-error";
import { hidden } from "./diagnosis/foreign-text";
import { ReleaseFailure } from "./failure";
import { asTyped, type GivenOptions, withTyped } from "./given-options";
import type { Holder } from "./holder";
import { ReleaseLease } from "./lease";
import { type ObservedKind, Observer } from "./observer";
import { type ClusterAccess, note, type Release, warn } from "./release";
import { checkPermissions } from "./steps/preflight";
import type { Task } from "./task";
import type { ReleaseOutput } from "./terminal/release-event";
import { treeOf } from "./terminal/tree-of";

/** Where a command runs: in a program, or in a test. */
export interface Surroundings {
  readonly clock: Clock;
  /** Somebody pressed Ctrl-C. */
  readonly interrupted: AbortSignal;
  readonly output: ReleaseOutput;
  readonly cluster: KubernetesCluster;
  readonly holder: Holder;
  /** How a program that this one starts reaches the cluster. */
  readonly access: ClusterAccess;
}

/** For bringing back what was there before when the time is over, and for giving back the lock. */
const spareMillis = 120_000;

/** Does what a command does, from the lock to the last word. @returns the exit code */
export async function run(task: Task, surroundings: Surroundings): Promise<ExitCode> {
  const { environment, timeoutSeconds, image, given = {} } = task;
  const { clock, output, interrupted } = surroundings;
  const told = new Set<string>();
  const say: Release["say"] = (event) => {
    if (event.type === "diagnosis") {
      // it is seen again at each look, with more evidence
      const { id, subject, cause, doomed } = event.diagnosis;
      const known = JSON.stringify([id, subject, cause, doomed]);
      if (told.has(known)) return;
      told.add(known);
    }
    // the tree of pods has been cleaned where it was made, and comes often
    output.event({ at: clock.now(), ...(event.type === "pods" ? event : hidden(withCommands(event, given))) });
  };
  say({
    type: "started",
    command: task.name,
    environment: environment.name,
    service: environment.service.name,
    namespace: surroundings.cluster.namespace,
    ...(image === undefined ? {} : { image }),
    timeoutSeconds,
  });

  const ended = new AbortController();
  const lost = new AbortController();
  const signal = AbortSignal.any([interrupted, lost.signal]);
  const deadline = clock.now() + timeoutSeconds * 1000;
  // what is taken back after the deadline is watched, too, and nobody else may interfere
  const spare = task.locks ? spareMillis : 0;
  const longer = surroundings.cluster.within({ deadline: deadline + spare, firstDeadline: deadline, signal });
  const observer = new Observer(longer, clock, AbortSignal.any([signal, ended.signal]));
  const lease = new ReleaseLease(environment.service.name, longer, clock);
  lease.lost.addEventListener("abort", () => {
    lost.abort(lease.lost.reason);
  });
  const until = (time: number): Release => ({
    environment,
    cluster: surroundings.cluster.within({ deadline: time, signal }),
    observer,
    clock,
    deadline: time,
    signal,
    by: surroundings.holder.name,
    access: surroundings.access,
    say,
    confirmLock: () => (task.locks ? lease.confirm() : Promise.resolve()),
    asTyped: (command) => asTyped(command, given),
    withSpareTime: () => until(Math.max(time, clock.now() + spareMillis)),
  });
  const release = until(deadline);

  let showPods = (): void => undefined;
  const work = async (): Promise<Outcome> => {
    try {
      await observer.start(kinds(environment));
      if (task.locks)
        await lease.acquire({
          holder: surroundings.holder,
          command: `release ${task.name}`,
          onWait: (reason) => {
            note(release, reason);
          },
          signal,
        });
      showPods = podsTold(release);
      void follow(release, showPods);
      return await task.work(release);
    } catch (error) {
      return outcomeOfError(await explained(error, task, release), task, release);
    }
  };
  let outcome: Outcome;
  try {
    outcome = await work();
    if (task.locks && !lost.signal.aborted) await giveBack(lease, release, surroundings);
    // what was written last has come back by now
    showPods();
  } finally {
    ended.abort();
  }
  say({ type: "finished", ...outcome });
  return outcome.code;
}

/** What is printed to be typed. */
function withCommands<Event extends Parameters<Release["say"]>[0]>(event: Event, given: GivenOptions): Event {
  if (event.type === "finished") return { ...event, next: event.next.map((command) => asTyped(command, given)) };
  return event.type === "diagnosis" ? { ...event, diagnosis: withTyped(event.diagnosis, given) } : event;
}

/** With blue/green the balancer's selector says who gets the requests. */
const kinds = ({ service }: Environment): readonly ObservedKind[] =>
  service.strategy === "blue-green" && service.route === undefined
    ? ["Deployment", "Pod", "Service"]
    : ["Deployment", "Pod"];

/** @returns what tells of Deployments and pods, if they have changed since it did so last */
function podsTold({ observer, environment, say }: Release): () => void {
  let before = "";
  return () => {
    const tree = treeOf(observer.snapshot(), { service: environment.service });
    const text = JSON.stringify(tree);
    if (text !== before) say({ type: "pods", tree });
    before = text;
  };
}

/** Shows what there is, whenever that has changed. */
async function follow({ observer }: Release, showPods: () => void): Promise<void> {
  const show = (): undefined => {
    showPods();
  };
  try {
    await observer.until(show, { deadline: Infinity, every: 60_000 });
  } catch {
    // what ended it is told by whoever waits for it
  }
}

/** Who may not do one thing may not do others, and wants to know all of them at once. */
async function explained(error: unknown, { locks }: Task, release: Release): Promise<unknown> {
  if (!locks || !(error instanceof ApiError) || error.status !== 403) return error;
  try {
    await checkPermissions(release);
    return error;
  } catch (problem) {
    return problem instanceof ReleaseFailure ? problem : error;
  }
}

/** The lock is given back even after an interruption, which has ended every other request. */
async function giveBack(lease: ReleaseLease, release: Release, surroundings: Surroundings): Promise<void> {
  const { clock, holder } = surroundings;
  const limits = { deadline: clock.now() + 10_000, signal: new AbortController().signal };
  const cluster = surroundings.cluster.within(limits);
  try {
    await lease.release(cluster);
    if (!release.signal.aborted) return;
    // it may have been interrupted between the request that took the lock and the answer
    const left = new ReleaseLease(release.environment.service.name, cluster, clock);
    if ((await left.read())?.name === holder.name) await left.breakLock();
  } catch {
    warn(release, "the lock could not be given back; it expires by itself");
  }
}
