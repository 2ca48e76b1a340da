import type { Environment } from "../environment";
import type { Problem } from "../problems";
import { mib, millicores } from "../quantity";
import { usesDatabase } from "../release-pods";
import { capacityProblems } from "./capacity";
import { trackProblems } from "./tracks";
import { verificationProblems } from "./verification";

/** Relations between the settings of the service, and between them and what carries it. */
export function serviceProblems(environment: Environment): Problem[] {
  return [
    ...limitProblems(environment),
    ...trackProblems(environment),
    ...configurationProblems(environment),
    ...databaseProblems(environment),
    ...verificationProblems(environment),
    ...capacityProblems(environment),
  ];
}

function limitProblems({ service: { resources } }: Environment): Problem[] {
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
  return problems;
}

/** What every service is told, so that nobody else may. */
export const ownVariables = /^(PORT|RELEASE_TRACK|SHUTDOWN_TIMEOUT_SECONDS|DB_.*)$/;
const settingsOfVariables: Record<string, string> = {
  PORT: "set `service.port`",
  SHUTDOWN_TIMEOUT_SECONDS: "set `service.shutdownSeconds`",
  DB_POOL_SIZE: "set `service.databasePoolSize`",
};

function configurationProblems({ service }: Environment): Problem[] {
  return Object.keys(service.configuration)
    .filter((key) => ownVariables.test(key))
    .map((key) => ({
      path: `service.configuration.${key}`,
      rule: "must not be a variable that this project sets itself (PORT, RELEASE_TRACK, SHUTDOWN_TIMEOUT_SECONDS, DB_*)",
      fix: settingsOfVariables[key],
    }));
}

function databaseProblems({ service }: Environment): Problem[] {
  if (usesDatabase(service)) return [];
  return (["migrationCommand", "bootstrapCommand"] as const)
    .filter((name) => service[name].length > 0)
    .map((name) => ({
      path: `service.${name}`,
      rule: "must be empty when `service.databasePoolSize` is 0",
      got: service[name],
      related: ["service.databasePoolSize"],
    }));
}
