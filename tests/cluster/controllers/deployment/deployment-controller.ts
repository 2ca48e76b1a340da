import { conditionOf, withCondition, withoutCondition } from "../conditions";
import type { ClusterContext } from "../context";
import { deleteObject } from "../deletion";
import type { Deployment, ReplicaSet } from "../kinds";
import { controllerOf, isControlledBy } from "../owners";
import { isEmpty, matches } from "../selectors";
import { countedStatus, hasDeadline, isComplete, progressing, secondsToDeadline, withProgress } from "./progress";
import { activeOf, isRollingUpdate, wanted } from "./replica-counts";
import { revisionOf, type Revisions, syncRevisions } from "./revisions";
import { rollingStep } from "./rolling-update";
import { all, isScalingEvent, scaleProportionally, scaleSet } from "./scaling";
import { byCreation, claimSets } from "./sets";

/** Rolls Deployments out as Kubernetes' own controller does, step by step. */
export class DeploymentController {
  private readonly checks = new Map<string, () => void>();

  constructor(private readonly context: ClusterContext) {
    const { objects } = context;
    objects.store.subscribe(({ object }) => {
      const { namespace, name } = object.metadata;
      if (object.kind === "Deployment") this.enqueue(namespace, name);
      if (object.kind === "ReplicaSet") {
        const owner = controllerOf(object);
        if (owner !== undefined) this.enqueue(namespace, owner.name);
        else
          for (const deployment of objects.list("Deployment", namespace))
            if (matches(object.metadata.labels, deployment.spec.selector))
              this.enqueue(namespace, deployment.metadata.name);
      }
      // a Deployment that recreates waits until the old pods are gone
      if (object.kind === "Pod")
        for (const deployment of objects.list("Deployment", namespace))
          if (!isRollingUpdate(deployment) && matches(object.metadata.labels, deployment.spec.selector))
            this.enqueue(namespace, deployment.metadata.name);
    });
  }

  private enqueue(namespace: string | undefined, name: string): void {
    this.context.reactions.enqueueLast(`Deployment/${namespace ?? ""}/${name}`, () => {
      const deployment = this.context.objects.get("Deployment", namespace, name);
      if (deployment !== undefined) this.sync(deployment);
    });
  }

  private sync(deployment: Deployment): void {
    const { context } = this;
    if (isEmpty(deployment.spec.selector)) return;
    const sets = claimSets(context, deployment);
    if (deployment.metadata.deletionTimestamp !== undefined) {
      this.writeStatus(deployment, syncRevisions(context, deployment, sets, false), false);
      return;
    }
    this.tellPaused(deployment);
    const revisions = syncRevisions(context, deployment, sets, false);
    if (deployment.spec.paused === true || isScalingEvent(deployment, revisions)) {
      scaleProportionally(context, deployment, revisions);
      this.writeStatus(deployment, this.reread(revisions), false);
      return;
    }
    const rolled = isRollingUpdate(deployment) ? this.roll(deployment, sets) : this.recreate(deployment, revisions);
    this.writeStatus(deployment, this.reread(rolled), true);
  }

  private roll(deployment: Deployment, sets: readonly ReplicaSet[]): Revisions {
    const revisions = syncRevisions(this.context, deployment, sets, true);
    if (!rollingStep(this.context, deployment, revisions)) this.cleanUp(deployment, revisions.old);
    return revisions;
  }

  /** The new set is made when no pod of the old ones runs any more. */
  private recreate(deployment: Deployment, revisions: Revisions): Revisions {
    const { context } = this;
    const active = activeOf(revisions.old);
    for (const set of active) scaleSet(context, deployment, set, 0);
    if (active.length > 0 || revisions.old.some((set) => this.hasPods(set))) return revisions;
    const created = syncRevisions(context, deployment, all(revisions), true);
    if (created.newest !== undefined && wanted(created.newest) !== wanted(deployment))
      scaleSet(context, deployment, created.newest, wanted(deployment));
    this.cleanUp(deployment, created.old);
    return created;
  }

  private hasPods(set: ReplicaSet): boolean {
    return this.context.objects
      .list("Pod", set.metadata.namespace)
      .some((pod) => isControlledBy(pod, set) && !["Succeeded", "Failed"].includes(pod.status?.phase ?? ""));
  }

  private tellPaused(deployment: Deployment): void {
    const { objects } = this.context;
    const current = conditionOf(deployment.status?.conditions, "Progressing");
    if (!hasDeadline(deployment) || current?.reason === "ProgressDeadlineExceeded") return;
    const wasPaused = current?.reason === "DeploymentPaused";
    const isPaused = deployment.spec.paused === true;
    if (isPaused === wasPaused) return;
    const [reason, message] = isPaused
      ? ["DeploymentPaused", "Deployment is paused"]
      : ["DeploymentResumed", "Deployment is resumed"];
    objects.update(deployment, (draft) => {
      const condition = progressing(objects.now(), "Unknown", reason, message);
      draft.status = { ...draft.status, conditions: withCondition(draft.status?.conditions, condition) };
    });
  }

  /** Removes the oldest sets of a rollout that is over, but for as many as are to be kept to go back to. */
  private cleanUp(deployment: Deployment, old: readonly ReplicaSet[]): void {
    const { revisionHistoryLimit = 10 } = deployment.spec;
    const current = this.context.objects.get("Deployment", deployment.metadata.namespace, deployment.metadata.name);
    if (current === undefined || !isComplete(current, current.status ?? {})) return;
    const oldest = old
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .sort((one, other) => revisionOf(one) - revisionOf(other) || byCreation(one, other));
    for (const set of oldest.slice(0, Math.max(0, oldest.length - revisionHistoryLimit)))
      if (wanted(set) === 0 && (set.status?.replicas ?? 0) === 0) deleteObject(this.context.objects, set);
  }

  private reread({ newest, old }: Revisions): Revisions {
    const read = (set: ReplicaSet): ReplicaSet[] =>
      [this.context.objects.get("ReplicaSet", set.metadata.namespace, set.metadata.name)].filter(
        (found) => found !== undefined,
      );
    return { newest: newest && read(newest)[0], old: old.flatMap(read) };
  }

  private writeStatus({ metadata }: Deployment, revisions: Revisions, isRollout: boolean): void {
    const { objects, reactions } = this.context;
    const deployment = objects.get("Deployment", metadata.namespace, metadata.name);
    if (deployment === undefined) return;
    const sets = all(revisions);
    const now = objects.now();
    let status = countedStatus(deployment, sets, revisions.newest, now);
    if (isRollout) {
      status = withProgress(deployment, status, revisions.newest, now);
      const failure = [...(revisions.newest === undefined ? [] : [revisions.newest]), ...sets]
        .map((set) => conditionOf(set.status?.conditions, "ReplicaFailure"))
        .find((condition) => condition !== undefined);
      status.conditions =
        failure === undefined
          ? withoutCondition(status.conditions, "ReplicaFailure")
          : withCondition(status.conditions, { ...failure, lastUpdateTime: now });
    }
    const written = objects.update(deployment, (draft) => {
      draft.status = status;
    });
    const key = `${metadata.namespace ?? ""}/${metadata.name}`;
    this.checks.get(key)?.();
    this.checks.delete(key);
    const seconds = written && secondsToDeadline(written, now);
    if (seconds === undefined) return;
    const check = reactions.after(seconds * 1000, () => {
      this.enqueue(metadata.namespace, metadata.name);
    });
    this.checks.set(key, check);
  }
}
