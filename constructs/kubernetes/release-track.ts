import { IntOrString, KubeDeployment, KubeService, type Probe } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { Autoscaler, type AutoscalerProps } from "./autoscaler";
import { hardenedPod, type HardenedPodProps, type Probes } from "./hardened-pod";
import { podsOfService, recommendedLabels, type ServiceIdentity } from "./labels";

/** The Deployments of a service, by the way in which it is released. */
export const tracksOf = { canary: ["canary", "stable"], "blue-green": ["blue", "green"] } as const;
export type Strategy = keyof typeof tracksOf;
export type Track = (typeof tracksOf)[Strategy][number];

export const trackName = ({ name }: ServiceIdentity, track: Track): string => `${name}-${track}`;

/** By which the pods of one track are found. */
export const podsOfTrack = (service: ServiceIdentity, track: Track): Record<string, string> => ({
  ...podsOfService(service),
  deployment: trackName(service, track),
});

export interface ReleaseTrackProps {
  readonly service: ServiceIdentity;
  readonly track: Track;
  /** How many pods, or between which numbers their load decides. */
  readonly pods: number | AutoscalerProps["pods"];
  readonly pod: Omit<HardenedPodProps, "name" | "port" | "probes" | "lifecycle">;
  /** Port that the container listens on. */
  readonly port: number;
  /** Paths that answer 2xx when the service has started, can take requests, and need not be restarted. */
  readonly probePaths: Readonly<Record<keyof Probes, string>>;
  /** Seconds for which a new pod must be ready before the next old one goes. */
  readonly minReadySeconds: number;
  /** Seconds for which a pod that is to stop goes on serving, until every node has noticed. */
  readonly drainSeconds: number;
  /** Seconds that the service takes at most to end after SIGTERM. */
  readonly shutdownSeconds: number;
  /** Whether the track gets a Service of its own, for a Gateway that shares requests by weight. @default false */
  readonly ownService?: boolean;
}

/**
 * How long a rollout may take without a pod that gets ready. Time for a cluster that has no node left to make one (GKE
 * Autopilot), as a Job has it: given less, a Deployment would be called failed while its node is being made.
 */
const progressDeadlineSeconds = 300;

/** Between the service's own end and the kubelet's kill: it should never be needed. */
const spareSeconds = 5;

/**
 * The Deployment of one track. Its selector names the track, so that two tracks share no pod; what they share is the
 * label `app`, by which a Service finds the pods of both.
 */
export class ReleaseTrack extends Construct {
  constructor(scope: Construct, id: string, props: ReleaseTrackProps) {
    super(scope, id);
    const { service, track, pods, drainSeconds } = props;
    const name = trackName(service, track);
    const selector = podsOfTrack(service, track);
    const labels = { ...recommendedLabels(service, name, "service"), ...selector };

    new KubeDeployment(this, "deployment", {
      metadata: { name, namespace: service.namespace, labels },
      spec: {
        // a number here would undo what the autoscaler did
        replicas: typeof pods === "number" ? pods : undefined,
        selector: { matchLabels: selector },
        // never fewer pods than asked for
        strategy: {
          type: "RollingUpdate",
          rollingUpdate: { maxSurge: IntOrString.fromNumber(1), maxUnavailable: IntOrString.fromNumber(0) },
        },
        minReadySeconds: props.minReadySeconds,
        progressDeadlineSeconds,
        revisionHistoryLimit: 10,
        template: {
          metadata: { labels },
          spec: {
            ...hardenedPod({
              ...props.pod,
              name: service.name,
              port: { name: "http", number: props.port },
              env: [...(props.pod.env ?? []), { name: "RELEASE_TRACK", value: track }],
              probes: httpProbes(props.probePaths),
              lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
            }),
            terminationGracePeriodSeconds: drainSeconds + props.shutdownSeconds + spareSeconds,
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
    if (typeof pods !== "number") new Autoscaler(this, "autoscaler", { service, deploymentName: name, pods });
    if (props.ownService === true)
      new KubeService(this, "service", {
        metadata: { name, namespace: service.namespace, labels: recommendedLabels(service, name) },
        spec: {
          selector,
          ports: [{ name: "http", port: 80, targetPort: IntOrString.fromString("http"), protocol: "TCP" }],
        },
      });
  }
}

function httpProbes(paths: ReleaseTrackProps["probePaths"]): Probes {
  const ask = (path: string): Probe => ({ httpGet: { path, port: IntOrString.fromString("http") } });
  return {
    startup: { ...ask(paths.startup), periodSeconds: 1, failureThreshold: 60 },
    // often, so that a pod takes traffic soon after it can, and none soon after it cannot
    readiness: { ...ask(paths.readiness), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
    liveness: { ...ask(paths.liveness), periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
  };
}
