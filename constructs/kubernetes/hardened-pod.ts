import {
  type Container,
  type EnvVar,
  type Lifecycle,
  type PodSpec,
  type Probe,
  Quantity,
  type ResourceRequirements,
  type Volume,
  type VolumeMount,
} from "cdk8s-plus-33/lib/imports/k8s";

/** Processor and memory in the quantities of Kubernetes: `100m`, `128Mi`. */
export interface Resources {
  readonly cpuRequest: string;
  readonly cpuLimit: string;
  readonly memoryRequest: string;
  readonly memoryLimit: string;
}

/** When a container has started, can take requests, and must be restarted. */
export interface Probes {
  readonly startup: Probe;
  readonly readiness: Probe;
  readonly liveness: Probe;
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
  readonly command?: readonly string[];
  /** Port that the container listens on. @default - none */
  readonly port?: { readonly name: string; readonly number: number };
  /** @default - none */
  readonly env?: readonly EnvVar[];
  /** Name of a ConfigMap whose entries become environment variables. @default - none */
  readonly configMapName?: string;
  /** Directories that the container may write to and that are lost with the pod: size by path. */
  readonly writableDirectories: Readonly<Record<string, string>>;
  /** Secrets to mount as read-only files: directory by name of the Secret. @default - none */
  readonly secretDirectories?: Readonly<Record<string, string>>;
  /** Claims of volumes that outlive the pod: directory by name of the claim. @default - none */
  readonly claimDirectories?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly probes?: Probes;
  /** @default - none */
  readonly lifecycle?: Lifecycle;
}

/** No distribution of Linux uses it, so a process that breaks out of its container owns nothing on the node. */
const unprivilegedId = 10001;

/**
 * A pod that passes the Pod Security Standard `restricted`: it is not root, cannot become root, can write to the named
 * directories only, and has no token of the Kubernetes API.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function hardenedPod(props: HardenedPodProps): PodSpec {
  const { command, port, env, configMapName, probes } = props;
  const volumes = [...writable(props), ...secrets(props)];
  const container: Container = {
    name: props.name,
    image: props.image,
    imagePullPolicy: props.imagePullPolicy,
    command: command === undefined ? undefined : [...command],
    ports: port === undefined ? undefined : [{ name: port.name, containerPort: port.number, protocol: "TCP" }],
    env: env === undefined ? undefined : [...env],
    envFrom: configMapName === undefined ? undefined : [{ configMapRef: { name: configMapName } }],
    resources: resourceRequirements(props.resources),
    startupProbe: probes?.startup,
    readinessProbe: probes?.readiness,
    livenessProbe: probes?.liveness,
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
      ...volumes.map(({ mount }) => mount),
      // the volume is the StatefulSet's
      ...Object.entries(props.claimDirectories ?? {}).map(([name, mountPath]) => ({ name, mountPath })),
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
      // a volume of many files is not walked through at every start
      ...(props.claimDirectories === undefined ? {} : { fsGroupChangePolicy: "OnRootMismatch" }),
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [container],
    volumes: volumes.map(({ volume }) => volume),
  };
}

interface MountedVolume {
  readonly volume: Volume;
  readonly mount: VolumeMount;
}

function writable({ writableDirectories }: HardenedPodProps): MountedVolume[] {
  return Object.entries(writableDirectories).map(([mountPath, size]) => {
    const name = mountPath.slice(1).replaceAll("/", "-");
    return { volume: { name, emptyDir: { sizeLimit: Quantity.fromString(size) } }, mount: { name, mountPath } };
  });
}

function secrets({ secretDirectories = {} }: HardenedPodProps): MountedVolume[] {
  return Object.entries(secretDirectories).map(([name, mountPath]) => ({
    // readable by the group that the pod runs as, and by nobody else
    volume: { name, secret: { secretName: name, defaultMode: 0o440 } },
    mount: { name, mountPath, readOnly: true },
  }));
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
