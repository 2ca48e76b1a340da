import { KubeJob, type PodSpec } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { contentHash } from "./content-hash";
import { hardenedPod, type HardenedPodProps } from "./hardened-pod";
import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface MigrationJobProps {
  readonly service: ServiceIdentity;
  /** Program of the image that brings the database to the state that the image needs. */
  readonly command: readonly string[];
  readonly pod: Omit<HardenedPodProps, "name" | "command" | "port" | "probes" | "lifecycle">;
}

/**
 * Brings the database up to date before any pod of a new image takes traffic. Its name changes with what it runs,
 * because a Job cannot be changed; a second run of the same release finds the first one's result.
 */
export class MigrationJob extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { service, command, pod }: MigrationJobProps) {
    super(scope, id);
    // not `app: <name>`: the Service must not send traffic here
    const app = `${service.name}-migrate`;
    const podSpec: PodSpec = {
      ...hardenedPod({ ...pod, name: "migrate", command: [...command] }),
      restartPolicy: "Never",
    };
    this.name = `${app}-${contentHash(podSpec)}`;
    const labels = { ...recommendedLabels(service, this.name), app };
    new KubeJob(this, "job", {
      metadata: { name: this.name, namespace: service.namespace, labels },
      spec: {
        // a failed migration is looked at by a person, not repeated
        backoffLimit: 0,
        activeDeadlineSeconds: 300,
        ttlSecondsAfterFinished: 7 * 24 * 60 * 60,
        template: {
          metadata: { labels },
          spec: podSpec,
        },
      },
    });
  }
}
