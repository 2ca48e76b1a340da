import { pad, padLeft, widthOf } from "./display-width";
import { age, duration, shortDuration } from "./duration";
import { type Line, span, type Style } from "./line";
import type { Marks } from "./marks";
import { oneLine } from "./printable";
import { readyCount } from "./ready-count";
import type { DeploymentState, PodState, StepName } from "./release-event";
import { stepNames } from "./release-event";
import { type ReleaseProgress, stepMillis, type StepProgress } from "./release-progress";
import { shortImage, versionOf } from "./short-image";
import { leftOutText, visiblePods } from "./visible-pods";

/** Where a frame is drawn. */
export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** Terminals with fewer rows show the steps in one line. */
const tallRows = 24;

/** Terminals with fewer columns show no more of a pod's name than its Deployment does not have. */
const wideColumns = 110;

/** A release at one moment: what it is, its steps, and its tree. There are fewer lines than rows. */
export function frameOf(progress: ReleaseProgress, now: number, { columns, rows }: FrameSize, marks: Marks): Line[] {
  const steps = rows < tallRows ? [stepsLine(progress, now, marks)] : stepLines(progress, now, marks);
  const head = [[], ...header(progress, now), ...steps, []];
  const { tree } = progress;
  const room = rows - 1 - head.length - tree.deployments.length - tree.deployments.filter(({ why }) => why).length;
  return [...head, ...treeLines(progress, now, columns, room, marks)].slice(0, Math.max(1, rows - 1));
}

/** `canary  addressbook to aws-demo  addressbook:1.4.0@0123456789ab  42 s, 9 min 18 s left` */
function header({ started, finished }: ReleaseProgress, now: number): Line[] {
  if (started === undefined) return [];
  const { at, command, service, environment, image, timeoutSeconds } = started;
  const elapsed = (finished?.at ?? now) - at;
  const left = 1000 * (timeoutSeconds - Math.floor(elapsed / 1000));
  const remaining = finished !== undefined ? "" : left > 0 ? `, ${duration(left)} left` : ", out of time";
  return [
    [
      span(command, "bold"),
      span(`  ${service} to ${environment}  `),
      // the time is what must not be cut off
      span(`${duration(elapsed)}${remaining}`, left > 0 ? "cyan" : "red"),
      span(image === undefined ? "" : `  ${versionOf(image)}`),
    ],
  ];
}

const stepStyles: Readonly<Record<StepProgress["state"], Style>> = {
  pending: "dim",
  running: "cyan",
  done: "green",
  failed: "red",
  skipped: "dim",
};

const stepDuration = (step: StepProgress, now: number): string => {
  const millis = step.state === "skipped" ? undefined : stepMillis(step, now);
  if (millis === undefined) return "";
  // tenths would never stand still
  return step.state === "running" ? duration(millis) : shortDuration(millis);
};

function stepLines({ steps, finished }: ReleaseProgress, now: number, marks: Marks): Line[] {
  const times = stepNames.map((name) => stepDuration(steps[name], finished?.at ?? now));
  const width = Math.max(...times.map(widthOf));
  return stepNames.map((name, index) => {
    const { state, note } = steps[name];
    return [
      ...stepSpans(name, state, marks, 9),
      span(`  ${padLeft(times[index] ?? "", width)}`, "dim"),
      span(note === undefined ? "" : `  ${oneLine(note)}`),
    ];
  });
}

const stepsLine = ({ steps, finished }: ReleaseProgress, now: number, marks: Marks): Line => [
  ...stepNames.flatMap((name) => {
    const time = stepDuration(steps[name], finished?.at ?? now);
    return [...stepSpans(name, steps[name].state, marks, 0), span(time === "" ? "" : ` ${time}`, "dim")];
  }),
];

const stepSpans = (name: StepName, state: StepProgress["state"], marks: Marks, width: number): Line => [
  span(`  ${marks[state]} `, stepStyles[state]),
  span(pad(name, width), state === "running" ? "bold" : state === "done" || state === "failed" ? undefined : "dim"),
];

function treeLines({ tree }: ReleaseProgress, now: number, columns: number, rows: number, marks: Marks): Line[] {
  const width = (texts: readonly string[]): number => Math.max(0, ...texts.map(widthOf));
  const { deployments } = tree;
  const visible = visiblePods(tree, rows);
  const names = width(deployments.map(({ name }) => name));
  const tracks = width(deployments.map(({ track }) => track));
  const counts = width(deployments.map(readyCount));
  const shares = width(deployments.map(({ trafficPercent }) => String(trafficPercent)));
  const isWide = columns >= wideColumns;
  const podName = ({ name }: PodState, deployment: DeploymentState): string =>
    isWide ? name : shortName(name, deployment.name, marks.ellipsis);
  const pods = width(visible.flatMap(({ deployment, pods: shown }) => shown.map((pod) => podName(pod, deployment))));
  return visible.flatMap(({ deployment, pods: shown, leftOut }): Line[] => [
    [
      span(pad(deployment.name, names), "bold"),
      span(`  ${pad(deployment.track, tracks)}`),
      span(`  ${pad(readyCount(deployment), counts)}`, isComplete(deployment) ? "green" : "yellow"),
      span(`  ${padLeft(String(deployment.trafficPercent), shares)} % of the traffic`),
      span(`  ${isWide ? shortImage(deployment.image) : versionOf(deployment.image)}`, "dim"),
    ],
    ...(deployment.why === undefined
      ? []
      : [[span(`  ${marks.failing} no more pods: ${oneLine(deployment.why)}`, "red")]]),
    ...shown.map((pod) => podLine(pod, pad(podName(pod, deployment), pods), now, marks)),
    ...(leftOut.length === 0 ? [] : [[span(`  ${marks.ellipsis} ${leftOutText(leftOut)}`, "dim")]]),
  ]);
}

const isComplete = ({ readyPods, desiredPods }: DeploymentState): boolean => readyPods === desiredPods;

const podStyles: Readonly<Record<PodState["state"], Style>> = {
  ready: "green",
  waiting: "yellow",
  failing: "red",
  stopping: "dim",
};

function podLine(
  { state, isOld, why, until, restarts, since }: PodState,
  name: string,
  now: number,
  marks: Marks,
): Line {
  const left = until === undefined ? undefined : until - now;
  const isOver = left !== undefined && left <= 0;
  const waits = state === "ready" && isOver ? "" : oneLine(why);
  const rest = left === undefined || isOver || waits === "" ? "" : ` for ${duration(left + 999)}`;
  return [
    span(`  ${marks[state]} `, podStyles[state]),
    span(name, state === "stopping" ? "dim" : undefined),
    span(`  ${isOld ? "old" : "new"}`, isOld ? "dim" : undefined),
    span(`  ${padLeft(age(now - since), 6)}`, "dim"),
    span(restarts === 0 ? "" : `  ${restarts} ${restarts === 1 ? "restart" : "restarts"}`, "yellow"),
    span(waits === "" ? "" : `  ${waits}${rest}`, state === "failing" ? "red" : undefined),
  ];
}

/** `…5d4f9c8b7-x7k2p`: the Deployment's name is in the line above. */
const shortName = (name: string, deployment: string, ellipsis: string): string =>
  name.startsWith(`${deployment}-`) ? ellipsis + name.slice(deployment.length + 1) : name;
