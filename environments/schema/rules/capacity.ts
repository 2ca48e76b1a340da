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
  const bounds = podBounds(environment);
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
      bound: bounds?.cpu,
    },
    {
      unit: "Mi of memory",
      each: mib(memoryRequest),
      free: cluster.nodeCount * (machine.allocatableMib - system.mibPerNode) - system.mib,
      request: { path: "service.resources.memoryRequest", got: memoryRequest },
      bound: bounds?.memory,
    },
  ];
  return room.flatMap(({ unit, each, free, request, bound }): Problem[] => {
    if (bound !== undefined && each > bound.most) {
      return [
        {
          ...request,
          rule: bound.rule,
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

/** The most that one pod may ask for, and the rule that says so. */
export interface RequestBound {
  readonly most: number;
  readonly rule: string;
}

/** Of processor in thousandths, of memory in MiB. */
export interface PodBounds {
  readonly cpu: RequestBound;
  readonly memory: RequestBound;
}

/**
 * What one pod has room for: on a node, or on those that Autopilot makes.
 *
 * @returns undefined where nobody knows the nodes
 */
export function podBounds(environment: Environment): PodBounds | undefined {
  if (!isCloudEnvironment(environment)) return undefined;
  if (!hasNodes(environment)) {
    const bound = (most: number, text: string): RequestBound => ({
      most,
      rule: `must be at most ${text}, the most that Autopilot gives a pod`,
    });
    return {
      cpu: bound(autopilotMost.millicores, `${autopilotMost.millicores / 1000} processors`),
      memory: bound(autopilotMost.mib, `${autopilotMost.mib / 1024}Gi`),
    };
  }
  const machine = nodeMachine(environment);
  const system = systemPods[environment.cloud];
  const bound = (most: number, unit: string): RequestBound => ({
    most,
    rule: `must fit on one ${environment.cluster.nodeType}, which has ${most}${unit} free`,
  });
  return {
    cpu: bound(machine.allocatableMillicores - system.millicoresPerNode, "m of processor"),
    memory: bound(machine.allocatableMib - system.mibPerNode, "Mi of memory"),
  };
}

/** Autopilot makes the nodes that pods ask for, up to a size of the pod. */
function autopilotProblems(environment: Environment): Problem[] {
  const { resources } = environment.service;
  const bounds = podBounds(environment);
  const requests = [
    { name: "cpuRequest", asked: millicores(resources.cpuRequest), bound: bounds?.cpu },
    { name: "memoryRequest", asked: mib(resources.memoryRequest), bound: bounds?.memory },
  ] as const;
  return requests.flatMap(({ name, asked, bound }) =>
    bound === undefined || asked <= bound.most
      ? []
      : [
          {
            path: `service.resources.${name}`,
            rule: bound.rule,
            got: resources[name],
            related: ["cluster.autopilot"],
          },
        ],
  );
}
