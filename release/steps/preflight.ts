import { releaseRules } from "../../constructs/kubernetes/release-permissions";
import type { Environment } from "../../environments/schema/environment";
import { mib, millicores } from "../../environments/schema/quantity";
import { usesDatabase } from "../../environments/schema/release-pods";
import type { Permission } from "../cluster/cluster";
import { ReleaseFailure } from "../failure";
import { type Release, warn } from "../release";

/** What the release needs of the cluster before it changes anything. */
export interface Needs {
  /** Secret with the database's login, as the pods mount it. */
  readonly databaseSecret: string;
}

/** Without these the service does not start; others have defaults. */
const requiredKeys = ["DB_HOST", "DB_SCHEMA", "DB_USER", "DB_PASSWORD"];

const listNodes: Permission = { verb: "list", group: "", resource: "nodes" };

/** What is looked at only to explain a failure. */
const forDiagnosis = new Set([
  "endpointslices",
  "events",
  "limitranges",
  "namespaces",
  "nodes",
  "persistentvolumeclaims",
  "pods/log",
  "replicasets",
  "resourcequotas",
]);

function permissionsFor({ cloud, service: { route, autoscaling } }: Environment): Permission[] {
  const unused = new Set([
    "deployments/scale",
    ...(route === undefined ? ["httproutes"] : []),
    ...(route === undefined || cloud !== "google" ? ["healthcheckpolicies"] : []),
    ...(autoscaling === undefined ? ["horizontalpodautoscalers"] : []),
  ]);
  return releaseRules.flatMap(({ apiGroup: group, resources, verbs }) =>
    resources
      .filter((resource) => !unused.has(resource))
      .flatMap((resource) => verbs.map((verb) => ({ verb, group, resource }))),
  );
}

/**
 * Looks whether the release can succeed, and changes nothing.
 *
 * @throws {ReleaseFailure} with everything that is in the way
 */
export async function preflight(release: Release, needs: Needs): Promise<void> {
  const { environment } = release;
  const missing = await checkPermissions(release);
  if (missing.length > 0) {
    const names = [...new Set(missing.map(({ resource }) => resource))].join(", ");
    warn(release, `you may not look at ${names}: less can be explained if something fails`);
  }

  const problems = usesDatabase(environment.service) ? await databaseProblems(release, needs) : [];
  if (!missing.includes(listNodes)) problems.push(...(await nodeProblems(release)));
  if (problems.length > 0) throw refusal(problems);
}

/**
 * Looks whether whoever releases may do so.
 *
 * @returns what is missing and does not hinder a release
 * @throws {ReleaseFailure} with everything that is missing and does
 */
export async function checkPermissions(release: Release): Promise<readonly Permission[]> {
  const { cluster, environment } = release;
  const missing = await cluster.missing([...permissionsFor(environment), listNodes]);
  const [lesser, lacks] = partition(missing, ({ resource }) => forDiagnosis.has(resource));
  if (lacks.length > 0) throw refusal(permissionProblems(release, lacks));
  return lesser;
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

interface Problem {
  readonly text: string;
  readonly next?: string;
}

function refusal(problems: readonly Problem[]): ReleaseFailure {
  const texts = problems.map(({ text }) => text);
  return new ReleaseFailure(
    texts.length === 1 ? texts.join("") : ["the cluster is not ready for a release:", ...texts].join("\n  - "),
    [...new Set(problems.flatMap(({ next }) => next ?? []))],
  );
}

function permissionProblems({ cluster: { namespace } }: Release, missing: readonly Permission[]): Problem[] {
  return missing.map(({ verb, group, resource }) => {
    const name = group === "" ? resource : `${resource}.${group}`;
    return {
      text: `you may not ${verb} ${name} in the namespace ${namespace}`,
      next: `kubectl --namespace ${namespace} auth can-i --list`,
    };
  });
}

async function databaseProblems({ cluster, environment }: Release, { databaseSecret }: Needs): Promise<Problem[]> {
  const next = `npx release connect --environment ${environment.name}`;
  const secret = await cluster.get("Secret", databaseSecret);
  if (secret === undefined)
    return [
      { text: `the namespace ${cluster.namespace} has no Secret ${databaseSecret} with the database's login`, next },
    ];
  const missing = requiredKeys.filter((key) => secret.data?.[key] === undefined);
  if (missing.length === 0) return [];
  return [{ text: `the Secret ${databaseSecret} lacks ${missing.join(", ")}`, next }];
}

/** Whether a pod of the service fits on any node at all. */
async function nodeProblems({ cluster, environment }: Release): Promise<Problem[]> {
  const { cpuRequest, memoryRequest } = environment.service.resources;
  const nodes = await cluster.list("Node");
  const fits = nodes.some(
    ({ status, spec }) =>
      spec?.unschedulable !== true &&
      millicores(status?.allocatable?.["cpu"] ?? "0") >= millicores(cpuRequest) &&
      mib(status?.allocatable?.["memory"] ?? "0") >= mib(memoryRequest),
  );
  // Autopilot makes nodes when they are needed
  if (fits || nodes.length === 0 || environment.cloud === "google") return [];
  const text =
    `none of the ${nodes.length} nodes has room for a pod of ${cpuRequest} processor and ${memoryRequest} memory ` +
    "(`service.resources` of the environment), or is open for any";
  return [{ text, next: "kubectl describe nodes" }];
}
