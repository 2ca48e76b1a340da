import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { createFirstReleaseApp } from "../charts/first-release";
import { releaseSettings } from "../charts/release-settings";
import type { ReleaseVariables } from "../charts/release-variables";
import { createServiceApp } from "../charts/service-app";
import type { Gap } from "../constructs/contracts";
import { type CloudEnvironment, type Environment, isCloudEnvironment } from "../environments/schema/environment";
import { environmentSources } from "../environments/schema/load";
import { synthesizeStacks } from "../stacks/app";
import type { PlatformStack } from "../stacks/platform-stack";
import { type Cost, estimateCost } from "./cost";

/** What was written for one environment. */
export interface Synthesized {
  readonly environment: Environment;
  /** Image that the manifests name. */
  readonly image: string;
  /** Number of resources by type of Terraform. Empty for a local environment. */
  readonly resources: Readonly<Record<string, number>>;
  /** Number of objects by kind of Kubernetes. */
  readonly objects: Readonly<Record<string, number>>;
  readonly gaps: readonly Gap[];
  /** How traffic flows in and out. @default - a local environment has no network of its own */
  readonly traffic?: string;
  /** @default - a local environment costs nothing */
  readonly cost?: Cost;
  /** File with the configuration of Terraform, below the root. @default - a local environment has none */
  readonly terraformFile?: string;
  /** Folder with the manifests, below the root. */
  readonly manifestsFolder: string;
}

/** Where CDKTF and cdk8s expect their output. */
const terraformOutput = "cdktf.out";
const manifestsOutput = "dist";

const localGaps: readonly Gap[] = [
  { capability: "a managed database", instead: "one PostgreSQL pod without backups and TLS" },
  { capability: "a registry", instead: "load the image into the cluster, for example `kind load docker-image`" },
  { capability: "a load balancer", instead: "a port of the nodes" },
];

/**
 * Writes Terraform's configuration and the manifests of all given environments, and says what is in them.
 *
 * @param root folder to write to; the paths in the result are relative to it
 */
export function synthesize(
  environments: readonly Environment[],
  variables: ReleaseVariables,
  root: string,
): Synthesized[] {
  // all settings are checked before anything is written
  const releases = releaseSettings(environments, variables);
  const stacks = writeStacks(environments.filter(isCloudEnvironment), join(root, terraformOutput));
  removeOrphanedManifests(join(root, manifestsOutput));

  return releases.map(({ environment, settings }) => {
    const manifestsFolder = join(manifestsOutput, environment.name);
    rmSync(join(root, manifestsFolder), { recursive: true, force: true });
    const app = createServiceApp(environment, settings, join(root, manifestsOutput));
    app.synth();
    createFirstReleaseApp(environment, settings, join(root, manifestsOutput))?.synth();
    const kinds = app.charts.flatMap((chart) => (chart.toJson() as { kind: string }[]).map(({ kind }) => kind));
    const common = { environment, image: settings.image, objects: count(kinds), manifestsFolder };
    if (!isCloudEnvironment(environment)) return { ...common, resources: {}, gaps: localGaps };

    const terraformFile = join(terraformOutput, "stacks", environment.name, "cdk.tf.json");
    const resources = readResources(join(root, terraformFile));
    return {
      ...common,
      resources: Object.fromEntries(Object.entries(resources).map(([type, all]) => [type, all.length])),
      gaps: stacks.get(environment.name)?.gaps ?? [],
      traffic: stacks.get(environment.name)?.network.traffic,
      cost: estimateCost(environment, resources),
      terraformFile,
    };
  });
}

/** @returns the stack of each environment, by its name */
function writeStacks(environments: readonly CloudEnvironment[], outdir: string): Map<string, PlatformStack> {
  if (environments.length === 0) return new Map();
  const stacks = synthesizeStacks(environments, outdir);
  removeOrphans(join(outdir, "stacks"));
  return new Map(stacks.map((stack) => [stack.node.id, stack]));
}

/** Terraform would go on offering the stack of an environment whose file has been deleted. */
function removeOrphans(stacksFolder: string): void {
  for (const name of readdirSync(stacksFolder)) {
    if (!existsSync(join("environments", `${name}.ts`))) rmSync(join(stacksFolder, name), { recursive: true });
  }
}

/** Whatever applies all folders, as tools of GitOps do, would go on releasing an environment whose file has been deleted. */
function removeOrphanedManifests(folder: string): void {
  if (!existsSync(folder)) return;
  const names = environmentSources().map(({ name }) => name);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !names.includes(entry.name) && isWritten(path)) rmSync(path, { recursive: true });
  }
}

/** Whether all that is in a folder is called as what this project writes: anything else is somebody's own. */
function isWritten(folder: string): boolean {
  const names = readdirSync(folder);
  return (
    names.includes("Kustomization") &&
    names.every((name) => /^(\d{4}-.+\.k8s\.yaml|Kustomization|kustomizeconfig|first-release)$/.test(name))
  );
}

/** The settings of all resources in a file, by type. */
function readResources(file: string): Record<string, readonly unknown[]> {
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, Record<string, unknown>> };
  return Object.fromEntries(Object.entries(resource).map(([type, all]) => [type, Object.values(all)]));
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
