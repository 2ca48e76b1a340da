import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { CloudEnvironment } from "../environments/schema/environment";
import { type Programs, reason } from "../programs/local-programs";
import { Unreachable } from "./failure";

/** A kubeconfig with one cluster, and the name that it has there. */
export interface ClusterAccess {
  readonly file: string;
  readonly context: string;
}

/** A kubeconfig of our own, so that neither the user's clusters nor the current one can be touched by mistake. */
export class TemporaryKubeconfig {
  readonly file: string;
  private readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));

  constructor() {
    this.file = join(this.folder, "kubeconfig");
    // gcloud wants it to be one already when it is there, and who creates it decides about its mode
    const empty = { apiVersion: "v1", kind: "Config", clusters: [], contexts: [], users: [], "current-context": "" };
    writeFileSync(this.file, JSON.stringify({ ...empty, preferences: {} }), { mode: 0o600 });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the programs of the clouds write when there is no cluster of that name. */
const absences: Readonly<Record<CloudEnvironment["cloud"], RegExp>> = {
  aws: /\(ResourceNotFoundException\).*No cluster found/,
  // with "Did you mean" in its place there is one of that name elsewhere, which is worth a look
  google: /No cluster named '/,
  digitalocean: /no cluster goes by the name/,
};

/**
 * Has the cloud's own program write the login of a cluster.
 *
 * @param command of the cluster, see `KubernetesCluster.kubeconfigCommand`
 * @returns nothing when there is no such cluster
 * @throws {Unreachable} when it is not known whether there is, or how to log in
 */
export async function loginToCluster(
  programs: Programs,
  { cloud, command, clusterName }: { cloud: CloudEnvironment["cloud"]; command: string; clusterName: string },
  { file }: TemporaryKubeconfig,
): Promise<ClusterAccess | undefined> {
  const outcome = await programs.run(command.split(" "), file);
  if (outcome.status !== 0) {
    if (absences[cloud].test(outcome.stderr)) return undefined;
    throw new Unreachable(`\`${command}\` failed: ${reason(outcome)}`);
  }

  const { stdout } = await programs.run(["kubectl", `--kubeconfig=${file}`, "config", "current-context"], file);
  const context = stdout.trim();
  // without a context kubectl would take the cluster that it runs in, on a runner in Kubernetes
  if (context === "")
    throw new Unreachable(
      `\`${command}\` wrote nothing to the file that KUBECONFIG names (a program from snap cannot write there)`,
    );
  if (!context.endsWith(clusterName))
    throw new Unreachable(`\`${command}\` gave access to another cluster: ${context}`);
  return { file, context };
}
