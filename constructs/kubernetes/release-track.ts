import { IntOrString, KubeDeployment } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { hardenedPod, type Resources } from "./hardened-pod";
import { recommendedLabels, type ServiceIdentity } from "./labels";

/** The two Deployments of a service that is released by canary. */
export const tracks = ["canary", "stable"] as const;
export type Track = (typeof tracks)[number];

export const trackName = ({ name }: ServiceIdentity, track: Track): string => `${name}-${track}`;

export interface ReleaseTrackProps {
  readonly service: ServiceIdentity;
  readonly track: Track;
  readonly image: string;
  readonly imagePullPolicy: "Always" | "IfNotPresent";
  readonly pods: number;
  readonly port: number;
  readonly resources: Resources;
  readonly serviceAccountName: string;
  /** ConfigMap with the environment variables; its name must change with its content. */
  readonly configMapName: string;
  /** Secret that is mounted at `secretDirectory`. */
  readonly secretName: string;
  readonly secretDirectory: string;
}

/** Seconds that a pod goes on serving after it was told to stop, until every balancer has noticed. */
const drainSeconds = 10;

/**
 * The Deployment of one track. Its selector names the track, so that the two Deployments share no pod; what they
 * share is the label `app`, by which the Service finds the pods of both.
 */
export class ReleaseTrack extends Construct {
  constructor(scope: Construct, id: string, props: ReleaseTrackProps) {
    super(scope, id);
    const { service } = props;
    const name = trackName(service, props.track);
    const selector = { app: service.name, deployment: name };
    const labels = { ...recommendedLabels(service, name), ...selector };

    new KubeDeployment(this, "deployment", {
      metadata: { name, namespace: service.namespace, labels },
      spec: {
        replicas: props.pods,
        selector: { matchLabels: selector },
        // never fewer pods than asked for
        strategy: {
          type: "RollingUpdate",
          rollingUpdate: { maxSurge: IntOrString.fromNumber(1), maxUnavailable: IntOrString.fromNumber(0) },
        },
        minReadySeconds: 5,
        progressDeadlineSeconds: 120,
        revisionHistoryLimit: 10,
        template: {
          metadata: { labels },
          spec: {
            ...hardenedPod({
              name: service.name,
              image: props.image,
              imagePullPolicy: props.imagePullPolicy,
              serviceAccountName: props.serviceAccountName,
              resources: props.resources,
              port: props.port,
              env: [{ name: "RELEASE_TRACK", value: props.track }],
              configMapName: props.configMapName,
              secretDirectories: { [props.secretName]: props.secretDirectory },
              probes: {
                startup: { httpGet: httpGet("/live"), periodSeconds: 1, failureThreshold: 60 },
                // often, so that a pod takes traffic soon after it can, and none soon after it cannot
                readiness: { httpGet: httpGet("/ready"), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
                // never asks the database: its failure is no reason to restart pods
                liveness: { httpGet: httpGet("/live"), periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
              },
              lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
            }),
            terminationGracePeriodSeconds: drainSeconds + 35,
            topologySpreadConstraints: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) => ({
              topologyKey,
              maxSkew: 1,
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: selector },
              // each revision is spread by itself, so that the last pods of the old one do not count
              matchLabelKeys: ["pod-template-hash"],
            })),
          },
        },
      },
    });
  }
}

function httpGet(path: string) {
  return { path, port: IntOrString.fromString("http") };
}
