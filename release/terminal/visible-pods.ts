import type { DeploymentState, PodState, ReleaseTree } from "./release-event";

/** A Deployment with as many of its pods as there is room for. */
export interface VisibleDeployment {
  readonly deployment: DeploymentState;
  readonly pods: readonly PodState[];
  readonly leftOut: readonly PodState[];
}

/** The first ones are shown first when there is no room for all. */
const byUrgency: readonly PodState["state"][] = ["failing", "waiting", "stopping", "ready"];

/** @param rows lines for pods, and for saying how many are left out */
export function visiblePods({ deployments }: ReleaseTree, rows: number): VisibleDeployment[] {
  const all = deployments.flatMap(({ pods }) => pods);
  const room = all.length <= rows ? rows : Math.max(0, rows - deployments.length);
  const urgent = byUrgency.flatMap((wanted) => all.filter(({ state }) => state === wanted));
  const shown = new Set(urgent.slice(0, room));
  return deployments.map((deployment) => ({
    deployment,
    pods: deployment.pods.filter((pod) => shown.has(pod)),
    leftOut: deployment.pods.filter((pod) => !shown.has(pod)),
  }));
}

/** `12 more pods: 2 waiting, 10 ready` */
export function leftOutText(pods: readonly PodState[]): string {
  const counts = byUrgency
    .map((wanted) => ({ wanted, count: pods.filter(({ state }) => state === wanted).length }))
    .filter(({ count }) => count > 0)
    .map(({ wanted, count }) => `${count} ${wanted}`);
  return `${pods.length} more ${pods.length === 1 ? "pod" : "pods"}: ${counts.join(", ")}`;
}
