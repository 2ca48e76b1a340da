import {
  type Container,
  type EnvFromSource,
  type EnvVar,
  type Lifecycle,
  type PodSpec,
  type Probe,
  Quantity,
  type ResourceRequirements,
} from "cdk8s-plus-33/lib/imports/k8s";

/** Processor and memory in the quantities of Kubernetes: `100m`, `128Mi`. */
export interface Resources {
  readonly cpuRequest: string;
  readonly cpuLimit: string;
  readonly memoryRequest: string;
  readonly memoryLimit: string;
}

export interface HardenedPodProps {
  /** Name of the only container. */
  readonly name: string;
  /** Reference of the image, best with a digest. */
  readonly image: string;
  readonly imagePullPolicy: "Always" | "IfNotPresent";
  readonly serviceAccountName: string;
  readonly resources: Resources;
  /** Program and arguments. @default - those of the image */
  readonly command?: string[];
  /** Port that the container listens on. @default - none */
  readonly port?: number;
  /** @default - none */
  readonly env?: EnvVar[];
  /** Name of a ConfigMap whose entries become environment variables. @default - none */
  readonly configMapName?: string;
  /** Secrets to mount as read-only files: directory by name of the Secret. @default - none */
  readonly secretDirectories?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly probes?: { readonly startup: Probe; readonly readiness: Probe; readonly liveness: Probe };
  /** @default - none */
  readonly lifecycle?: Lifecycle;
}

/** No distribution of Linux uses it, so a process that breaks out of its container owns nothing on the node. */
const unprivilegedId = 10001;

/**
 * A pod that passes the Pod Security Standard `restricted`: it is not root, cannot become root, can write to `/tmp`
 * only, and has no token of the Kubernetes API.
 */
export function hardenedPod(props: HardenedPodProps): PodSpec {
  const { secretDirectories = {} } = props;
  const envFrom: EnvFromSource[] | undefined =
    props.configMapName === undefined ? undefined : [{ configMapRef: { name: props.configMapName } }];
  const container: Container = {
    name: props.name,
    image: props.image,
    imagePullPolicy: props.imagePullPolicy,
    command: props.command,
    ports: props.port === undefined ? undefined : [{ name: "http", containerPort: props.port, protocol: "TCP" }],
    env: props.env,
    envFrom,
    resources: resourceRequirements(props.resources),
    startupProbe: props.probes?.startup,
    readinessProbe: props.probes?.readiness,
    livenessProbe: props.probes?.liveness,
    lifecycle: props.lifecycle,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: unprivilegedId,
      runAsGroup: unprivilegedId,
      seccompProfile: { type: "RuntimeDefault" },
    },
    volumeMounts: [
      { name: "tmp", mountPath: "/tmp" },
      ...Object.entries(secretDirectories).map(([secret, mountPath]) => ({ name: secret, mountPath, readOnly: true })),
    ],
  };
  return {
    serviceAccountName: props.serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: unprivilegedId,
      runAsGroup: unprivilegedId,
      fsGroup: unprivilegedId,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [container],
    volumes: [
      { name: "tmp", emptyDir: { sizeLimit: Quantity.fromString("16Mi") } },
      ...Object.keys(secretDirectories).map((secret) => ({
        name: secret,
        // readable by the group that the pod runs as, and by nobody else
        secret: { secretName: secret, defaultMode: 0o440 },
      })),
    ],
  };
}

function resourceRequirements(resources: Resources): ResourceRequirements {
  return {
    requests: {
      cpu: Quantity.fromString(resources.cpuRequest),
      memory: Quantity.fromString(resources.memoryRequest),
      "ephemeral-storage": Quantity.fromString("64Mi"),
    },
    limits: {
      cpu: Quantity.fromString(resources.cpuLimit),
      memory: Quantity.fromString(resources.memoryLimit),
      "ephemeral-storage": Quantity.fromString("128Mi"),
    },
  };
}
