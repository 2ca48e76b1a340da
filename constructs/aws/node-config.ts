/** What nodeadm reads at the first start of a node. EKS adds the cluster's address itself. */
export function nodeConfig(maxPods: number): string {
  return [
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="BOUNDARY"',
    "",
    "--BOUNDARY",
    "Content-Type: application/node.eks.aws",
    "",
    "apiVersion: node.eks.aws/v1alpha1",
    "kind: NodeConfig",
    "spec:",
    "  kubelet:",
    "    config:",
    `      maxPods: ${maxPods}`,
    "",
    "--BOUNDARY--",
    "",
  ].join("\n");
}
