import { autopilotRequests } from "./catalogue/autopilot";
import {
  kubernetesOnAws,
  kubernetesOnDigitalocean,
  postgres,
  postgresOnAws,
  postgresOnDigitalocean,
} from "./catalogue/versions";
import { contains, parseIpv4Range } from "./cidr";
import { type CloudEnvironment, type Environment, hasNodes } from "./environment";
import { describeProblem, type Problem } from "./problems";
import { mib, millicores } from "./quantity";

/**
 * What is allowed, and yet worth knowing: values that were not replaced after a fork, versions whose support ends soon,
 * a production without a spare.
 *
 * @param today ISO date, to compare the ends of support with
 * @returns sentences in the form of {@link describeProblem}
 */
export function warnings(environment: Environment, today: string): string[] {
  const problems = environment.cloud === "local" ? [] : cloudWarnings(environment);
  return [...problems, ...clusterWarnings(environment), ...versionWarnings(environment, today)].map(describeProblem);
}

function cloudWarnings(environment: CloudEnvironment): Problem[] {
  return [
    ...exampleWarnings(environment),
    ...stateWarnings(environment),
    ...spareWarnings(environment),
    ...autopilotWarnings(environment),
    ...exceptionWarnings(environment),
  ];
}

/** Networks that exist in documents only (RFC 5737). */
const documentation = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"].flatMap(
  (cidr) => parseIpv4Range(cidr) ?? [],
);

function exampleWarnings(environment: CloudEnvironment): Problem[] {
  const problems: Problem[] = [];
  const example = (path: string, got: string) =>
    problems.push({ path, rule: "is an example", got, fix: "put your own before you deploy" });

  environment.cluster.apiAllowedCidrs.forEach((cidr, index) => {
    const range = parseIpv4Range(cidr);
    if (range !== undefined && documentation.some((network) => contains(network, range))) {
      example(`cluster.apiAllowedCidrs.${index}`, cidr);
    }
  });
  if (environment.cloud === "aws" && environment.accountId === "111122223333")
    example("accountId", environment.accountId);
  if (environment.cloud === "aws" && environment.ci.github?.repository.startsWith("example-"))
    example("ci.github.repository", environment.ci.github.repository);
  if (environment.cloud === "google" && environment.projectId.startsWith("example-"))
    example("projectId", environment.projectId);
  if (environment.cloud === "google" && environment.ci.github?.repository.startsWith("example-"))
    example("ci.github.repository", environment.ci.github.repository);
  if (environment.cloud === "digitalocean" && environment.registry.name.startsWith("example-"))
    example("registry.name", environment.registry.name);
  const { state } = environment;
  if ("bucket" in state && state.bucket.startsWith("example-")) example("state.bucket", state.bucket);
  if ("organization" in state && state.organization.startsWith("example-"))
    example("state.organization", state.organization);
  return problems;
}

function stateWarnings({ state, cloud }: CloudEnvironment): Problem[] {
  if (state.backend !== "local") return [];
  const secrets =
    cloud === "digitalocean"
      ? ", and with it the database's passwords, which DigitalOcean's provider writes into it"
      : "";
  return [
    {
      path: "state.backend",
      rule: `keeps the state in a file of this checkout${secrets}`,
      fix: "good for a first try by one person",
    },
  ];
}

function spareWarnings(environment: CloudEnvironment): Problem[] {
  if (environment.profile !== "production") return [];
  const problems: Problem[] = [];
  if (!environment.database.highlyAvailable) {
    problems.push({
      path: "database.highlyAvailable",
      rule: "is off in production: a failure of the database is an outage",
    });
  }
  if (environment.cloud === "digitalocean" && !environment.cluster.highlyAvailable) {
    problems.push({ path: "cluster.highlyAvailable", rule: "is off in production: the Kubernetes API has no spare" });
  }
  if (environment.cloud === "google" && !environment.cluster.autopilot && !environment.cluster.regional) {
    problems.push({ path: "cluster.regional", rule: "is off in production: all nodes are in one zone" });
  }
  if (environment.cloud === "aws" && environment.network.nat === "single") {
    problems.push({ path: "network.nat", rule: "is single in production: one zone's failure cuts off all nodes" });
  }
  return problems;
}

/** Autopilot raises what is too small for it, and bills that. */
function autopilotWarnings(environment: CloudEnvironment): Problem[] {
  if (hasNodes(environment)) return [];
  const { resources } = environment.service;
  const asked = { millicores: millicores(resources.cpuRequest), mib: mib(resources.memoryRequest) };
  const given = autopilotRequests(asked);
  const raised = (path: string, got: string, to: string): Problem => ({
    path: `service.resources.${path}`,
    rule: `is raised to ${to} by Autopilot, which bills that`,
    got,
  });
  return [
    ...(given.millicores > asked.millicores
      ? [raised("cpuRequest", resources.cpuRequest, `${given.millicores}m`)]
      : []),
    ...(given.mib > asked.mib ? [raised("memoryRequest", resources.memoryRequest, `${given.mib}Mi`)] : []),
  ];
}

function exceptionWarnings({ exceptions }: CloudEnvironment): Problem[] {
  return Object.entries(exceptions).map(([name, reason]) => ({
    path: `exceptions.${name}`,
    rule: "is in force",
    got: reason,
  }));
}

/** What the service asks of the cluster, and the cluster does not have by itself. */
function clusterWarnings({ cloud, service: { autoscaling, route } }: Environment): Problem[] {
  const problems: Problem[] = [];
  // EKS gets it from this project, GKE brings it
  if (autoscaling !== undefined && (cloud === "digitalocean" || cloud === "local"))
    problems.push({
      path: "service.autoscaling",
      rule: "needs metrics-server, which the cluster does not have by itself",
      fix: "install it before the first release",
    });
  if (route !== undefined)
    problems.push({
      path: "service.route",
      rule: "needs a Gateway and its controller, which are not part of this project",
      got: `${route.gatewayNamespace}/${route.gateway}`,
    });
  return problems;
}

/** A quarter: enough for an upgrade that nobody has to hurry. */
const noticeDays = 90;

function versionWarnings(environment: Environment, today: string): Problem[] {
  return versionsInUse(environment).flatMap(({ path, version, end, what }) => {
    const days = Math.floor((Date.parse(end) - Date.parse(today)) / (24 * 60 * 60 * 1000));
    if (days > noticeDays) return [];
    const rule = days < 0 ? `is past its support since ${end}` : `is supported until ${end}, for ${days} more days`;
    return [{ path, rule: `(${what} ${version}) ${rule}`, fix: "plan the upgrade" }];
  });
}

interface VersionInUse {
  readonly path: string;
  readonly what: string;
  readonly version: string;
  /** Last day of support. */
  readonly end: string;
}

function versionsInUse(environment: Environment): VersionInUse[] {
  const { postgresVersion } = environment.database;
  const database = (calendar: Readonly<Record<string, string>>): VersionInUse => ({
    path: "database.postgresVersion",
    what: "PostgreSQL",
    version: postgresVersion,
    end: calendar[postgresVersion] ?? "",
  });
  const cluster = (version: string, calendar: Readonly<Record<string, string>>): VersionInUse => ({
    path: "cluster.kubernetesVersion",
    what: "Kubernetes",
    version,
    end: calendar[version] ?? "",
  });
  switch (environment.cloud) {
    case "aws":
      return [
        cluster(environment.cluster.kubernetesVersion, kubernetesOnAws.supported),
        database(postgresOnAws.supported),
      ];
    case "digitalocean":
      return [
        cluster(environment.cluster.kubernetesVersion, kubernetesOnDigitalocean.supported),
        database(postgresOnDigitalocean.supported),
      ];
    case "google":
    case "local":
      return [database(postgres.supported)];
  }
}
