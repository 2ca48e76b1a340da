import type { Chart } from "cdk8s";

import type { ReleaseSettings } from "../charts/release-settings";
import { createServiceApp } from "../charts/service-app";
import { verificationJob } from "../charts/verification";
import { writtenObjects } from "../charts/written-objects";
import { contentHash } from "../constructs/kubernetes/content-hash";
import { type Track, trackName } from "../constructs/kubernetes/release-track";
import type { Environment } from "../environments/schema/environment";
import type { Service } from "../environments/schema/service";
import { annotationsOf, type Notes } from "./annotations";
import type { AnyObject, Deployment, Job } from "./cluster/objects";

/** What the charts make of an environment and the settings of a release, by the step that needs it. */
export interface Manifests {
  /** Before and between releases: identity, configuration, boundaries, the balancer. */
  readonly base: readonly AnyObject[];
  /** What only an administrator may make: the namespace, and the rights in it. */
  readonly administrators: readonly AnyObject[];
  /** @default - the service has nothing to migrate */
  readonly migration?: Job | undefined;
  /** The service's own verification. @default - it brings none */
  readonly verification?: Job | undefined;
  readonly deployment: (track: Track) => Deployment;
  /** Besides the Deployment of a track: its autoscaler, and its Service behind a Gateway. */
  readonly beside: (track: Track) => readonly AnyObject[];
  /** Who gets how much of the requests, where the number of pods does not decide it. */
  readonly traffic: readonly AnyObject[];
}

const administratorsKinds = ["Namespace", "Role", "RoleBinding"];

export function manifestsOf(environment: Environment, settings: ReleaseSettings): Manifests {
  const { service } = environment;
  // nothing is written there: the objects go to the cluster from here
  const app = createServiceApp(environment, settings, "dist");
  const objects = (id: string): AnyObject[] => {
    const chart = app.node.tryFindChild(id) as Chart | undefined;
    return chart === undefined ? [] : writtenObjects(chart);
  };
  const base = objects(service.name);
  const [migration] = objects(`${service.name}-migrate`);
  const isDeployment = ({ kind }: AnyObject): boolean => kind === "Deployment";
  return {
    base: base.filter(({ kind = "" }) => !administratorsKinds.includes(kind)),
    administrators: base.filter(({ kind = "" }) => administratorsKinds.includes(kind)),
    migration: migration,
    verification: verificationJob(environment, settings) as Job | undefined,
    deployment: (track) => objects(trackName(service, track)).find(isDeployment) as Deployment,
    beside: (track) => objects(trackName(service, track)).filter((object) => !isDeployment(object)),
    traffic: objects(`${service.name}-traffic`),
  };
}

/** A Deployment with another image, another number of pods, and notes. */
export function withChanges(
  deployment: Deployment,
  { image, replicas, notes }: { image?: string; replicas?: number | undefined; notes: Notes },
): Deployment {
  const template = deployment.spec?.template;
  return {
    ...deployment,
    metadata: { ...deployment.metadata, annotations: annotationsOf(notes) },
    spec: {
      ...deployment.spec,
      replicas,
      template: image === undefined ? template : withImage(template, image),
    } as Deployment["spec"],
  };
}

type Template = NonNullable<Deployment["spec"]>["template"];

function withImage(template: Template | undefined, image: string): Template {
  return {
    ...template,
    spec: {
      ...template?.spec,
      containers: (template?.spec?.containers ?? []).map((container) => ({ ...container, image })),
    },
  };
}

/**
 * A hash of what the pods are made of besides their image and their track. When a canary has the same as what stable is
 * about to become, it has proven all of it: settings and configuration too.
 */
export function templateHash(service: Service, track: Track, deployment: Deployment): string {
  const text = JSON.stringify(withImage(deployment.spec?.template, ""));
  const nameOfTrack = new RegExp(`"(${trackName(service, track)}|${track})"`, "g");
  return contentHash(JSON.parse(text.replace(nameOfTrack, '"track"')));
}
