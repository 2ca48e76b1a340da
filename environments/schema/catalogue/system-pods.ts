/** What a cluster runs before the first pod of ours: an estimate, rather too high, for the capacity check. */
export interface SystemPods {
  readonly podsPerNode: number;
  readonly millicoresPerNode: number;
  readonly mibPerNode: number;
  /** Pods of which the cluster as a whole has some. */
  readonly pods: number;
  readonly millicores: number;
  readonly mib: number;
}

export const systemPods = {
  // per node: vpc-cni, kube-proxy, pod identity agent; together: coredns ×2, metrics-server ×2, load balancer controller ×2
  aws: { podsPerNode: 3, millicoresPerNode: 150, mibPerNode: 100, pods: 6, millicores: 400, mib: 740 },
  // per node: dataplane, metadata server, logging, metrics, disks; together: kube-dns ×2, konnectivity ×2, metrics-server …
  google: { podsPerNode: 7, millicoresPerNode: 280, mibPerNode: 400, pods: 8, millicores: 700, mib: 600 },
  // per node: cilium, konnectivity, disks, agent; together: coredns ×2, hubble, metrics
  digitalocean: { podsPerNode: 5, millicoresPerNode: 410, mibPerNode: 400, pods: 4, millicores: 200, mib: 300 },
} as const satisfies Record<string, SystemPods>;
