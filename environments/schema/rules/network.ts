import { digitaloceanReservedCidrs } from "../catalogue/digitalocean";
import { cidrsOverlap, isPrivate, networkOf, parseIpv4Range, size } from "../cidr";
import { awsNetworkPlan, eksServicesCidr } from "../network-plan";
import { type CloudEnvironment, type Environment, hasNodes, nodeMachine } from "../environment";
import type { Problem } from "../problems";

/** Networks that must not share an address, fit what they carry, and are open to whom they should be. */
export function networkProblems(environment: Environment): Problem[] {
  if (environment.cloud === "local") return [];
  return [...overlapProblems(environment), ...sizeProblems(environment), ...accessProblems(environment)];
}

/** The networks of an environment by the path of their setting. */
function networks(environment: CloudEnvironment): Record<string, string> {
  const entries = Object.entries(environment.network).filter(([key]) => key.toLowerCase().endsWith("cidr"));
  return Object.fromEntries(entries.map(([key, value]) => [`network.${key}`, String(value)]));
}

function overlapProblems(environment: CloudEnvironment): Problem[] {
  const all = Object.entries(networks(environment));
  const problems: Problem[] = all.flatMap(([path, cidr], index) =>
    all
      .slice(index + 1)
      .filter(([, other]) => cidrsOverlap(cidr, other))
      .map(([otherPath, other]) => ({
        path: otherPath,
        rule: `must not overlap \`${path}\` (${cidr})`,
        got: other,
        related: [path],
      })),
  );
  if (environment.cloud === "aws" && cidrsOverlap(environment.network.cidr, eksServicesCidr)) {
    problems.push({
      path: "network.cidr",
      rule: `must not overlap the addresses of the Services (${eksServicesCidr})`,
      got: environment.network.cidr,
    });
  }
  if (environment.cloud === "digitalocean") {
    for (const [path, cidr] of all) {
      const reserved = digitaloceanReservedCidrs.find((range) => cidrsOverlap(range, cidr));
      if (reserved === undefined) continue;
      problems.push({ path, rule: `must not overlap ${reserved}, which DigitalOcean keeps for itself`, got: cidr });
    }
  }
  return problems;
}

/** During an upgrade one node more than usual is there. */
const surgeNodes = 1;

function sizeProblems(environment: CloudEnvironment): Problem[] {
  // how many nodes Autopilot makes, and how many addresses it gives each, only shows when pods are there
  if (!hasNodes(environment)) return [];
  const nodes = environment.cluster.nodeCount + surgeNodes;
  const related = ["cluster.nodeCount"];
  switch (environment.cloud) {
    case "google": {
      // GKE gives every node twice as many addresses as pods: a /24 for 110
      return [
        ...tooSmall(
          "network.podsCidr",
          environment.network.podsCidr,
          nodes * 256,
          `${nodes} nodes (one of them for upgrades) × 256 addresses`,
          related,
        ),
        ...tooSmall(
          "network.nodesCidr",
          environment.network.nodesCidr,
          nodes + 4,
          `${nodes} nodes and 4 addresses that Google keeps`,
          related,
        ),
      ];
    }
    case "digitalocean":
      // a /25 holds the 110 pods of a node
      return tooSmall(
        "network.podsCidr",
        environment.network.podsCidr,
        nodes * 128,
        `${nodes} nodes (one of them for upgrades) × 128 addresses`,
        related,
      );
    case "aws": {
      const zones = environment.network.zones;
      const perZone = Math.ceil(nodes / zones);
      // each node takes its own address and blocks of 16 for its pods, one of them in reserve; AWS keeps 5
      const blocks = Math.ceil(nodeMachine(environment).maxPods / 16) + 1;
      const needed = perZone * (1 + blocks * 16) + 5;
      const subnet = awsNetworkPlan(environment).nodeSubnets[0] ?? "";
      return tooSmall(
        "network.cidr",
        environment.network.cidr,
        needed,
        `${perZone} nodes in a zone × ${1 + blocks * 16} addresses and 5 that AWS keeps`,
        [...related, "cluster.nodeType", "network.zones"],
        subnet,
      );
    }
  }
}

function tooSmall(
  path: string,
  cidr: string,
  needed: number,
  arithmetic: string,
  related: string[],
  subnet = cidr,
): Problem[] {
  const range = parseIpv4Range(subnet);
  if (range === undefined || size(range) >= needed) return [];
  const where = subnet === cidr ? "" : ` in each zone's ${subnet}`;
  return [
    {
      path,
      rule: `must hold ${needed} addresses${where} (${arithmetic}); it holds ${size(range)}`,
      got: cidr,
      related,
    },
  ];
}

/** Anything larger is as good as the whole internet: 0.0.0.0/1 and 128.0.0.0/1 together are all of it. */
const smallestOpenPrefix = 8;

function accessProblems(environment: CloudEnvironment): Problem[] {
  const allowed = environment.cluster.apiAllowedCidrs;
  const open = environment.exceptions.openKubernetesApi !== undefined;
  return allowed.flatMap((cidr, index): Problem[] => {
    const path = `cluster.apiAllowedCidrs.${index}`;
    const range = parseIpv4Range(cidr);
    if (range === undefined) return [];
    if (range.prefix < smallestOpenPrefix && !open) {
      return [
        {
          path,
          rule: "must not open the Kubernetes API to the whole internet",
          got: cidr,
          fix: "name the networks, or give the reason in `exceptions.openKubernetesApi`",
          related: ["exceptions.openKubernetesApi"],
        },
      ];
    }
    if (range.prefix >= smallestOpenPrefix && isPrivate(range) && environment.cloud !== "digitalocean") {
      return [
        {
          path,
          rule: "must be a public network: requests from a private one never reach the public endpoint under that address",
          got: networkOf(cidr),
        },
      ];
    }
    return allowed.indexOf(cidr) === index ? [] : [{ path, rule: "must not be named twice", got: cidr }];
  });
}
