import { AssumptionError } from "../../constructs/errors";
import { contentHash } from "../../constructs/kubernetes/content-hash";
import type { Environment } from "../../environments/schema/environment";
import type { ReleaseSettings } from "../release-settings";
import { createServiceApp } from "../service-app";
import { containerPaths, type WrittenObject, writtenObjects } from "../written-objects";

/** A Deployment of the service. */
export interface TrackObject {
  /** What its values are called: `canary`, `stable`, `blue`, `green`. */
  readonly key: string;
  readonly deployment: string;
  /** @default - an autoscaler decides */
  readonly pods?: number | undefined;
  /** Percent of the requests that a Gateway gives it. @default - requests are shared in another way */
  readonly weight?: number | undefined;
}

/** The objects of a service as they are written, and what a chart has to know of them. */
export interface ServiceObjects {
  /** The objects of each file, by its name without number and ending. */
  readonly files: Readonly<Record<string, readonly WrittenObject[]>>;
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly tracks: readonly TrackObject[];
  /** The colour that all requests go to. @default - they go to all tracks */
  readonly live?: string | undefined;
  /** Name of the Secret with the database's login. */
  readonly databaseSecret: string;
  /** What the service's own containers ask for and get. */
  readonly resources: object;
  readonly configMap: WrittenObject;
  /** What the project sets in the ConfigMap itself, so that a release cannot. */
  readonly fixedVariables: ReadonlyMap<string, string>;
  /** Jobs whose names carry a hash of their pod. */
  readonly jobs: readonly WrittenObject[];
}

export function serviceObjects(environment: Environment, settings: ReleaseSettings): ServiceObjects {
  const { name, namespace } = environment.service;
  const { image, databaseSecret } = settings;
  const app = createServiceApp(environment, settings, "");
  const files = Object.fromEntries(app.charts.map((chart) => [chart.node.id, writtenObjects(chart)]));
  const all = Object.values(files).flat();
  const own = all.filter((object) => containerPaths(object, image).length > 0);

  const backends = all.flatMap(({ spec }) => spec?.rules ?? []).flatMap(({ backendRefs }) => backendRefs);
  const tracks = own
    .filter(({ kind }) => kind === "Deployment")
    .map(({ metadata, spec }) => ({
      key: metadata.name.slice(name.length + 1),
      deployment: metadata.name,
      pods: spec?.replicas,
      weight: backends.find((backend) => backend.name === metadata.name)?.weight,
    }));
  const [configMap] = all.filter(({ kind, data }) => kind === "ConfigMap" && data?.["PORT"] !== undefined);
  const resources = own.flatMap(({ spec }) => spec?.template?.spec.containers ?? [])[0]?.resources;
  if (configMap === undefined || resources === undefined)
    throw new AssumptionError(`a service has a ConfigMap and resources; ${name} has not`);

  const jobs = own.filter(({ kind }) => kind === "Job");
  for (const [object, content] of [
    [configMap, configMap.data],
    ...jobs.map((job) => [job, job.spec?.template?.spec] as const),
  ] as const) {
    // the chart computes the name from the values
    if (!object.metadata.name.endsWith(`-${contentHash(content)}`))
      throw new AssumptionError(`the name ${object.metadata.name} does not end in the hash of what it holds`);
  }
  const live = environment.service.strategy === "blue-green" ? settings.live : undefined;
  const fixedVariables = new Map(
    Object.entries(configMap.data ?? {}).filter(([key]) => !(key in environment.service.configuration)),
  );
  return { files, name, namespace, image, databaseSecret, tracks, live, resources, configMap, fixedVariables, jobs };
}

/** The name of an object without the hash at its end. */
export const baseName = ({ metadata }: WrittenObject): string => metadata.name.replace(/-[0-9a-f]+$/, "");
