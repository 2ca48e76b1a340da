import type { Environment, GoogleEnvironment } from "../environment";
import { isCloudEnvironment } from "../environment";
import { githubSubject } from "../continuous-integration";
import { nodeServiceAccountId, releaseAccountId, resourceName, sqlInstanceName, trustedIssuers } from "../names";
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
    .map(({ path, what, name, limit, related = [] }) => ({
      path,
      rule: `${path === "" ? "has a name that makes" : "makes"} the name of the ${what} too long: ${JSON.stringify(name)} has ${name.length} characters, at most ${limit} are allowed`,
      fix: `shorten ${path === "project" ? "`project` or the name of the file" : "it"}`,
      related,
    }));
}

interface ComputedName {
  /** The setting that makes it long; empty for the name of the file. */
  readonly path: "project" | "service.name" | "ci.github.repository" | "";
  readonly what: string;
  readonly name: string;
  readonly limit: number;
  /** Other settings that are part of it. */
  readonly related?: readonly string[];
}

function computedNames(environment: Environment): ComputedName[] {
  const deployment: ComputedName = {
    // the ReplicaSet adds 11 characters and the pod 6, and a pod's name must be a DNS label
    path: "service.name",
    what: "pods",
    name: `${environment.service.name}-stable-0000000000-00000`,
    limit: 63,
  };
  if (!isCloudEnvironment(environment)) return [deployment];
  const named = { path: "project", name: resourceName(environment) } as const;
  switch (environment.cloud) {
    case "aws":
      return [
        deployment,
        { ...named, what: "database (RDS)", limit: 63 },
        {
          path: "project",
          what: "role of the load balancer controller (IAM)",
          name: `${named.name}-load-balancer-controller`,
          limit: 64,
        },
      ];
    case "google":
      return [
        deployment,
        { ...named, what: "cluster (GKE)", limit: 40 },
        { path: "", what: "service account of the nodes", name: nodeServiceAccountId(environment), limit: 30 },
        {
          path: "project",
          what: "database (Cloud SQL)",
          // Cloud SQL counts the project's id and a colon as well
          name: `${environment.projectId}:${sqlInstanceName(environment)}`,
          limit: 97,
          related: ["projectId", "database.generation"],
        },
        ...releaseNames(environment),
      ];
    case "digitalocean":
      return [deployment, { ...named, what: "database", limit: 63 }];
  }
}

/** Of continuous integration. The pool's id is shorter than that of the account, and has more room. */
function releaseNames(environment: GoogleEnvironment): ComputedName[] {
  const { github } = environment.ci;
  if (trustedIssuers(environment).length === 0) return [];
  const account: ComputedName = {
    path: "",
    what: "service account of continuous integration",
    name: releaseAccountId(environment),
    limit: 30,
  };
  if (github === undefined) return [account];
  const subject: ComputedName = {
    path: "ci.github.repository",
    what: "subject of GitHub's tokens",
    name: githubSubject(github, environment.name),
    // what Google takes as google.subject
    limit: 127,
  };
  return [account, subject];
}
