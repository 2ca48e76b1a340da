import colors from "picocolors";

import { describe } from "./aws/ownership";
import type { Plan } from "./plan";
import type { Result } from "./predestroy";

const clouds = { aws: "AWS", google: "Google Cloud", digitalocean: "DigitalOcean" } as const;

/** What would be done, and what would not. */
export function renderPlan(plan: Plan): string {
  const { environment, cloud, objects, leftovers } = plan;
  return [
    `${colors.bold(colors.cyan(environment))}  ${clouds[cloud]} · before its destroy`,
    "",
    clusterLine(plan),
    ...block(objects.map(({ kind, name, address }) => colors.red(`delete    ${kind} ${name}${suffix(address)}`))),
    ...block(
      leftovers.map((leftover) => colors.red(`delete    ${describe(leftover)}`)),
      "what carries the cluster's tags in the account, as far as the cluster does not delete it itself:",
    ),
    ...block(
      inTheWay(plan).map((thing) => colors.yellow(`keep      ${thing}`)),
      "in the way of the VPC's deletion, and not touched:",
    ),
    ...block(
      lost(plan).map((thing) => colors.red(`lose      ${thing}`)),
      "what the destroy deletes, and Terraform does not tell:",
    ),
    ...block(
      kept(plan).map((disk) => colors.yellow(`keep      ${disk}`)),
      "disks with data, which may stay and be billed:",
    ),
  ].join("\n");
}

const inTheWay = ({ foreign, defaultNetwork }: Plan): string[] => [
  ...foreign.map(({ type, id, owner }) => `${type} ${id}: ${owner}`),
  ...(defaultNetwork === undefined ? [] : [`VPC ${defaultNetwork.name}: the default of ${defaultNetwork.region}`]),
];

const disks = ({ volumes }: Plan): string[] => volumes.map(({ id, size, claim }) => `${id}  ${size}${suffix(claim)}`);

const kept = (plan: Plan): string[] => (plan.losesVolumes ? [] : disks(plan));

const lost = (plan: Plan): string[] => [
  ...(plan.losesVolumes ? disks(plan).map((disk) => `disk ${disk}, and its snapshots`) : []),
  ...(plan.registry === undefined
    ? []
    : [`registry ${plan.registry}, and the images in it, also those of the account's other environments`]),
];

const suffix = (text: string | undefined): string => (text === undefined ? "" : `  ${text}`);

function clusterLine({ cluster, objects }: Plan): string {
  switch (cluster.state) {
    case "absent":
      return `the cluster ${cluster.name} does not exist (any more)`;
    case "skipped":
      return `the cluster ${cluster.name} is skipped, with all that is in it`;
    case "found":
      return objects.length === 0
        ? `nothing in the cluster ${cluster.name} has a load balancer`
        : `what has a load balancer in the cluster ${cluster.name}, which is waited for:`;
  }
}

/** Indented lines below a heading; nothing when there are none. */
function block(lines: readonly string[], heading?: string): string[] {
  if (lines.length === 0) return [];
  return [...(heading === undefined ? [] : [heading]), ...lines.map((line) => `  ${line}`)];
}

/** How it ended, and what to type next. */
export function renderEnd({
  dryRun,
  removed,
  problem,
  next,
}: Pick<Result, "dryRun" | "removed" | "problem" | "next">): string {
  const done = dryRun
    ? "nothing was changed"
    : removed.length === 0
      ? "nothing was deleted"
      : "nothing is in the way any more";
  return [
    problem === undefined ? done : colors.red(problem),
    ...next.map((command, index) => `${index === 0 ? "next: " : "      "}${colors.green(command)}`),
  ].join("\n");
}
