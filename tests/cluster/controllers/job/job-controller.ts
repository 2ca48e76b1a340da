import type { ClusterContext } from "../context";
import { deleteObject, deletePod } from "../deletion";
import type { Job, Pod } from "../kinds";
import { suffix } from "../names";
import { controllerOf, isControlledBy } from "../owners";
import { podFromTemplate } from "../replica-set/pod-from-template";
import { isReady } from "../replica-set/pods-to-delete";
import { finished, type JobEnd, jobEnd, withEnd } from "./job-end";

const reporter = { component: "job-controller" } as const;

/** Runs the pods of Jobs until enough of them have succeeded, or too many have failed. */
export class JobController {
  private names = 0;
  private readonly timers = new Map<string, () => void>();

  constructor(private readonly context: ClusterContext) {
    context.objects.store.subscribe(({ object }) => {
      const { namespace, name } = object.metadata;
      if (object.kind === "Job") this.enqueue(namespace, name);
      const owner = object.kind === "Pod" ? controllerOf(object) : undefined;
      if (owner?.kind === "Job") this.enqueue(namespace, owner.name);
    });
  }

  private enqueue(namespace: string | undefined, name: string): void {
    this.context.reactions.enqueue(`Job/${namespace ?? ""}/${name}`, () => {
      const job = this.context.objects.get("Job", namespace, name);
      if (job !== undefined && job.metadata.deletionTimestamp === undefined) this.sync(job);
    });
  }

  private sync(job: Job): void {
    const { objects } = this.context;
    const end = finished(job);
    if (end !== undefined) {
      this.expire(job, end);
      return;
    }
    const own = objects.list("Pod", job.metadata.namespace).filter((pod) => isControlledBy(pod, job));
    const inPhase = (phase: string): Pod[] => own.filter(({ status }) => status?.phase === phase);
    const active = own.filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined && !["Succeeded", "Failed"].includes(status?.phase ?? ""),
    );
    const succeeded = inPhase("Succeeded").length;
    const counted = inPhase("Failed").length;
    const startTime = job.status?.startTime ?? objects.now();
    const ended = jobEnd(job, { startTime, succeeded, failed: counted, active }, this.context.reactions.now());
    if (ended === undefined) this.start(job, active.length, succeeded, counted, inPhase("Failed"));
    else for (const pod of active) deletePod(objects, pod);

    // pods that are taken away before their end have failed too
    const failed = Math.max(job.status?.failed ?? 0, counted + (ended?.type === "Failed" ? active.length : 0));
    const isOver = ended !== undefined && active.length === 0;
    const now = objects.now();
    const written = objects.update(objects.get("Job", job.metadata.namespace, job.metadata.name) ?? job, (draft) => {
      const running = ended === undefined ? this.activePods(job) : [];
      draft.status = {
        ...draft.status,
        startTime,
        ...(running.length > 0 ? { active: running.length } : {}),
        ready: running.filter(isReady).length,
        ...(succeeded > 0 ? { succeeded } : {}),
        ...(failed > 0 ? { failed } : {}),
        terminating: own.filter(({ metadata }) => metadata.deletionTimestamp !== undefined).length,
        uncountedTerminatedPods: {},
        ...(ended === undefined ? {} : withEnd(draft.status, ended, isOver, now)),
      };
      if (running.length === 0) delete draft.status.active;
    });
    if (isOver && written !== undefined) {
      const { type, reason, message } = ended;
      if (type === "Complete")
        this.context.events.record(job, reporter, { type: "Normal", reason: "Completed", message: "Job completed" });
      else this.context.events.record(job, reporter, { type: "Warning", reason, message });
    }
    if (ended === undefined) this.wakeAtDeadline(job, Date.parse(startTime));
  }

  private activePods(job: Job): Pod[] {
    return this.context.objects
      .list("Pod", job.metadata.namespace)
      .filter((pod) => isControlledBy(pod, job) && !["Succeeded", "Failed"].includes(pod.status?.phase ?? ""));
  }

  private start(job: Job, active: number, succeeded: number, failed: number, failures: readonly Pod[]): void {
    const { parallelism = 1, completions = 1, suspend = false } = job.spec;
    const missing = suspend ? 0 : Math.min(parallelism, completions - succeeded) - active;
    if (missing <= 0) return;
    // a pod that has failed is replaced after 10 s, the next one after 20 s
    const wait = failed === 0 ? 0 : this.lastEnd(failures) + 10_000 * 2 ** (failed - 1) - this.context.reactions.now();
    if (wait > 0) {
      this.wake(job, "retry", wait);
      return;
    }
    for (let count = 0; count < missing; count++) this.createPod(job);
  }

  private lastEnd(failures: readonly Pod[]): number {
    const ends = failures.map(({ status }) => status?.containerStatuses?.[0]?.state?.terminated?.finishedAt);
    return Math.max(0, ...ends.filter((end) => end !== undefined).map((end) => Date.parse(end)));
  }

  private createPod(job: Job): void {
    const { objects, events, admission } = this.context;
    const { name: jobName, uid } = job.metadata;
    const name = `${jobName}-${suffix(`${jobName}${++this.names}`)}`;
    const { template } = job.spec;
    const labels = {
      ...template.metadata?.labels,
      "batch.kubernetes.io/controller-uid": uid,
      "batch.kubernetes.io/job-name": jobName,
      "controller-uid": uid,
      "job-name": jobName,
    };
    const pod = podFromTemplate(job, name, { ...template, metadata: { ...template.metadata, labels } });
    const refusal = admission.refusal("create", pod);
    if (refusal !== undefined) {
      const message = `Error creating: ${refusal.message}`;
      events.record(job, reporter, { type: "Warning", reason: "FailedCreate", message });
      this.wake(job, "retry", 10_000);
      return;
    }
    objects.create(pod);
    events.record(job, reporter, { type: "Normal", reason: "SuccessfulCreate", message: `Created pod: ${name}` });
  }

  private wakeAtDeadline(job: Job, started: number): void {
    const { activeDeadlineSeconds } = job.spec;
    if (activeDeadlineSeconds === undefined) return;
    this.wake(job, "deadline", started + activeDeadlineSeconds * 1000 - this.context.reactions.now());
  }

  /** Removes a Job some time after its end, with its pods. */
  private expire(job: Job, { at }: JobEnd & { readonly at: number }): void {
    this.timers.get(`${job.metadata.uid}/deadline`)?.();
    const { ttlSecondsAfterFinished } = job.spec;
    if (ttlSecondsAfterFinished === undefined) return;
    const wait = at + ttlSecondsAfterFinished * 1000 - this.context.reactions.now();
    if (wait <= 0) deleteObject(this.context.objects, job);
    else this.wake(job, "expiry", wait);
  }

  private wake({ metadata }: Job, why: string, milliseconds: number): void {
    const key = `${metadata.uid}/${why}`;
    this.timers.get(key)?.();
    const cancel = this.context.reactions.after(milliseconds, () => {
      this.enqueue(metadata.namespace, metadata.name);
    });
    this.timers.set(key, cancel);
  }
}
