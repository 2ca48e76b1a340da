import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { App, Yaml } from "cdk8s";

import { imageParts } from "./image";
import { containerPaths, type WrittenObject, writtenObjects } from "./written-objects";

/** An app that writes, beside the files of its charts, what Kustomize needs to apply them and to set their images. */
export class KustomizedApp extends App {
  /** @param image reference of the service's own image, as its containers have it */
  constructor(
    outdir: string,
    private readonly image: string,
  ) {
    super({ outdir });
  }

  override synth(): void {
    // what an earlier one left must not be applied
    for (const name of this.manifests()) rmSync(join(this.outdir, name));
    super.synth();
    const workloads = writtenObjects(this, ["Deployment", "Job"]);
    for (const [name, text] of Object.entries(kustomization(this.manifests(), workloads, this.image)))
      writeFileSync(join(this.outdir, name), text);
  }

  private manifests(): string[] {
    if (!existsSync(this.outdir)) return [];
    return readdirSync(this.outdir)
      .filter((name) => name.endsWith(this.outputFileExtension))
      .sort();
  }
}

/** Names without an ending, because `kubectl apply --filename` of the folder takes every YAML file for objects. */
const kustomizationFile = "Kustomization";
const namesFile = "kustomizeconfig";

/**
 * The files of a kustomization over manifests. Their containers get the name of their Deployment as image, which
 * `images` turns into a reference: so each track has an image of its own to set. A migration goes with the canary,
 * which is the first to need it.
 */
function kustomization(
  manifests: readonly string[],
  workloads: readonly WrittenObject[],
  image: string,
): Record<string, string> {
  const own = workloads.filter((workload) => containerPaths(workload, image).length > 0);
  const deployments = own.filter(({ kind }) => kind === "Deployment");
  const jobs = own.filter(({ kind }) => kind === "Job");
  const canary = deployments.find(({ metadata }) => metadata.name.endsWith("-canary"));
  const imageName = (workload: WrittenObject): string =>
    (workload.kind === "Job" ? canary : workload)?.metadata.name ?? workload.metadata.name.replace(/-[0-9a-f]+$/, "");

  const written = {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    resources: manifests,
    patches: own.map((workload) => ({
      target: { kind: workload.kind, name: workload.metadata.name },
      patch: JSON.stringify(
        containerPaths(workload, image).map((path) => ({
          op: "replace",
          path: `/${[...path, "image"].join("/")}`,
          value: imageName(workload),
        })),
      ),
    })),
    images: [...new Set(own.map(imageName))].map((name) => ({ name, ...imageParts(image) })),
    replicas: deployments.flatMap(({ metadata: { name }, spec }) =>
      spec?.replicas === undefined ? [] : [{ name, count: spec.replicas }],
    ),
    ...(jobs.length === 0 ? {} : renamedJobs(jobs, image)),
  };
  const files = { [kustomizationFile]: Yaml.stringify(written) };
  return jobs.length === 0 ? files : { ...files, [namesFile]: Yaml.stringify(jobNames) };
}

/**
 * A Job cannot be changed, so that another image needs a Job of another name. Kustomize hashes the content of
 * ConfigMaps only: one that holds the image, and is not written, lends its hash to the Job of the same name.
 */
function renamedJobs(jobs: readonly WrittenObject[], image: string) {
  return {
    configMapGenerator: jobs.map(({ metadata: { name, namespace } }) => ({
      name,
      namespace,
      literals: ["image="],
      options: { annotations: { "config.kubernetes.io/local-config": "true" } },
    })),
    replacements: jobs.map((job) => ({
      source: {
        kind: "Job",
        name: job.metadata.name,
        fieldPath: [...(containerPaths(job, image)[0] ?? []), "image"].join("."),
      },
      targets: [{ select: { kind: "ConfigMap", name: job.metadata.name }, fieldPaths: ["data.image"] }],
    })),
    configurations: [namesFile],
  };
}

const jobNames = {
  nameReference: [{ kind: "ConfigMap", version: "v1", fieldSpecs: [{ kind: "Job", path: "metadata/name" }] }],
};
