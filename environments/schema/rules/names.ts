import type { Environment } from "../environment";
import { isCloudEnvironment } from "../environment";
import { nodeServiceAccountId, resourceName, sqlInstanceName } from "../names";
import type { Flaw } from "../flaw";
import type { Problem } from "../problems";

/** The name of an environment is the name of its file; it becomes part of the names of all its resources. */
export function environmentNameFlaw(name: string): Flaw | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 40) return undefined;
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-\d]+|-+$/g, "");
  return {
    rule: "must have a name of at most 40 characters: lower-case words joined by single hyphens, starting with a letter",
    fix: slug === "" || slug.length > 40 ? undefined : `rename it to ${slug}.ts`,
  };
}

/** Names that only become too long once prefix and suffix are added. */
export function nameProblems(environment: Environment): Problem[] {
  return [...computedNames(environment)]
    .filter(({ name, limit }) => name.length > limit)
    .map(({ what, name, limit }) => ({
      path: "project",
      rule: `makes the name of the ${what} too long: ${JSON.stringify(name)} has ${name.length} characters, at most ${limit} are allowed`,
      fix: "shorten `project` or the name of the file",
    }));
}

interface ComputedName {
  readonly what: string;
  readonly name: string;
  readonly limit: number;
}

function computedNames(environment: Environment): ComputedName[] {
  const deployment: ComputedName = {
    // the ReplicaSet adds 11 characters and the pod 6, and a pod's name must be a DNS label
    what: "pods",
    name: `${environment.service.name}-stable-0000000000-00000`,
    limit: 63,
  };
  if (!isCloudEnvironment(environment)) return [deployment];
  const name = resourceName(environment);
  switch (environment.cloud) {
    case "aws":
      return [
        deployment,
        { what: "database (RDS)", name, limit: 63 },
        { what: "role of the load balancer controller (IAM)", name: `${name}-load-balancer-controller`, limit: 64 },
      ];
    case "google":
      return [
        deployment,
        { what: "cluster (GKE)", name, limit: 40 },
        { what: "service account of the nodes", name: nodeServiceAccountId(environment), limit: 30 },
        // Cloud SQL counts the project's id and a colon as well
        { what: "database (Cloud SQL)", name: `${environment.projectId}:${sqlInstanceName(environment)}`, limit: 97 },
      ];
    case "digitalocean":
      return [deployment, { what: "database", name, limit: 63 }];
  }
}
