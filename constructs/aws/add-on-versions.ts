/** Add-ons of EKS that every cluster has. */
export type AddOn = "vpc-cni" | "eks-pod-identity-agent" | "kube-proxy" | "coredns" | "metrics-server";

/**
 * Versions that AWS publishes for each version of Kubernetes; they are pinned so that a plan changes only when this
 * table does. Newer ones: `aws eks describe-addon-versions --kubernetes-version 1.35 --addon-name coredns`.
 * Last compared in September 2026.
 */
export const addOnVersions = {
  "1.34": {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "kube-proxy": "v1.34.6-eksbuild.21",
    coredns: "v1.12.4-eksbuild.18",
    "metrics-server": "v0.9.0-eksbuild.7",
  },
  "1.35": {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "kube-proxy": "v1.35.3-eksbuild.21",
    coredns: "v1.13.2-eksbuild.21",
    "metrics-server": "v0.9.0-eksbuild.5",
  },
} as const satisfies Record<string, Record<AddOn, string>>;
