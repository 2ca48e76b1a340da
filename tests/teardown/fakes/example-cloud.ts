import type { CloudState, KubernetesObject, Thing } from "./cloud-state";

/** The cluster of the smallest environment on AWS, see tests/support/environments.ts. */
export const clusterName = "addressbook-minimal-aws";

export const servicesPath = "/api/v1/services";
export const ingressesPath = "/apis/networking.k8s.io/v1/ingresses";
export const gatewaysPath = "/apis/gateway.networking.k8s.io/v1/gateways";

/** An object of Kubernetes, in the list with the given path. */
export const object = (
  list: string,
  name: string,
  spec: object,
  finalizers: readonly string[] = [],
  status = {},
): KubernetesObject => ({
  list,
  ...{ spec, status },
  metadata: { namespace: "addressbook", name, uid: `uid-of-${name}`, ...{ finalizers } },
});

export const balancerService = object(
  servicesPath,
  "addressbook-lb",
  { type: "LoadBalancer" },
  ["service.k8s.aws/resources"],
  { loadBalancer: { ingress: [{ hostname: "k8s-lb.elb.eu-central-1.amazonaws.com" }] } },
);

export const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const terraform = tagList({ project: "addressbook", environment: "minimal-aws", "managed-by": "terraform" });
const kubernetes = tagList({ "elbv2.k8s.aws/cluster": clusterName });
const oldKubernetes = tagList({ [`kubernetes.io/cluster/${clusterName}`]: "owned" });

const VpcId = "vpc-own";
const arn = (rest: string): string => `arn:aws:elasticloadbalancing:eu-central-1:123456789012:${rest}`;

export const group = (
  GroupId: string,
  GroupName: string,
  Tags: Thing["Tags"] = [],
  rules: readonly string[] = [],
): Thing => ({
  GroupId,
  GroupName,
  Description: `group ${GroupName}`,
  VpcId,
  Tags,
  IpPermissions: rules.map((rule) => ({ IpProtocol: "tcp", UserIdGroupPairs: [{ GroupId: rule }] })),
  IpPermissionsEgress: [{ IpProtocol: "-1" }],
});

export const networkInterface = (NetworkInterfaceId: string, Description: string, more: object = {}) => ({
  NetworkInterfaceId,
  Description,
  VpcId,
  Status: "in-use",
  Groups: [],
  ...more,
});

export const loadBalancer = (LoadBalancerName: string, Tags: Thing["Tags"], more: object = {}): Thing => ({
  LoadBalancerArn: arn(`loadbalancer/net/${LoadBalancerName}/1`),
  LoadBalancerName,
  VpcId,
  Tags,
  ...more,
});

/** What Terraform made, and what EKS and RDS made for it: none of it may be touched. */
const ofTerraform = {
  Vpcs: [
    { VpcId, Tags: terraform },
    { VpcId: "vpc-other", Tags: tagList({ project: "addressbook", environment: "another" }) },
  ],
  SecurityGroups: [
    group("sg-default", "default"),
    group("sg-database", "database", terraform, ["sg-eks"]),
    group(
      "sg-eks",
      "eks-cluster-sg",
      [...oldKubernetes, ...tagList({ "aws:eks:cluster-name": clusterName })],
      ["sg-traffic", "sg-eks"],
    ),
  ],
  SecurityGroupRules: [
    {
      SecurityGroupRuleId: "sgr-nodes",
      GroupId: "sg-eks",
      IsEgress: false,
      ReferencedGroupInfo: { GroupId: "sg-eks" },
    },
    {
      SecurityGroupRuleId: "sgr-traffic",
      GroupId: "sg-eks",
      IsEgress: false,
      ReferencedGroupInfo: { GroupId: "sg-traffic" },
    },
    { SecurityGroupRuleId: "sgr-out", GroupId: "sg-eks", IsEgress: true, CidrIpv4: "0.0.0.0/0" },
  ],
  NetworkInterfaces: [
    networkInterface("eni-node", "", { Attachment: { InstanceId: "i-node" }, Groups: [{ GroupId: "sg-eks" }] }),
    networkInterface("eni-control-plane", `Amazon EKS ${clusterName}`, { Groups: [{ GroupId: "sg-eks" }] }),
    networkInterface("eni-database", "RDSNetworkInterface", {
      Groups: [{ GroupId: "sg-database" }],
      RequesterId: "amazon-rds",
    }),
    networkInterface("eni-nat", "Interface for NAT Gateway nat-1"),
    networkInterface("eni-fork", "", { Status: "available", TagSet: terraform }),
  ],
  Instances: [{ InstanceId: "i-node", VpcId, Tags: oldKubernetes }],
  NatGateways: [{ NatGatewayId: "nat-1", VpcId, Tags: terraform }],
};

/** What the controller made for the Service, and deletes with it. */
const ofService = {
  LoadBalancers: [
    loadBalancer("k8s-lb", kubernetes, { of: "addressbook-lb", targetGroup: arn("targetgroup/k8s-tg/1") }),
  ],
  TargetGroups: [
    {
      TargetGroupArn: arn("targetgroup/k8s-tg/1"),
      TargetGroupName: "k8s-tg",
      VpcId,
      Tags: kubernetes,
      of: "addressbook-lb",
    },
  ],
  SecurityGroups: [{ ...group("sg-balancer", "k8s-balancer", kubernetes), of: "addressbook-lb" }],
  NetworkInterfaces: [
    {
      ...networkInterface("eni-balancer", "ELB net/k8s-lb/1", { Groups: [{ GroupId: "sg-balancer" }] }),
      of: "addressbook-lb",
    },
  ],
};

/** What nobody deletes: the controller's shared group, an interface of the network plugin, a balancer of the old kind. */
const forgotten = {
  SecurityGroups: [group("sg-traffic", "k8s-traffic", kubernetes)],
  NetworkInterfaces: [
    networkInterface("eni-pods", "aws-K8S-i-0", {
      Status: "available",
      Groups: [{ GroupId: "sg-eks" }],
      TagSet: tagList({ "cluster.k8s.amazonaws.com/name": clusterName }),
    }),
    // AWS lets it go a little later than its balancer
    networkInterface("eni-classic", "ELB a0123"),
  ],
  ClassicLoadBalancers: [{ LoadBalancerName: "a0123", VPCId: VpcId, Tags: oldKubernetes }],
};

/** Lists of several accounts, one after the other. */
export function together(...accounts: readonly CloudState["account"][]): Record<string, Thing[]> {
  const kinds = new Set(accounts.flatMap((account) => Object.keys(account)));
  return Object.fromEntries([...kinds].map((kind) => [kind, accounts.flatMap((account) => account[kind] ?? [])]));
}

/** An environment on AWS with one Service, whose controller works, and with what others forgot. */
export const example: CloudState = {
  accountId: "123456789012",
  cluster: {
    exists: true,
    context: `arn:aws:eks:eu-central-1:123456789012:cluster/${clusterName}`,
    description: { resourcesVpcConfig: { vpcId: VpcId, clusterSecurityGroupId: "sg-eks" } },
  },
  objects: [balancerService, object(servicesPath, "metrics", { type: "ClusterIP" })],
  volumes: [],
  events: [],
  account: together(ofTerraform, ofService, forgotten),
  refusals: {},
  delay: 200,
};
