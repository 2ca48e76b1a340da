import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";

import { KubeConfig } from "@kubernetes/client-node";

import { didYouMean, type Problem, ValidationError } from "../../environments/schema/problems";
import { proxyFor } from "./proxy";

/** Which cluster, and as who. */
export interface ClusterChoice {
  /** One file, or several as in `KUBECONFIG`. @default - `KUBECONFIG`, `~/.kube/config`, or the pod that this runs in */
  readonly kubeconfig?: string | undefined;
  /** @default - the current one of the file */
  readonly context?: string | undefined;
}

/** A kubeconfig with a context that is complete, and where it was read. */
export interface LoadedKubeconfig {
  readonly config: KubeConfig;
  /** As it is shown. */
  readonly file: string;
}

/** A pod's own account. */
const accountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/**
 * Reads who is to log in where.
 *
 * @throws {ValidationError} with the contexts that there are, when this one is not
 */
export function loadKubeconfig(choice: ClusterChoice, variables: NodeJS.ProcessEnv): LoadedKubeconfig {
  const files = filesOf(choice, variables);
  const file = files.join(delimiter);
  const config = new KubeConfig();
  if (files.length === 0) config.loadFromCluster();
  else merge(config, files);
  config.setCurrentContext(choice.context ?? config.getCurrentContext());

  const problem = problemOf(config, choice);
  if (problem !== undefined) throw wrong(file, problem);
  const cluster = config.getCurrentCluster();
  const server = new URL(cluster?.server ?? "");
  config.clusters = config.clusters.map((other) =>
    other === cluster
      ? {
          ...other,
          proxyUrl: other.proxyUrl ?? proxyFor(server, variables),
          // there is no certificate to verify; the library asks for a word that one knows
          skipTLSVerify: other.skipTLSVerify || server.protocol === "http:",
        }
      : other,
  );
  return { config, file: files.length === 0 ? "the service account of this pod" : file };
}

/** Nothing when this runs in a pod of the cluster, and no file is named. */
function filesOf({ kubeconfig }: ClusterChoice, variables: NodeJS.ProcessEnv): string[] {
  const split = (list: string): string[] => list.split(delimiter).filter((file) => file !== "");
  if (kubeconfig !== undefined) {
    const files = split(kubeconfig);
    const absent = files.find((file) => !isReadable(file)) ?? (files.length === 0 ? kubeconfig : undefined);
    if (absent === undefined) return files;
    throw wrong(absent, { path: "", rule: "there is no such file, or it may not be read" });
  }
  const named = variables["KUBECONFIG"] ?? "";
  if (named !== "") {
    // kubectl passes over those that are missing, too
    const files = split(named).filter(isReadable);
    if (files.length > 0) return files;
    throw wrong(named, { path: "KUBECONFIG", rule: "names no file that is there and can be read" });
  }
  const usual = join(variables["HOME"] ?? homedir(), ".kube", "config");
  if (isReadable(usual)) return [usual];
  if (variables["KUBERNETES_SERVICE_HOST"] !== undefined && isReadable(accountToken)) return [];
  throw wrong(usual, {
    path: "",
    rule: "there is no such file, and `KUBECONFIG` names no other",
    fix: "log in to the cluster first, or give the file",
  });
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Of things with the same name the first one counts, as for kubectl. */
function merge(config: KubeConfig, files: readonly string[]): void {
  const withoutDoubles = <T extends { readonly name: string }>(present: readonly T[], added: readonly T[]): T[] => [
    ...present,
    ...added.filter(({ name }) => !present.some((other) => other.name === name)),
  ];
  for (const file of files) {
    const added = read(resolve(file), file);
    config.clusters = withoutDoubles(config.clusters, added.clusters);
    config.users = withoutDoubles(config.users, added.users);
    config.contexts = withoutDoubles(config.contexts, added.contexts);
    // the types do not tell that a file may have none
    const current = added.getCurrentContext() as string | undefined;
    if (((config.getCurrentContext() as string | undefined) ?? "") === "" && current !== undefined)
      config.setCurrentContext(current);
  }
}

function read(file: string, shown: string): KubeConfig {
  const config = new KubeConfig();
  try {
    // an entry that is broken and that nobody wants is no obstacle
    config.loadFromFile(file, { onInvalidEntry: "filter" });
  } catch (error) {
    // what the library says quotes the file, and there are passwords in it
    const line = (error as { mark?: { line?: number } }).mark?.line;
    const rule = line === undefined ? "is not a kubeconfig" : `is not YAML (line ${line + 1})`;
    throw wrong(shown, { path: "", rule });
  }
  config.users = config.users.map((user) => {
    const exec = user.exec as ExecPlugin | null | undefined;
    return exec?.command === undefined ? user : { ...user, exec: complete(exec, dirname(file)) };
  });
  return config;
}

interface ExecPlugin {
  readonly apiVersion?: string;
  readonly command?: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
}

/** What kubectl does for a program that hands out credentials, and the library does not. */
function complete(exec: ExecPlugin, folder: string): ExecPlugin {
  const { command = "", env, apiVersion = "client.authentication.k8s.io/v1beta1" } = exec;
  const info = { kind: "ExecCredential", apiVersion, spec: { interactive: false } };
  return {
    ...exec,
    // a path is meant from where the file is, a name is looked for on the PATH
    command: /[/\\]/.test(command) && !isAbsolute(command) ? join(folder, command) : command,
    env: [...(env ?? []), { name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) }],
  };
}

function problemOf(config: KubeConfig, { context }: ClusterChoice): Problem | undefined {
  const names = config.contexts.map(({ name }) => name);
  const known = names.length === 0 ? "it has no contexts" : `its contexts are ${names.join(", ")}`;
  const wanted = config.getCurrentContext() as string | undefined;
  if ((wanted ?? "") === "") return { path: "current-context", rule: "is not set", fix: `name one; ${known}` };
  if (!names.includes(wanted ?? "")) {
    const near = didYouMean(wanted ?? "", names);
    const fix = near === undefined ? known : `${near} ${known}`;
    return {
      path: context === undefined ? "current-context" : "context",
      rule: "is not in this file",
      got: wanted,
      fix,
    };
  }
  const { cluster = "", user = "" } = config.getContextObject(wanted ?? "") ?? {};
  const place = `contexts.${wanted ?? ""}`;
  if (config.getCluster(cluster) === null)
    return {
      path: `${place}.cluster`,
      rule: "names a cluster that is not in this file, or has no server",
      got: cluster,
    };
  if (config.getUser(user) === null)
    return { path: `${place}.user`, rule: "names a user who is not in this file", got: user };
  const server = config.getCluster(cluster)?.server ?? "";
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol))
    return { path: `clusters.${cluster}.server`, rule: "must be a URL with https", got: server };
  return undefined;
}

/** Something in a kubeconfig, or in a file that it names, is wrong. */
export const wrong = (file: string, problem: Problem): ValidationError =>
  new ValidationError([{ file, problems: [problem] }]);
