import { age, duration } from "./duration";
import { oneLine } from "./printable";
import type { DeploymentState, PodState, ReleaseTree } from "./release-event";
import { shortImage } from "./short-image";
import { textTable } from "./text-table";

/** What `release status` knows beside Deployments and pods. */
export interface StatusFacts {
  /** When it was looked at, in milliseconds since 1970. */
  readonly at: number;
  readonly environment: string;
  readonly service: string;
  readonly namespace: string;
  /** Where the service answers: `http://203.0.113.7`. @default - nowhere yet */
  readonly address?: string;
  /** A release that is under way. @default - none */
  readonly lock?: StatusLock;
  /** What became of the canary: `pass`. @default - there is none, or it was not verified */
  readonly verdict?: string;
  /** Commands to go on with. */
  readonly next: readonly string[];
}

export interface StatusLock {
  /** `ci@runner-7, https://github.com/…` */
  readonly holder: string;
  readonly command: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Milliseconds since its last sign of life. */
  readonly silentMillis: number;
  /** It has been silent for so long that the next release takes the lock over. */
  readonly isStale: boolean;
}

/** What `release status` prints: what runs, who gets the traffic, who releases, and what to do next. */
export function renderStatus(tree: ReleaseTree, facts: StatusFacts): string {
  const { environment, service, namespace, address, lock, verdict, at, next } = facts;
  const lines = [
    `${service} in ${environment}, namespace ${namespace}`,
    ...fact("address", address),
    ...fact("canary", verdict === undefined ? undefined : `verification: ${verdict}`),
    ...fact(
      "release",
      lock === undefined ? undefined : `${lock.command} by ${lock.holder}, since ${duration(at - lock.since)}`,
    ),
    ...fact(
      "",
      lock === undefined
        ? undefined
        : `last sign of life ${duration(lock.silentMillis)} ago` +
            (lock.isStale ? ": the next command that changes something takes its lock over" : ""),
    ),
    "",
    ...(tree.deployments.length === 0 ? ["nothing has been released yet"] : deploymentLines(tree, at)),
    ...(next.length === 0 ? [] : ["", ...next.flatMap((command, index) => fact(index === 0 ? "next" : "", command))]),
  ];
  return `${lines.join("\n")}\n`;
}

const fact = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`  ${name.padEnd(9)}${oneLine(value)}`];

function deploymentLines({ deployments }: ReleaseTree, at: number): string[] {
  const rows = deployments.flatMap((deployment): (DeploymentState | PodState)[] => [deployment, ...deployment.pods]);
  const refused = deployments.flatMap(({ name, why }) =>
    why === undefined ? [] : [`${name} cannot make pods: ${why}`],
  );
  return [
    ...textTable(rows, [
      { head: "name", cell: (row) => ("track" in row ? row.name : `  ${row.name}`) },
      { head: "ready", cell: readiness },
      { head: "traffic", cell: (row) => ("track" in row ? `${row.trafficPercent} %` : ""), isNumber: true },
      { head: "age", cell: (row) => ("track" in row ? "" : age(at - row.since)), isNumber: true },
      { head: "restarts", cell: (row) => ("track" in row ? "" : String(row.restarts)), isNumber: true },
      { head: "image, state", cell: (row) => ("track" in row ? shortImage(row.image) : stateOf(row)) },
    ]),
    ...refused.map((text) => oneLine(text)),
  ];
}

const readiness = (row: DeploymentState | PodState): string =>
  "track" in row ? `${row.readyPods}/${row.desiredPods}` : row.state;

const stateOf = ({ isOld, why }: PodState): string => [isOld ? "old" : "new", ...(why === "" ? [] : [why])].join(", ");
