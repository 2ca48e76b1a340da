import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import type { PlatformOutputs } from "../../constructs/contracts";
import { type CloudEnvironment, type Environment, isCloudEnvironment } from "../../environments/schema/environment";
import { resourceName } from "../../environments/schema/names";
import { type Problem, ValidationError } from "../../environments/schema/problems";
import { type Programs, reason } from "../../programs/local-programs";
import { ReleaseFailure } from "../failure";
import type { Variables } from "./database-parameters";

/** How to reach the cluster of an environment. */
export interface KubeconfigAccess {
  /** File, or several as in KUBECONFIG. @default - what KUBECONFIG names, or else the file in the home folder */
  readonly kubeconfig?: string;
  /** @default - the current one */
  readonly context?: string;
  /** Removes what was written for it. It may be called more than once. */
  readonly remove: () => void;
}

export interface KubeconfigOptions {
  readonly environment: Environment;
  /** Given by the user. */
  readonly kubeconfig?: string | undefined;
  /** Given by the user, who knows what it is. */
  readonly context?: string | undefined;
  /** @default - the kubeconfig of the user must have the cluster already */
  readonly outputs?: PlatformOutputs | undefined;
}

const nothing = (): void => undefined;

/**
 * Chooses the cluster of an environment: the context that the user names, else the one of a local environment's file,
 * else the cluster of the outputs, by a kubeconfig of its own that nobody else sees; else the current context, if it is
 * of this environment.
 *
 * @throws {ValidationError} when the current context is of another cluster, or there is none
 * @throws {ReleaseFailure} when the cloud does not let in
 */
export async function kubeconfigFor(
  { environment, kubeconfig, context, outputs }: KubeconfigOptions,
  { programs, variables }: { readonly programs: Programs; readonly variables: Variables },
): Promise<KubeconfigAccess> {
  const file = kubeconfig === undefined ? {} : { kubeconfig };
  if (context !== undefined) return { ...file, context, remove: nothing };
  if (!isCloudEnvironment(environment)) return { ...file, context: environment.cluster.context, remove: nothing };
  if (kubeconfig === undefined && outputs !== undefined) return temporaryAccess(environment, outputs, programs);
  const problem = currentContextProblem(environment, filesOf(kubeconfig, variables));
  if (problem !== undefined) throw new ValidationError([{ file: "the kubeconfig", problems: [problem] }]);
  return { ...file, remove: nothing };
}

/** Has the cloud's own program write the login, where neither the user's clusters nor the current one can be touched. */
async function temporaryAccess(
  environment: CloudEnvironment,
  { kubeconfig_command: command }: PlatformOutputs,
  programs: Programs,
): Promise<KubeconfigAccess> {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  const file = join(folder, "kubeconfig");
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    // gcloud wants it to be one already when it is there, and who creates it decides about its mode
    const empty = { apiVersion: "v1", kind: "Config", clusters: [], contexts: [], users: [], "current-context": "" };
    writeFileSync(file, JSON.stringify({ ...empty, preferences: {} }), { mode: 0o600 });
    const outcome = await programs.run(command.split(" "), file);
    if (outcome.status !== 0) throw new ReleaseFailure(`\`${command}\` failed: ${reason(outcome)}`, [command]);
    const problem = currentContextProblem(environment, [file]);
    // a program from snap cannot write there
    if (problem !== undefined)
      throw new ReleaseFailure(
        `\`${command}\` wrote no login of ${resourceName(environment)} to the file that KUBECONFIG names`,
      );
    return { kubeconfig: file, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function filesOf(kubeconfig: string | undefined, variables: Variables): string[] {
  const named = kubeconfig ?? variables["KUBECONFIG"] ?? "";
  const files = named.split(delimiter).filter((file) => file !== "");
  return files.length > 0 ? files : [join(variables["HOME"] ?? homedir(), ".kube", "config")];
}

const kubeconfigSchema = z.object({
  "current-context": z.string().nullish(),
  contexts: z
    .array(z.object({ name: z.string(), context: z.object({ cluster: z.string().nullish() }).nullish() }))
    .nullish(),
});

/** What is in the way of the current context; undefined when it is of the environment's cluster. */
function currentContextProblem(environment: CloudEnvironment, files: readonly string[]): Problem | undefined {
  const wanted = resourceName(environment);
  const fix = `\`npx cdktf output ${environment.name}\` tells how to log in; \`--context NAME\` takes another`;
  const found = files.filter((file) => existsSync(file)).map(readKubeconfig);
  // of several files the first that says something counts
  const current = found.map((each) => each?.["current-context"] ?? "").find((name) => name !== "");
  if (current === undefined) return { path: "current-context", rule: `must be a context of ${wanted}, got: none`, fix };
  const contexts = found.flatMap((each) => each?.contexts ?? []);
  const cluster = contexts.find(({ name }) => name === current)?.context?.cluster ?? "";
  return isClusterOf(environment, cluster)
    ? undefined
    : { path: "current-context", rule: `must be a context of ${wanted}`, got: current, fix };
}

/** A file that is none, or that may not be read, has no context. Its text is not told: it may hold a token. */
function readKubeconfig(file: string): z.infer<typeof kubeconfigSchema> | undefined {
  try {
    return kubeconfigSchema.safeParse(parse(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

/** Whether a cluster of a kubeconfig is called as the cloud's own program calls that of the environment. */
function isClusterOf(environment: CloudEnvironment, cluster: string): boolean {
  const name = resourceName(environment);
  if (cluster === name) return true;
  switch (environment.cloud) {
    case "aws":
      return cluster.endsWith(`:eks:${environment.region}:${environment.accountId}:cluster/${name}`);
    case "google":
      // a zone of the region, or the region itself
      return (
        cluster.startsWith(`gke_${environment.projectId}_${environment.region}`) &&
        cluster.split("_").at(-1) === name &&
        cluster.split("_").length === 4
      );
    case "digitalocean":
      return cluster === `do-${environment.region}-${name}`;
  }
}
