import type { ClusterContext } from "../context";
import { conditionOf, withCondition } from "../conditions";
import type { Deployment, ReplicaSet } from "../kinds";
import type { NewObject } from "../objects";
import { controllerReference } from "../owners";
import { hasDeadline, progressing } from "./progress";
import { hashLabel, isSameTemplate, templateHash } from "./pod-template";
import { maxSurge, newReplicas, wanted } from "./replica-counts";
import { byCreation, deploymentReporter } from "./sets";

export const revisionAnnotation = "deployment.kubernetes.io/revision";
export const desiredAnnotation = "deployment.kubernetes.io/desired-replicas";
export const maxAnnotation = "deployment.kubernetes.io/max-replicas";
const historyAnnotation = "deployment.kubernetes.io/revision-history";

const notCopied = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "deprecated.deployment.rollback.to",
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
]);

/** The set of the template that is wanted now, and all the others. */
export interface Revisions {
  readonly newest: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

export const revisionOf = ({ metadata }: ReplicaSet): number => Number(metadata.annotations?.[revisionAnnotation] ?? 0);

export const replicasAnnotations = (deployment: Deployment): Record<string, string> => ({
  [desiredAnnotation]: String(wanted(deployment)),
  [maxAnnotation]: String(wanted(deployment) + maxSurge(deployment)),
});

/**
 * Finds the set whose template is the Deployment's, the oldest if there are several, or makes it, and gives it the
 * highest revision.
 */
export function syncRevisions(
  context: ClusterContext,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  create: boolean,
): Revisions {
  const found = [...sets]
    .sort(byCreation)
    .find(({ spec }) => isSameTemplate(spec.template ?? {}, deployment.spec.template));
  const old = sets.filter((set) => set.metadata.uid !== found?.metadata.uid);
  const revision = Math.max(0, ...old.map(revisionOf)) + 1;
  if (found !== undefined) return { newest: takeUp(context, deployment, found, revision), old };
  return { newest: create ? createSet(context, deployment, old, revision) : undefined, old };
}

function takeUp({ objects }: ClusterContext, deployment: Deployment, set: ReplicaSet, revision: number): ReplicaSet {
  const newest =
    objects.update(set, (draft) => {
      const before = revisionOf(draft);
      const annotations = { ...draft.metadata.annotations, ...copiedAnnotations(deployment) };
      if (before < revision) {
        annotations[revisionAnnotation] = String(revision);
        if (before > 0)
          annotations[historyAnnotation] = [annotations[historyAnnotation], before].filter(Boolean).join(",");
      }
      draft.metadata.annotations = annotations;
      draft.spec.minReadySeconds = deployment.spec.minReadySeconds;
    }) ?? set;
  const { name } = newest.metadata;
  objects.update(deployment, (draft) => {
    setRevision(draft, String(revisionOf(newest)));
    if (!hasDeadline(draft) || conditionOf(draft.status?.conditions, "Progressing") !== undefined) return;
    draft.status = {
      ...draft.status,
      conditions: withCondition(
        draft.status?.conditions,
        progressing(objects.now(), "True", "FoundNewReplicaSet", `Found new replica set "${name}"`),
      ),
    };
  });
  return newest;
}

function createSet(
  { objects, events, admission }: ClusterContext,
  deployment: Deployment,
  old: readonly ReplicaSet[],
  revision: number,
): ReplicaSet | undefined {
  const { namespace, name } = deployment.metadata;
  const { selector, minReadySeconds } = deployment.spec;
  const template = structuredClone(deployment.spec.template);
  const hash = templateHash(template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  const replicas = newReplicas(deployment, old, undefined);
  const set: NewObject & { kind: "ReplicaSet" } = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      generation: 1,
      labels,
      annotations: {
        ...copiedAnnotations(deployment),
        [revisionAnnotation]: String(revision),
        ...replicasAnnotations(deployment),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      minReadySeconds,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
  if (objects.get("ReplicaSet", namespace, `${name}-${hash}`) !== undefined) {
    // another template has the same hash, or somebody has made a set of this name
    objects.update(deployment, (draft) => {
      draft.status = { ...draft.status, collisionCount: (draft.status?.collisionCount ?? 0) + 1 };
    });
    return undefined;
  }
  const refusal = admission.refusal("create", set);
  const condition = (status: string, reason: string, message: string): void => {
    objects.update(deployment, (draft) => {
      if (refusal === undefined) setRevision(draft, String(revision));
      if (!hasDeadline(draft)) return;
      const progress = progressing(objects.now(), status, reason, message);
      draft.status = { ...draft.status, conditions: withCondition(draft.status?.conditions, progress) };
    });
  };
  if (refusal !== undefined) {
    const message = `Failed to create new replica set "${set.metadata.name}": ${refusal.message}`;
    events.record(deployment, deploymentReporter, { type: "Warning", reason: "ReplicaSetCreateError", message });
    condition("False", "ReplicaSetCreateError", message);
    return undefined;
  }
  const created = objects.create(set);
  if (replicas > 0)
    events.record(deployment, deploymentReporter, {
      type: "Normal",
      reason: "ScalingReplicaSet",
      message: `Scaled up replica set ${created.metadata.name} from 0 to ${replicas}`,
    });
  condition("True", "NewReplicaSetCreated", `Created new replica set "${created.metadata.name}"`);
  return created;
}

function setRevision({ metadata }: Deployment, revision: string): void {
  if (metadata.annotations?.[revisionAnnotation] !== revision)
    metadata.annotations = { ...metadata.annotations, [revisionAnnotation]: revision };
}

const copiedAnnotations = ({ metadata }: Deployment): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([name]) => !notCopied.has(name)));
