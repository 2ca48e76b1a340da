/** Where the provider's code of a type is: `eks/cluster.go`. */
export const source = (file: string): string =>
  `https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/${file}`;

const references = {
  ec2: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference",
  ecr: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference",
  eks: "https://docs.aws.amazon.com/eks/latest/APIReference",
  iam: "https://docs.aws.amazon.com/IAM/latest/APIReference",
  kms: "https://docs.aws.amazon.com/kms/latest/APIReference",
  logs: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference",
  rds: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference",
};

/** Where AWS describes an action of an API or one of its types: `CreateSubnet`. */
export const api = (service: keyof typeof references, name: string): string =>
  `${references[service]}/API_${name}.html`;

/** A page of the user guide of EKS: `managed-node-groups`. */
export const eksGuide = (page: string): string => `https://docs.aws.amazon.com/eks/latest/userguide/${page}.html`;
