import { KubeJob, type PodSpec, toJson_PodSpec } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { contentHash } from "./content-hash";
import { hardenedPod, type HardenedPodProps } from "./hardened-pod";
import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface OneTimeJobProps {
  readonly service: ServiceIdentity;
  /**
   * `migrate` brings the database to the state that the image needs, before any of its pods takes traffic; `bootstrap`
   * makes the service's role in the database, as the administrator; `verify` finds out whether a canary is good.
   */
  readonly purpose: "migrate" | "bootstrap" | "verify";
  /** Program of the image, and its arguments. */
  readonly command: readonly string[];
  readonly pod: Omit<HardenedPodProps, "name" | "command" | "port" | "probes" | "lifecycle">;
  /** How often a failure is tried again. @default 0: it is looked at by a person */
  readonly retries?: number;
}

/** Time for a cluster that has no node left to make one (GKE Autopilot), and for the program. */
const deadlineInSeconds = 300;

const dayInSeconds = 24 * 60 * 60;

/**
 * A program that runs once, to the end. The Job's name changes with what it runs, because a Job cannot be changed; a
 * second run of the same release finds the first one's result.
 */
export class OneTimeJob extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: OneTimeJobProps) {
    super(scope, id);
    const { service, purpose, command, pod } = props;
    // not `app: <name>`: the Service must not send traffic here
    const app = `${service.name}-${purpose}`;
    const podSpec: PodSpec = { ...hardenedPod({ ...pod, name: purpose, command }), restartPolicy: "Never" };
    // of what is written, so that others can compute it
    this.name = `${app}-${contentHash(toJson_PodSpec(podSpec))}`;
    const labels = { ...recommendedLabels(service, this.name, purpose), app };
    new KubeJob(this, "job", {
      metadata: { name: this.name, namespace: service.namespace, labels },
      spec: {
        backoffLimit: props.retries ?? 0,
        activeDeadlineSeconds: deadlineInSeconds,
        ttlSecondsAfterFinished: 7 * dayInSeconds,
        template: { metadata: { labels }, spec: podSpec },
      },
    });
  }
}
