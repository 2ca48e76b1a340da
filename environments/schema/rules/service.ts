import type { MachineType } from "../catalogue/machine";
import { systemPods } from "../catalogue/system-pods";
import { databaseConnections, type Environment, isCloudEnvironment, nodeMachine } from "../environment";
import type { Problem } from "../problems";
import { mib, millicores } from "../quantity";

/** Whether the service's pods fit on the nodes, and their connections in the database, at the worst moment of a release. */
export function serviceProblems(environment: Environment): Problem[] {
  return [
    ...limitProblems(environment),
    ...configurationProblems(environment),
    ...connectionProblems(environment),
    ...capacityProblems(environment),
  ];
}

/** A rolling update starts one pod more than asked for, and the migration runs beside it. */
const surgePods = 1;
const migrationPods = 1;
/** A pod that is going away holds its connections until it has gone. */
const terminatingPods = 1;
/** A migration has one connection, the administrator and a person at a prompt the others. */
const otherConnections = 2;

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
    }))
    .map(({ fix, ...problem }) => (fix === undefined ? problem : { ...problem, fix }));
}

function connectionProblems(environment: Environment): Problem[] {
  const { stablePods, canaryPods, databasePoolSize } = environment.service;
  const pods = stablePods + canaryPods + surgePods + terminatingPods;
  const needed = pods * databasePoolSize + otherConnections;
  const available = databaseConnections(environment);
  if (needed <= available) return [];
  return [
    {
      path: "service.databasePoolSize",
      rule:
        `must leave the database within its ${available} connections; a release needs ${needed}: ` +
        `(${stablePods} stable + ${canaryPods} canary + ${surgePods} starting + ${terminatingPods} stopping) ` +
        `× ${databasePoolSize} + ${otherConnections}`,
      got: databasePoolSize,
      fix: "lower it, have fewer pods, or take a larger database",
      related: ["service.stablePods", "service.canaryPods", "database.instanceType", "database.tier", "database.size"],
    },
  ];
}

function capacityProblems(environment: Environment): Problem[] {
  if (!isCloudEnvironment(environment)) return [];
  const { service, cluster } = environment;
  const machine: MachineType = nodeMachine(environment);
  const system = systemPods[environment.cloud];
  const pods = service.stablePods + service.canaryPods + surgePods + migrationPods;
  const asked = `${service.stablePods} stable + ${service.canaryPods} canary + ${surgePods} starting + ${migrationPods} migration`;
  const nodes = `${cluster.nodeCount} × ${cluster.nodeType}`;

  const room = [
    {
      what: "pods",
      needed: pods,
      free: cluster.nodeCount * (machine.maxPods - system.podsPerNode) - system.pods,
      each: 1,
      largest: machine.maxPods - system.podsPerNode,
      unit: "",
    },
    {
      what: "processor",
      needed: pods * millicores(service.resources.cpuRequest),
      free: cluster.nodeCount * (machine.allocatableMillicores - system.millicoresPerNode) - system.millicores,
      each: millicores(service.resources.cpuRequest),
      largest: machine.allocatableMillicores - system.millicoresPerNode,
      unit: "m",
    },
    {
      what: "memory",
      needed: pods * mib(service.resources.memoryRequest),
      free: cluster.nodeCount * (machine.allocatableMib - system.mibPerNode) - system.mib,
      each: mib(service.resources.memoryRequest),
      largest: machine.allocatableMib - system.mibPerNode,
      unit: "Mi",
    },
  ];
  return room
    .filter(({ needed, free, each, largest }) => needed > free || each > largest)
    .map(({ what, needed, free, each, largest, unit }) => ({
      path: "service.stablePods",
      rule:
        each > largest
          ? `must be pods that fit on one ${cluster.nodeType}: each asks for ${each}${unit} of ${what}, and ${largest}${unit} are free`
          : `must fit on the nodes: (${asked}) pods ask for ${needed}${unit} of ${what}, and ${nodes} have ${free}${unit} free`,
      got: service.stablePods,
      fix: "lower it or the requests, or raise `cluster.nodeCount` or `cluster.nodeType`",
      related: [
        "service.canaryPods",
        "service.resources.cpuRequest",
        "service.resources.memoryRequest",
        "cluster.nodeType",
        "cluster.nodeCount",
      ],
    }));
}
