import type { Environment } from "../../../environments/schema/environment";
import type { Deployment, Event, Job, Pod, Service } from "../../../release/cluster/objects";
import type { DiagnosisContext } from "../../../release/diagnosis/context";
import { describe as describeDiagnosis } from "../../../release/diagnosis/describe";
import { diagnose } from "../../../release/diagnosis/diagnose";
import type { Snapshot } from "../../../release/snapshot";
import { environment, minimal } from "../../support/environments";

/** One environment of each cloud, and those that differ in their nodes. */
export const environments = {
  aws: environment("aws-demo", minimal.aws),
  google: environment("google-demo", minimal.google),
  digitalocean: environment("do-demo", minimal.digitalocean),
  local: environment("local", minimal.local),
  arm: environment("aws-arm", { ...minimal.aws, cluster: { ...minimal.aws.cluster, nodeType: "t4g.medium" } }),
  autopilot: environment("google-autopilot", { ...minimal.google, cluster: { autopilot: true } }),
} satisfies Record<string, Environment>;

export const noon = Date.parse("2026-03-01T12:00:00Z");

/** So many seconds after the release has begun, as the API writes it. */
export const second = (seconds: number): string => new Date(noon + seconds * 1000).toISOString().replace(".000Z", "Z");

export const podName = "addressbook-canary-5d4f98c7b6-x7k2p";
export const image = "registry.example/team/addressbook:1.2.0";
export const jobName = "addressbook-migrate-0ade6966ff";

type ContainerStatus = NonNullable<NonNullable<Pod["status"]>["containerStatuses"]>[number];
type State = NonNullable<ContainerStatus["state"]>;

export interface PodOptions {
  readonly name?: string;
  readonly image?: string;
  readonly state?: State;
  readonly lastState?: State;
  readonly restarts?: number;
  readonly started?: boolean;
  readonly ready?: boolean;
  readonly readyAt?: number;
  readonly container?: object;
  readonly spec?: object;
  readonly status?: object;
  readonly metadata?: object;
}

/** A pod of the canary as the API sends it. */
export function pod(options: PodOptions = {}): Pod {
  const { name = podName, image: reference = image, state, lastState, restarts = 0, started, ready = false } = options;
  const [, hash = "5d4f98c7b6"] = /-([0-9a-f]{10})-/.exec(name) ?? [];
  const conditions = [
    ...["Initialized", "PodScheduled"].map((type) => ({ type, status: "True", lastTransitionTime: second(0) })),
    ...["Ready", "ContainersReady"].map((type) => ({
      type,
      status: ready ? "True" : "False",
      lastTransitionTime: second(options.readyAt ?? 0),
    })),
  ];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "addressbook",
      uid: `uid-of-${name}`,
      creationTimestamp: second(0),
      labels: { app: "addressbook", deployment: "addressbook-canary", "pod-template-hash": hash },
      ownerReferences: [
        { apiVersion: "apps/v1", kind: "ReplicaSet", name: `addressbook-canary-${hash}`, uid: "rs", controller: true },
      ],
      ...options.metadata,
    },
    spec: {
      nodeName: "node-1",
      containers: [
        {
          name: "addressbook",
          image: reference,
          ports: [{ name: "http", containerPort: 3000, protocol: "TCP" }],
          envFrom: [{ configMapRef: { name: "addressbook-1f2e3d4c5b" } }],
          resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
          startupProbe: { httpGet: { path: "/live", port: "http" }, periodSeconds: 1, failureThreshold: 60 },
          readinessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 2, timeoutSeconds: 2 },
          livenessProbe: { httpGet: { path: "/live", port: "http" }, periodSeconds: 10, timeoutSeconds: 2 },
          ...options.container,
        },
      ],
      volumes: [{ name: "db-params", secret: { secretName: "db-params", defaultMode: 288 } }],
      ...options.spec,
    },
    status: {
      phase: "Running",
      startTime: second(0),
      conditions,
      containerStatuses: [
        {
          name: "addressbook",
          image: reference,
          imageID: "",
          ready,
          started: started ?? ready,
          restartCount: restarts,
          state,
          lastState: lastState ?? {},
        },
      ],
      ...options.status,
    },
  };
}

export const waiting = (reason: string, message?: string): State => ({ waiting: { reason, message } });
export const running = (since = 1): State => ({ running: { startedAt: second(since) } });
export const terminated = (exitCode: number, more: object = {}): State => ({
  terminated: { exitCode, reason: "Error", startedAt: second(1), finishedAt: second(2), ...more },
});

/** An event of a pod, as the kubelet writes it, or of something else. */
export const event = (reason: string, message: string, more: object = {}): Event => ({
  metadata: { name: `${podName}.17f0`, namespace: "addressbook" },
  involvedObject: { kind: "Pod", name: podName, namespace: "addressbook", uid: `uid-of-${podName}` },
  reason,
  message,
  type: "Warning",
  firstTimestamp: second(2),
  lastTimestamp: second(3),
  count: 1,
  ...more,
});

export const about = (kind: string, name: string): object => ({ involvedObject: { kind, name } });

export function deployment(
  more: { readonly spec?: object; readonly status?: object; readonly name?: string } = {},
): Deployment {
  const name = more.name ?? "addressbook-canary";
  const labels = { app: "addressbook", deployment: name };
  return {
    metadata: {
      name,
      namespace: "addressbook",
      generation: 1,
      annotations: { "deployment.kubernetes.io/revision": "1" },
    },
    spec: {
      replicas: 1,
      progressDeadlineSeconds: 120,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: "addressbook", image, envFrom: [{ configMapRef: { name: "addressbook-1f2e3d4c5b" } }] }],
        },
      },
      ...more.spec,
    },
    status: { observedGeneration: 1, replicas: 1, ...more.status },
  };
}

export function job(more: { readonly spec?: object; readonly status?: object } = {}): Job {
  return {
    metadata: { name: jobName, namespace: "addressbook", uid: "uid-of-job", creationTimestamp: second(0) },
    spec: { backoffLimit: 0, activeDeadlineSeconds: 300, template: { spec: { containers: [] } }, ...more.spec },
    status: more.status,
  };
}

export const failedJob = (
  reason = "BackoffLimitExceeded",
  message = "Job has reached the specified backoff limit",
): Job => job({ status: { failed: 1, conditions: [{ type: "Failed", status: "True", reason, message }] } });

/** A pod of the migration. */
export const jobPod = (state: State): Pod =>
  pod({
    name: `${jobName}-q8z4d`,
    state,
    container: { name: "addressbook", command: ["node", "dist/migrate.js"] },
    metadata: {
      labels: { app: "addressbook-migrate", "batch.kubernetes.io/job-name": jobName },
      ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name: jobName, uid: "uid-of-job", controller: true }],
    },
  });

export const balancer = (more: { readonly spec?: object; readonly status?: object } = {}): Service => ({
  metadata: { name: "addressbook-lb", namespace: "addressbook", uid: "uid-of-lb", creationTimestamp: second(0) },
  spec: {
    type: "LoadBalancer",
    selector: { app: "addressbook" },
    ports: [{ port: 80, targetPort: "http" }],
    ...more.spec,
  },
  status: { loadBalancer: {}, ...more.status },
});

/** What is seen, and where. */
export interface Given extends Partial<Omit<Snapshot, "at">> {
  /** Seconds after the release has begun. @default 20 */
  readonly at?: number;
  readonly cloud?: keyof typeof environments;
  readonly job?: string;
}

export function snapshotOf({ at = 20, ...given }: Given): Snapshot {
  const seen: Partial<Snapshot> = { ...given, at: noon + at * 1000 };
  return { deployments: [deployment()], pods: [], at: noon, ...seen };
}

export function contextOf({ cloud = "aws", job: ofJob }: Given): DiagnosisContext {
  const chosen = environments[cloud];
  return {
    environment: chosen,
    namespace: "addressbook",
    service: chosen.service,
    deployments: ["addressbook-canary"],
    job: ofJob,
    since: noon,
  };
}

/** All that somebody is told. */
export const told = (given: Given): string =>
  diagnose(snapshotOf(given), contextOf(given))
    .flatMap((diagnosis) => describeDiagnosis(diagnosis))
    .join("\n");
