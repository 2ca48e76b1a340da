import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Answer, Call } from "./tool";

interface Access {
  /** The test cluster's own kubeconfig. */
  readonly kubeconfig: string;
  /** As the program of the cloud calls it. */
  readonly name: string;
  /** What hands out the token. */
  readonly exec: readonly string[];
}

interface Config {
  readonly clusters: readonly { readonly cluster: object }[];
  readonly users: readonly { readonly user: { readonly token: string } }[];
}

/** Adds the test cluster to the kubeconfig of whoever calls, and makes it the current one, as programs of clouds do. */
export function saveKubeconfig({ variables }: Call, { kubeconfig, name, exec }: Access): void {
  const { clusters } = JSON.parse(kubeconfig) as Config;
  const file = variables["KUBECONFIG"] ?? join(variables["HOME"] ?? "", ".kube/config");
  mkdirSync(dirname(file), { recursive: true });
  const [command, ...args] = exec;
  const apiVersion = "client.authentication.k8s.io/v1beta1";
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: clusters[0]?.cluster }],
    users: [{ name, user: { exec: { apiVersion, command, args, interactiveMode: "IfAvailable" } } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
}

/** The token that the test cluster knows, as kubectl wants to be told. */
export function token(kubeconfig: string): Answer {
  const { users } = JSON.parse(kubeconfig) as Config;
  const status = { token: users[0]?.user.token, expirationTimestamp: new Date(Date.now() + 600_000).toISOString() };
  const kind = { kind: "ExecCredential", apiVersion: "client.authentication.k8s.io/v1beta1", spec: {} };
  return { stdout: JSON.stringify({ ...kind, status }) };
}

/** Text of a file in the home folder, or elsewhere; undefined when there is none. */
export const textOf = (file: string | undefined): string | undefined =>
  file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
