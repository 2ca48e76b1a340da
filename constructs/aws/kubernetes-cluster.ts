import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { KubernetesCluster } from "../contracts";
import { type AddOn } from "./add-on-versions";
import { AwsClusterAccess } from "./cluster-access";
import { assumeRolePolicy, podIdentityPolicy } from "./iam";
import type { AwsNetwork } from "./network";
import { nodeConfig } from "./node-config";
import { replacementOf } from "../replacement";

export interface AwsKubernetesClusterProps {
  /** Name of the cluster and prefix of the names around it. Changing it replaces the cluster. */
  readonly name: string;
  readonly region: string;
  readonly network: AwsNetwork;
  /** Minor version. Raising it by one is an update in place; it cannot be lowered. */
  readonly kubernetesVersion: string;
  /** Versions of the add-ons for that version of Kubernetes. */
  readonly addOnVersions: Readonly<Record<AddOn, string>>;
  /** Virtual addresses of the Services in CIDR form. Changing it replaces the cluster. */
  readonly servicesCidr: string;
  /** Networks from which the public endpoint answers. Empty: the API answers within the VPC only. */
  readonly apiAllowedCidrs: readonly string[];
  /** IAM roles or users that administer the cluster. */
  readonly adminArns: readonly string[];
  /** Nodes in total, spread over the zones. */
  readonly nodeCount: number;
  /** Changing it replaces the nodes one after the other; to another architecture, all at once. */
  readonly nodeType: string;
  readonly architecture: "amd64" | "arm64";
  /** Pods that one node accepts. */
  readonly maxPods: number;
  readonly nodeDiskGib: number;
  /** Kinds of logs of the control plane that are kept in CloudWatch, at about $0.50 per GB. */
  readonly logTypes: readonly string[];
  readonly logRetentionDays: number;
  /**
   * ARN of the customer key that encrypts Secrets and logs. It cannot be taken away from Secrets again.
   *
   * @default - keys that AWS owns
   */
  readonly keyArn?: string | undefined;
  readonly deletionProtection: boolean;
  /** Tags of the machines and disks that nodes are made of, which do not inherit those of the provider. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Permissions in AWS for the pods of a service account. */
export interface PodIdentity {
  /** Suffix of the role's name. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Name of a policy that AWS manages. @default - none */
  readonly managedPolicy?: string;
  /** A policy as JSON. @default - none */
  readonly inlinePolicy?: string;
}

/** An EKS cluster with one managed node group. Costs about $73 a month and its nodes. */
export class AwsKubernetesCluster extends Construct implements KubernetesCluster {
  readonly clusterName: string;
  readonly clusterArn: string;
  /** The security group that EKS gives the control plane and all nodes. */
  readonly securityGroupId: string;

  private readonly cluster: EksCluster;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsKubernetesClusterProps,
  ) {
    super(scope, id);
    this.cluster = this.createControlPlane();
    this.clusterName = this.cluster.name;
    this.clusterArn = this.cluster.arn;
    this.securityGroupId = this.cluster.vpcConfig.clusterSecurityGroupId;

    for (const principalArn of props.adminArns)
      // not their position: who is taken out of the list must not change the entries of those behind
      new AwsClusterAccess(this, `admin-${principalArn.replace(/^.*:/, "").replaceAll("/", ":")}`, {
        clusterName: this.cluster.name,
        principalArn,
        accessPolicy: "AmazonEKSClusterAdminPolicy",
      });

    // the network must be set up before a node joins, or its pods get addresses in the old way; the agent
    // hands the network plugin its permissions
    const agent = this.addOn("eks-pod-identity-agent");
    const networkIdentity = this.podIdentity({
      name: "vpc-cni",
      namespace: "kube-system",
      serviceAccount: "aws-node",
      managedPolicy: "AmazonEKS_CNI_Policy",
    });
    const network = this.addOn("vpc-cni", {
      dependsOn: [networkIdentity],
      configuration: {
        enableNetworkPolicy: "true",
        // blocks of 16 addresses instead of single ones: more pods on small machines
        env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
      },
    });
    const proxy = this.addOn("kube-proxy");
    const nodes = this.createNodes([agent, network, proxy]);
    // these are pods and would report a failure until there are nodes
    this.addOn("coredns", { dependsOn: [nodes] });
    this.addOn("metrics-server", { dependsOn: [nodes] });
  }

  /**
   * Gives the pods of a service account permissions in AWS.
   *
   * @returns what must exist before pods rely on it
   */
  podIdentity({ name, namespace, serviceAccount, managedPolicy, inlinePolicy }: PodIdentity): ITerraformDependable {
    const role = new IamRole(this, `${name}-role`, {
      name: `${this.props.name}-${name}`,
      assumeRolePolicy: podIdentityPolicy(),
    });
    const permissions: ITerraformDependable[] = [];
    if (managedPolicy !== undefined) {
      permissions.push(
        new IamRolePolicyAttachment(this, `${name}-policy`, {
          role: role.name,
          policyArn: `arn:aws:iam::aws:policy/${managedPolicy}`,
        }),
      );
    }
    if (inlinePolicy !== undefined) {
      permissions.push(
        new IamRolePolicy(this, `${name}-inline-policy`, { name, role: role.name, policy: inlinePolicy }),
      );
    }
    return new EksPodIdentityAssociation(this, `${name}-identity`, {
      // whoever waits for the identity waits for what it may do, and is gone before that is taken away
      dependsOn: permissions,
      clusterName: this.cluster.name,
      namespace,
      serviceAccount,
      roleArn: role.arn,
    });
  }

  private createControlPlane(): EksCluster {
    const { props } = this;
    const role = new IamRole(this, "role", {
      name: `${props.name}-cluster`,
      assumeRolePolicy: assumeRolePolicy("eks.amazonaws.com"),
    });
    const attachment = new IamRolePolicyAttachment(this, "role-policy", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    });
    // made first: otherwise EKS creates it, for ever, and Terraform does not know of it
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: `/aws/eks/${props.name}/cluster`,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.keyArn, // CKV_AWS_158
    });
    const isPublic = props.apiAllowedCidrs.length > 0;

    return new EksCluster(this, "cluster", {
      name: props.name,
      version: props.kubernetesVersion,
      roleArn: role.arn,
      deletionProtection: props.deletionProtection,
      lifecycle: {
        // the cloud would refuse only after Terraform had deleted what is around it; this stops the plan
        preventDestroy: props.deletionProtection,
        // the provider would try to move it to the subnets of another VPC, which EKS refuses
        replaceTriggeredBy: [replacementOf(props.network.vpc)],
        // they matter at the creation only, and AWS does not tell them: an imported cluster would be replaced
        ignoreChanges: [
          "access_config[0].bootstrap_cluster_creator_admin_permissions",
          "bootstrap_self_managed_addons",
        ],
      },
      // without this the control plane costs six times as much once the version's support is over
      upgradePolicy: { supportType: "STANDARD" },
      bootstrapSelfManagedAddons: false,
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      enabledClusterLogTypes: [...props.logTypes], // CKV_AWS_37
      encryptionConfig:
        props.keyArn === undefined ? undefined : { resources: ["secrets"], provider: { keyArn: props.keyArn } }, // CKV_AWS_58
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: props.servicesCidr },
      vpcConfig: {
        subnetIds: props.network.nodeSubnets.map((subnet) => subnet.id),
        endpointPrivateAccess: true,
        endpointPublicAccess: isPublic, // CKV_AWS_38: named networks only
        publicAccessCidrs: isPublic ? [...props.apiAllowedCidrs] : undefined,
      },
      // the policy must outlive the cluster, which needs it to delete its network interfaces
      dependsOn: [attachment, logs],
    });
  }

  private addOn(
    name: AddOn,
    { dependsOn = [], configuration }: { dependsOn?: ITerraformDependable[]; configuration?: object } = {},
  ): EksAddon {
    return new EksAddon(this, name, {
      clusterName: this.cluster.name,
      addonName: name,
      addonVersion: this.props.addOnVersions[name],
      configurationValues: configuration === undefined ? undefined : JSON.stringify(configuration),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      dependsOn,
    });
  }

  private createNodes(dependsOn: readonly ITerraformDependable[]): EksNodeGroup {
    const { props } = this;
    const role = new IamRole(this, "node-role", {
      name: `${props.name}-node`,
      assumeRolePolicy: assumeRolePolicy("ec2.amazonaws.com"),
    });
    const attachments = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"].map(
      (policyName) =>
        new IamRolePolicyAttachment(this, `node-${policyName}`, {
          role: role.name,
          policyArn: `arn:aws:iam::aws:policy/${policyName}`,
        }),
    );
    const template = new LaunchTemplate(this, "node-template", {
      name: `${props.name}-node`,
      updateDefaultVersion: true,
      // as an argument of the node group it would replace all nodes at once; here it is a new version of the template
      instanceType: props.nodeType,
      userData: Buffer.from(nodeConfig(props.maxPods)).toString("base64"),
      metadataOptions: {
        httpTokens: "required", // CKV_AWS_79
        httpPutResponseHopLimit: 1, // CKV_AWS_341: pods cannot reach the node's credentials
        httpEndpoint: "enabled",
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: props.nodeDiskGib, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({
        resourceType,
        tags: { ...props.tags, Name: `${props.name}-node` },
      })),
    });
    return new EksNodeGroup(this, "nodes", {
      clusterName: this.cluster.name,
      nodeGroupName: "nodes",
      nodeRoleArn: role.arn,
      version: props.kubernetesVersion,
      subnetIds: props.network.nodeSubnets.map((subnet) => subnet.id),
      amiType: props.architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      launchTemplate: { id: template.id, version: template.latestVersion.toString() },
      scalingConfig: { minSize: props.nodeCount, desiredSize: props.nodeCount, maxSize: props.nodeCount },
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
      // nodes need their permissions and a way out as long as they live
      dependsOn: [...dependsOn, ...attachments, ...props.network.egress],
    });
  }
}
