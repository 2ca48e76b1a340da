import { autopilotMost } from "../catalogue/autopilot";
import { systemPods } from "../catalogue/system-pods";
import { databaseConnections, type Environment, hasNodes, isCloudEnvironment, nodeMachine } from "../environment";
import type { Problem } from "../problems";
import { mib, millicores } from "../quantity";
import { migrationPods, releaseConnections, releasePods, sumOf, total, usesDatabase } from "../release-pods";

/** Whether the pods of a release fit on the nodes, and their connections in the database, at its worst moment. */
export const capacityProblems = (environment: Environment): Problem[] => [
  ...connectionProblems(environment),
  ...nodeProblems(environment),
];

/** For a person at a prompt. */
const spareConnections = 1;

function connectionProblems(environment: Environment): Problem[] {
  const { service } = environment;
  if (!usesDatabase(service)) return [];
  const { databasePoolSize } = service;
  const needed = releaseConnections(environment) + spareConnections;
  const available = databaseConnections(environment);
  if (needed <= available) return [];
  return [
    {
      path: "service.databasePoolSize",
      rule:
        `must leave the database within its ${available} connections; a release needs ${needed}: ` +
        `(${sumOf(releasePods(service))}) × ${databasePoolSize} + ${migrationPods + spareConnections}`,
      got: databasePoolSize,
      fix: "lower it, have fewer pods, or take a larger database",
      related: [
        "service.stablePods",
        "service.canaryPods",
        "service.autoscaling.maxPods",
        "database.instanceType",
        "database.tier",
        "database.size",
      ],
    },
  ];
}

function nodeProblems(environment: Environment): Problem[] {
  if (!isCloudEnvironment(environment)) return [];
  if (!hasNodes(environment)) return autopilotProblems(environment);
  const { service, cluster } = environment;
  const machine = nodeMachine(environment);
  const system = systemPods[environment.cloud];
  const migrating = service.migrationCommand.length > 0 ? [{ count: migrationPods, what: "migration" }] : [];
  const asked = [...releasePods(service), ...migrating];
  const pods = total(asked);
  const most =
    service.autoscaling === undefined
      ? { path: "service.stablePods", got: service.stablePods }
      : { path: "service.autoscaling.maxPods", got: service.autoscaling.maxPods };
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
        ...most,
        rule: `must fit on the nodes: (${sumOf(asked)}) pods ask for ${Math.ceil(pods * each)}${unit}, and ${nodes} have ${free}${unit} free`,
        fix: "lower it or the requests, raise `cluster.nodeCount`, or take a larger `cluster.nodeType`",
        related: [
          "service.stablePods",
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
