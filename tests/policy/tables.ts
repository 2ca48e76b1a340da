import { awsNotMirrored, awsPolicies } from "./aws";
import { awsEnvironments } from "./aws/environments";
import { digitaloceanNotMirrored, digitaloceanPolicies } from "./digitalocean";
import { digitaloceanEnvironments } from "./digitalocean/environments";
import { googleNotMirrored, googlePolicies } from "./google";
import { googleEnvironments } from "./google/environments";
import type { Judged } from "./judged";
import { kubernetesNotMirrored, kubernetesPolicies } from "./kubernetes";
import { kubernetesEnvironments } from "./kubernetes/environments";
import type { Policy } from "./policy";

/** The policies of one cloud, and what they are held against. */
export interface Table {
  readonly cloud: string;
  /** Ids of the scanners for that cloud. */
  readonly scanner: RegExp;
  /** Whether Checkov has anything to say about the types of its stacks. */
  readonly scanned: boolean;
  readonly policies: readonly Policy[];
  readonly notMirrored: Readonly<Record<string, string>>;
  readonly environments: readonly Judged[];
}

export const tables: readonly Table[] = [
  {
    cloud: "aws",
    scanner: /^CKV2?_AWS_\d+$/,
    scanned: true,
    policies: awsPolicies,
    notMirrored: awsNotMirrored,
    environments: awsEnvironments,
  },
  {
    cloud: "google",
    // Checkov, and Trivy for what Checkov has not
    scanner: /^(CKV2?_GCP_\d+|GCP-\d{4})$/,
    scanned: true,
    policies: googlePolicies,
    notMirrored: googleNotMirrored,
    environments: googleEnvironments,
  },
  {
    cloud: "digitalocean",
    // Checkov, and Trivy
    scanner: /^(CKV_DIO_\d+|DIG-\d{4})$/,
    scanned: false,
    policies: digitaloceanPolicies,
    notMirrored: digitaloceanNotMirrored,
    environments: digitaloceanEnvironments,
  },
  {
    cloud: "kubernetes",
    // Checkov; others by their name; the Pod Security Standard and the API server itself
    scanner: /^(CKV2?_K8S_\d+|(kube-linter|kube-score|polaris|kubescape|pod-security|api-server)\/[\w.-]+)$/,
    scanned: false,
    policies: kubernetesPolicies,
    notMirrored: kubernetesNotMirrored,
    environments: kubernetesEnvironments,
  },
];
