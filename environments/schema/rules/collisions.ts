import { cidrsOverlap } from "../cidr";
import type { AwsEnvironment, CloudEnvironment, DigitaloceanEnvironment, Environment } from "../environment";
import { isCloudEnvironment } from "../environment";
import { imageRepository, resourceName, stateKey, trustedIssuers } from "../names";
import type { Problem } from "../problems";

/** Something of which there may be only one, and the setting that decides it. */
interface Claim {
  readonly path: string;
  readonly what: string;
  readonly key: string;
  /** @default - the rule says it all */
  readonly fix?: string;
}

/**
 * Environments that would write the same state or create the same resource.
 *
 * @returns problems by the name of the later environment; each names the earlier one
 */
export function collisionProblems(environments: readonly Environment[]): Map<string, Problem[]> {
  const owners = new Map<string, string>();
  const problems = new Map<string, Problem[]>();
  const add = (name: string, problem: Problem) => problems.set(name, [...(problems.get(name) ?? []), problem]);

  const inClouds = environments.filter(isCloudEnvironment);
  for (const environment of inClouds) {
    for (const { path, what, key, fix } of claims(environment)) {
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, environment.name);
      else
        add(environment.name, {
          path,
          rule: `must not give the same ${what} as environments/${owner}.ts: ${describe(key)}`,
          fix,
        });
    }
  }
  const inDigitalocean = inClouds.filter((environment) => environment.cloud === "digitalocean");
  inDigitalocean.forEach((environment, index) => {
    for (const earlier of inDigitalocean.slice(0, index))
      for (const problem of sharedNetworks(environment, earlier)) add(environment.name, problem);
  });
  return problems;
}

/** An account of DigitalOcean has no two networks that share an address, and the pods of a cluster have one like a VPC. */
function sharedNetworks(environment: DigitaloceanEnvironment, earlier: DigitaloceanEnvironment): Problem[] {
  return (["cidr", "podsCidr"] as const).flatMap((own) =>
    (["cidr", "podsCidr"] as const)
      .filter((other) => cidrsOverlap(environment.network[own], earlier.network[other]))
      .map((other) => ({
        path: `network.${own}`,
        rule:
          `must not overlap \`network.${other}\` of environments/${earlier.name}.ts (${earlier.network[other]}), ` +
          "because DigitalOcean allows no overlap within an account",
        got: environment.network[own],
      })),
  );
}

function claims(environment: CloudEnvironment): Claim[] {
  const resources: Claim = {
    path: "project",
    what: "names of resources",
    key: JSON.stringify([scope(environment), resourceName(environment)]),
  };
  const state: Claim = { path: "state", what: "state", key: JSON.stringify(stateLocation(environment)) };
  if (environment.cloud === "aws") return [resources, state, ...identityProviders(environment)];
  if (environment.cloud !== "digitalocean" || environment.registry.mode !== "create") return [resources, state];
  const registry: Claim = {
    path: "registry.name",
    what: "registry",
    key: JSON.stringify(["registry", imageRepository(environment).split("/")[1]]),
  };
  return [resources, state, registry];
}

function identityProviders(environment: AwsEnvironment): Claim[] {
  if (environment.ci.identityProviders !== "create") return [];
  return trustedIssuers(environment).map((issuer) => ({
    path: "ci.identityProviders",
    what: "identity provider",
    key: JSON.stringify([scope(environment), issuer]),
    fix: 'an account has each once: write "use-existing" in one of the two',
  }));
}

/** Within what the names of resources must be unique. */
function scope(environment: CloudEnvironment): string {
  switch (environment.cloud) {
    case "aws":
      return `AWS account ${environment.accountId}`;
    case "google":
      return `Google Cloud project ${environment.projectId}`;
    case "digitalocean":
      return "DigitalOcean account";
  }
}

function stateLocation(environment: CloudEnvironment): string[] {
  const { state } = environment;
  switch (state.backend) {
    case "local":
      return ["local", environment.name];
    case "hcp":
      return ["hcp", state.organization, resourceName(environment)];
    case "s3":
    case "gcs":
      return [state.backend, state.bucket, stateKey(environment)];
  }
}

function describe(key: string): string {
  return (JSON.parse(key) as string[]).join(", ");
}
