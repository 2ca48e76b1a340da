import { autopilotMost } from "../catalogue/autopilot";
import { systemPods } from "../catalogue/system-pods";
import { databaseConnections, type Environment, hasNodes, isCloudEnvironment, nodeMachine } from "../environment";
import type { Problem } from "../problems";
import { mib, millicores } from "../quantity";
import { migrationPods, releaseConnections, surgePods, terminatingPods } from "../release-pods";

/** Whether the service's pods fit on the nodes, and their connections in the database, at the worst moment of a release. */
export function serviceProblems(environment: Environment): Problem[] {
  return [
    ...limitProblems(environment),
    ...configurationProblems(environment),
    ...connectionProblems(environment),
    ...capacityProblems(environment),
  ];
}

/** For a person at a prompt. */
const spareConnections = 1;

function limitProblems({ service: { resources, canaryPods, stablePods } }: Environment): Problem[] {
  const problems: Problem[] = [];
  if (millicores(resources.cpuRequest) > millicores(resources.cpuLimit)) {
    problems.push({
      path: "service.resources.cpuRequest",
      rule: `must not be more than \`service.resources.cpuLimit\` (${resources.cpuLimit})`,
      got: resources.cpuRequest,
      related: ["service.resources.cpuLimit"],
    });
  }
  if (mib(resources.memoryRequest) > mib(resources.memoryLimit)) {
    problems.push({
      path: "service.resources.memoryRequest",
      rule: `must not be more than \`service.resources.memoryLimit\` (${resources.memoryLimit})`,
      got: resources.memoryRequest,
      related: ["service.resources.memoryLimit"],
    });
  }
  if (canaryPods > stablePods) {
    problems.push({
      path: "service.canaryPods",
      rule: `must not be more than \`service.stablePods\` (${stablePods}): a canary takes the smaller share of traffic`,
      got: canaryPods,
      related: ["service.stablePods"],
    });
  }
  return problems;
}

const ownVariables = /^(PORT|NODE_ENV|DB_.*)$/;

function configurationProblems({ service }: Environment): Problem[] {
  return Object.keys(service.configuration)
    .filter((key) => ownVariables.test(key))
    .map((key) => ({
      path: `service.configuration.${key}`,
      rule: "must not be a variable that this project sets itself (PORT, NODE_ENV, DB_*)",
      fix: key === "PORT" ? "set `service.port`" : undefined,
    }));
}

function connectionProblems(environment: Environment): Problem[] {
  const { stablePods, canaryPods, databasePoolSize } = environment.service;
  const needed = releaseConnections(environment) + spareConnections;
  const available = databaseConnections(environment);
  if (needed <= available) return [];
  return [
    {
      path: "service.databasePoolSize",
      rule:
        `must leave the database within its ${available} connections; a release needs ${needed}: ` +
        `(${stablePods} stable + ${canaryPods} canary + ${surgePods} starting + ${terminatingPods} stopping) ` +
        `× ${databasePoolSize} + ${migrationPods + spareConnections}`,
      got: databasePoolSize,
      fix: "lower it, have fewer pods, or take a larger database",
      related: ["service.stablePods", "service.canaryPods", "database.instanceType", "database.tier", "database.size"],
    },
  ];
}

function capacityProblems(environment: Environment): Problem[] {
  if (!isCloudEnvironment(environment)) return [];
  if (!hasNodes(environment)) return autopilotProblems(environment);
  const { service, cluster } = environment;
  const machine = nodeMachine(environment);
  const system = systemPods[environment.cloud];
  const pods = service.stablePods + service.canaryPods + surgePods + migrationPods;
  const asked = `${service.stablePods} stable + ${service.canaryPods} canary + ${surgePods} starting + ${migrationPods} migration`;
  const nodes = `${cluster.nodeCount} × ${cluster.nodeType}`;

  const { cpuRequest, memoryRequest } = service.resources;
  const room = [
    {
      unit: " places",
      each: 1,
      free: cluster.nodeCount * (machine.maxPods - system.podsPerNode) - system.pods,
    },
    {
      unit: "m of processor",
      each: millicores(cpuRequest),
      free: cluster.nodeCount * (machine.allocatableMillicores - system.millicoresPerNode) - system.millicores,
      request: { path: "service.resources.cpuRequest", got: cpuRequest },
      largest: machine.allocatableMillicores - system.millicoresPerNode,
    },
    {
      unit: "Mi of memory",
      each: mib(memoryRequest),
      free: cluster.nodeCount * (machine.allocatableMib - system.mibPerNode) - system.mib,
      request: { path: "service.resources.memoryRequest", got: memoryRequest },
      largest: machine.allocatableMib - system.mibPerNode,
    },
  ];
  return room.flatMap(({ unit, each, free, request, largest }): Problem[] => {
    if (request !== undefined && each > largest) {
      return [
        {
          ...request,
          rule: `must fit on one ${cluster.nodeType}, which has ${largest}${unit} free`,
          fix: "lower it, or take a larger `cluster.nodeType`",
          related: ["cluster.nodeType"],
        },
      ];
    }
    if (pods * each <= free) return [];
    return [
      {
        path: "service.stablePods",
        rule: `must fit on the nodes: (${asked}) pods ask for ${Math.ceil(pods * each)}${unit}, and ${nodes} have ${free}${unit} free`,
        got: service.stablePods,
        fix: "lower it or the requests, raise `cluster.nodeCount`, or take a larger `cluster.nodeType`",
        related: [
          "service.canaryPods",
          "service.resources.cpuRequest",
          "service.resources.memoryRequest",
          "cluster.nodeType",
          "cluster.nodeCount",
        ],
      },
    ];
  });
}

/** Autopilot makes the nodes that pods ask for, up to a size of the pod. */
function autopilotProblems({ service: { resources } }: Environment): Problem[] {
  const requests = [
    {
      name: "cpuRequest",
      asked: millicores(resources.cpuRequest),
      most: autopilotMost.millicores,
      bound: `${autopilotMost.millicores / 1000} processors`,
    },
    {
      name: "memoryRequest",
      asked: mib(resources.memoryRequest),
      most: autopilotMost.mib,
      bound: `${autopilotMost.mib / 1024}Gi`,
    },
  ] as const;
  return requests
    .filter(({ asked, most }) => asked > most)
    .map(({ name, bound }) => ({
      path: `service.resources.${name}`,
      rule: `must be at most ${bound}, the most that Autopilot gives a pod`,
      got: resources[name],
      related: ["cluster.autopilot"],
    }));
}
