import type { ClusterObjects } from "../controllers/objects";

/** A machine of the cluster. */
export interface NodeOptions {
  /** @default node-1, node-2, … */
  readonly name?: string;
  /** @default 2 */
  readonly cpu?: string;
  /** @default 4Gi */
  readonly memory?: string;
  /** @default 110 */
  readonly pods?: number;
  /** @default amd64 */
  readonly architecture?: string;
  /** @default zone-a, zone-b, zone-c in turn */
  readonly zone?: string;
  /** @default - none */
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

/** Three, as the clusters of this project have. */
export const defaultNodes: readonly NodeOptions[] = [{}, {}, {}];

export function createNode(objects: ClusterObjects, options: NodeOptions, index: number): string {
  const { name = `node-${index + 1}`, cpu = "2", memory = "4Gi", pods = 110, architecture = "amd64" } = options;
  const { zone = `zone-${"abc"[index % 3] ?? "a"}`, taints } = options;
  const amounts = { cpu, memory, pods: String(pods), "ephemeral-storage": "50Gi" };
  const now = objects.now();
  const condition = (type: string, status: string, reason: string, message: string) => ({
    ...{ type, status, reason, message },
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  });
  objects.create({
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/arch": architecture,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/region": "region-1",
        "topology.kubernetes.io/zone": zone,
      },
    },
    spec: taints === undefined ? {} : { taints: structuredClone(taints) },
    status: {
      addresses: [
        { type: "InternalIP", address: `10.0.0.${index + 10}` },
        { type: "Hostname", address: name },
      ],
      capacity: amounts,
      allocatable: amounts,
      conditions: [
        condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
      ],
      nodeInfo: {
        architecture,
        operatingSystem: "linux",
        osImage: "Debian GNU/Linux 12 (bookworm)",
        kernelVersion: "6.1.0",
        containerRuntimeVersion: "containerd://2.1.4",
        kubeletVersion: "v1.35.0",
        kubeProxyVersion: "",
        machineID: name,
        systemUUID: name,
        bootID: name,
      },
    },
  });
  return name;
}
