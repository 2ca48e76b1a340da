import { readyCount } from "./ready-count";
import { shortImage } from "./short-image";
import type { DeploymentState, PodState, ReleaseTree } from "./release-event";

/** Something that happened to a Deployment or a pod, in one line. */
export interface TreeChange {
  readonly text: string;
  readonly isTrouble: boolean;
}

const nobody: ReleaseTree = { deployments: [] };

/** What has happened between two looks at a cluster. Pods that were there at the first look, and serve, are not news. */
export function changesBetween(before: ReleaseTree | undefined, after: ReleaseTree): TreeChange[] {
  const isFirst = before === undefined;
  const { deployments } = before ?? nobody;
  return [
    ...after.deployments.flatMap((deployment) => {
      const known = deployments.find(({ name }) => name === deployment.name);
      return [
        ...ofDeployment(known, deployment),
        ...ofPods(known?.pods ?? [], deployment.pods).filter(({ isNews }) => !isFirst || isNews),
      ];
    }),
    ...deployments
      .filter(({ name }) => after.deployments.every((deployment) => deployment.name !== name))
      .flatMap(({ name, pods }) => [
        ...pods.map(({ name: pod }) => fact(`pod ${pod} is gone`)),
        fact(`${name} is gone`),
      ]),
  ].map(({ text, isTrouble }) => ({ text, isTrouble }));
}

const fact = (text: string, isTrouble = false, isNews = true) => ({ text, isTrouble, isNews });

/** `addressbook-canary: 1/1 ready, 25 % of the traffic, addressbook:1.4.0` */
export const summaryOf = (deployment: DeploymentState): string =>
  `${deployment.name}: ${readyCount(deployment)}, ${deployment.trafficPercent} % of the traffic, ` +
  shortImage(deployment.image);

function ofDeployment(before: DeploymentState | undefined, after: DeploymentState) {
  const summary = summaryOf(after);
  const isSame = before !== undefined && summaryOf(before) === summary;
  return [
    ...(isSame ? [] : [fact(summary)]),
    ...(after.why === undefined || after.why === before?.why
      ? []
      : [fact(`${after.name} cannot make pods: ${after.why}`, true)]),
  ];
}

function ofPods(before: readonly PodState[], after: readonly PodState[]) {
  return [
    ...after.flatMap((pod) => {
      const known = before.find(({ name }) => name === pod.name);
      return [
        ...(known !== undefined && pod.restarts > known.restarts ? [restarted(pod)] : []),
        ...(known?.state === pod.state && known.why === pod.why ? [] : ofState(known, pod)),
      ];
    }),
    ...before
      .filter(({ name }) => after.every((pod) => pod.name !== name))
      .map(({ name }) => fact(`pod ${name} is gone`)),
  ];
}

const restarted = ({ name, restarts }: PodState) =>
  fact(`pod ${name} was restarted${restarts === 1 ? "" : `, ${restarts} times by now`}`, true);

function ofState(before: PodState | undefined, { name, state, why }: PodState) {
  switch (state) {
    case "ready":
      return before?.state === "ready" ? [] : [fact(`pod ${name} is ready`, false, false)];
    case "waiting":
      return [fact(`pod ${name} waits: ${why}`)];
    case "failing":
      return [fact(`pod ${name} fails: ${why}`, true)];
    case "stopping":
      return [fact(`pod ${name} stops: ${why}`)];
  }
}
