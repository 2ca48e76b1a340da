import type { ClusterContext } from "../context";
import type { AnyKept, Deployment, ReplicaSet } from "../kinds";
import { controllerOf, controllerReference } from "../owners";
import { matches } from "../selectors";

export const deploymentReporter = { component: "deployment-controller" } as const;

/** Oldest first; of the same second, by name. */
export const byCreation = (one: AnyKept, other: AnyKept): number =>
  one.metadata.creationTimestamp.localeCompare(other.metadata.creationTimestamp) ||
  one.metadata.name.localeCompare(other.metadata.name);

/** The sets of a Deployment. One without an owner is adopted if its labels are right; one whose labels are not is let go. */
export function claimSets({ objects }: ClusterContext, deployment: Deployment): ReplicaSet[] {
  const { uid, namespace, deletionTimestamp } = deployment.metadata;
  return objects.list("ReplicaSet", namespace).flatMap((set) => {
    const fits = matches(set.metadata.labels, deployment.spec.selector);
    const owner = controllerOf(set);
    if (owner !== undefined && owner.uid !== uid) return [];
    if (owner !== undefined && fits) return [set];
    if (deletionTimestamp !== undefined) return [];
    if (owner !== undefined) {
      objects.update(set, ({ metadata }) => {
        metadata.ownerReferences = metadata.ownerReferences?.filter((reference) => reference.uid !== uid);
      });
      return [];
    }
    if (!fits || set.metadata.deletionTimestamp !== undefined) return [];
    const adopted = objects.update(set, ({ metadata }) => {
      metadata.ownerReferences = [...(metadata.ownerReferences ?? []), controllerReference(deployment)];
    });
    return adopted === undefined ? [] : [adopted];
  });
}
