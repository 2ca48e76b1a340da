import { addOnVersions } from "../../../constructs/aws/add-on-versions";
import type { AwsKubernetesClusterProps } from "../../../constructs/aws/kubernetes-cluster";
import { at } from "../../support/at";
import { type ConstructJson, constructJson, dependencies, remembered } from "../../support/construct-json";
import { cluster } from "./fixtures";

const made = remembered((props: Partial<AwsKubernetesClusterProps>) => constructJson((stack) => cluster(stack, props)));
const controlPlane = (props: Partial<AwsKubernetesClusterProps> = {}) => made(props).only("aws_eks_cluster");

/** Who may do what where in Kubernetes. */
const accesses = (json: ConstructJson<unknown>) =>
  json.names("aws_eks_access_policy_association").map((name) => {
    const association = json.resource("aws_eks_access_policy_association", name);
    const [, entry = ""] =
      /^\$\{aws_eks_access_entry\.(.+)\.principal_arn\}$/.exec(String(at(association, "principal_arn"))) ?? [];
    return {
      principal: at(json.resource("aws_eks_access_entry", entry), "principal_arn"),
      entry,
      policy: at(association, "policy_arn"),
      scope: at(association, "access_scope"),
    };
  });

describe("The control plane of AwsKubernetesCluster", () => {
  test("answers the named networks and the VPC", () => {
    expect(at(controlPlane(), "vpc_config")).toEqual({
      subnet_ids: [0, 1, 2].map((zone) => `\${aws_subnet.network_node-subnet-${zone}.id}`),
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ["198.51.100.7/32"],
    });
  });

  test("CKV_AWS_39: answers the VPC only, when no network is named", () => {
    const access = at(controlPlane({ apiAllowedCidrs: [] }), "vpc_config");
    expect(access).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
    expect(access).not.toHaveProperty("public_access_cidrs");
  });

  test("never falls into extended support, which costs six times as much", () => {
    expect(controlPlane()).toHaveProperty("upgrade_policy", { support_type: "STANDARD" });
  });

  test("knows its administrators by access entries only, and not whoever created it", () => {
    expect(controlPlane()).toHaveProperty("access_config", {
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });

  test("comes without add-ons of its own, which Terraform would not know", () => {
    expect(controlPlane()).toHaveProperty("bootstrap_self_managed_addons", false);
  });

  test("keeps the chosen logs for the chosen time", () => {
    const json = made({ logTypes: ["api", "audit"], logRetentionDays: 90 });
    expect(json.only("aws_eks_cluster")).toHaveProperty("enabled_cluster_log_types", ["api", "audit"]);
    expect(json.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/eks/team/cluster",
      retention_in_days: 90,
    });
  });

  test("is made after its log group, which EKS would otherwise make without an end, and after its permissions", () => {
    expect(dependencies(controlPlane())).toEqual([
      "aws_iam_role_policy_attachment.cluster_role-policy",
      "aws_cloudwatch_log_group.cluster_logs",
    ]);
  });

  test("encrypts Secrets and logs with keys of AWS unless it is asked for another", () => {
    expect(controlPlane()).not.toHaveProperty("encryption_config");
    expect(made().only("aws_cloudwatch_log_group")).not.toHaveProperty("kms_key_id");
  });

  test("CKV_AWS_58, CKV_AWS_158: encrypts Secrets and logs with the customer key that it is given", () => {
    const json = made({ keyArn: "arn:key" });
    expect(json.only("aws_eks_cluster")).toHaveProperty("encryption_config", {
      resources: ["secrets"],
      provider: { key_arn: "arn:key" },
    });
    expect(json.only("aws_cloudwatch_log_group")).toHaveProperty("kms_key_id", "arn:key");
  });

  test("is made anew in a new VPC, to which EKS could not move it", () => {
    expect(at(controlPlane(), "lifecycle", "replace_triggered_by")).toEqual(["aws_vpc.network_vpc.id"]);
  });

  test("is not made anew for what mattered when it was made, which an import does not find out", () => {
    expect(at(controlPlane(), "lifecycle", "ignore_changes")).toEqual([
      "access_config[0].bootstrap_cluster_creator_admin_permissions",
      "bootstrap_self_managed_addons",
    ]);
  });

  test.each([true, false])("takes deletion protection as it is asked for: %s", (deletionProtection) => {
    expect(controlPlane({ deletionProtection })).toHaveProperty("deletion_protection", deletionProtection);
  });

  test("has the virtual addresses of Services that it is given", () => {
    expect(at(controlPlane({ servicesCidr: "172.30.0.0/16" }), "kubernetes_network_config")).toEqual({
      ip_family: "ipv4",
      service_ipv4_cidr: "172.30.0.0/16",
    });
  });
});

describe("The nodes of AwsKubernetesCluster", () => {
  const nodes = (props: Partial<AwsKubernetesClusterProps> = {}) => made(props).only("aws_eks_node_group");
  const template = (props: Partial<AwsKubernetesClusterProps> = {}) => made(props).only("aws_launch_template");

  test("are as many as asked for, no more and no fewer", () => {
    expect(nodes({ nodeCount: 5 })).toHaveProperty("scaling_config", { min_size: 5, desired_size: 5, max_size: 5 });
  });

  test("are in the private subnets of all zones", () => {
    expect(nodes()).toHaveProperty(
      "subnet_ids",
      [0, 1, 2].map((zone) => `\${aws_subnet.network_node-subnet-${zone}.id}`),
    );
  });

  test.each([
    ["amd64", "AL2023_x86_64_STANDARD"],
    ["arm64", "AL2023_ARM_64_STANDARD"],
  ] as const)("run Amazon Linux 2023 for %s", (architecture, ami) => {
    expect(nodes({ architecture })).toHaveProperty("ami_type", ami);
  });

  test("have the version of the control plane", () => {
    const json = made({ kubernetesVersion: "1.34", addOnVersions: addOnVersions["1.34"] });
    expect(json.only("aws_eks_node_group")).toHaveProperty("version", "1.34");
    expect(json.only("aws_eks_cluster")).toHaveProperty("version", "1.34");
  });

  test("are replaced one at a time, and repaired when they fail", () => {
    expect(nodes()).toMatchObject({ update_config: { max_unavailable: 1 }, node_repair_config: { enabled: true } });
  });

  test("join after the network and the agent, and once they have permissions and a way out", () => {
    expect(dependencies(nodes())).toEqual([
      "aws_eks_addon.cluster_eks-pod-identity-agent",
      "aws_eks_addon.cluster_vpc-cni",
      "aws_eks_addon.cluster_kube-proxy",
      "aws_iam_role_policy_attachment.cluster_node-AmazonEKSWorkerNodePolicy",
      "aws_iam_role_policy_attachment.cluster_node-AmazonEC2ContainerRegistryPullOnly",
      "aws_route.network_node-route-0",
      // without its association a subnet has no way out
      ...[0, 1, 2].map((zone) => `aws_route_table_association.network_node-subnet-${zone}-routes`),
    ]);
  });

  test("join after the endpoints that are their only way out, S3's for the images included", () => {
    const waitsFor = dependencies(
      constructJson((stack) => cluster(stack, {}, { nat: "none" })).only("aws_eks_node_group"),
    );
    expect(waitsFor).toEqual(
      expect.arrayContaining([
        "aws_vpc_endpoint.network_s3-endpoint",
        ...["ec2", "ecr-api", "ecr-dkr", "eks", "eks-auth", "elasticloadbalancing", "sts"].map(
          (service) => `aws_vpc_endpoint.network_endpoints_${service}`,
        ),
        // an endpoint that lets nobody in is none
        ...[0, 1, 2].map((zone) => `aws_vpc_security_group_ingress_rule.network_endpoints_from-nodes-${zone}`),
        ...[0, 1, 2].map((zone) => `aws_route_table_association.network_node-subnet-${zone}-routes`),
      ]),
    );
  });

  test("have a network plugin whose identity has its permissions as long as it is there", () => {
    expect(dependencies(made().resource("aws_eks_pod_identity_association", "cluster_vpc-cni-identity"))).toEqual([
      "aws_iam_role_policy_attachment.cluster_vpc-cni-policy",
    ]);
  });

  test("join after the way out of every zone", () => {
    const json = constructJson((stack) => cluster(stack, {}, { nat: "per-zone" }));
    expect(dependencies(json.only("aws_eks_node_group"))).toEqual(
      expect.arrayContaining([0, 1, 2].map((zone) => `aws_route.network_node-route-${zone}`)),
    );
  });

  test("may be nodes and pull images, and nothing else", () => {
    const json = made();
    const policies = json
      .names("aws_iam_role_policy_attachment")
      .map((name) => json.resource("aws_iam_role_policy_attachment", name))
      .filter((attachment) => at(attachment, "role") === "${aws_iam_role.cluster_node-role.name}")
      .map((attachment) => at(attachment, "policy_arn"));
    expect(policies).toEqual([
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    ]);
  });

  test("CKV_AWS_79, CKV_AWS_341: keep their credentials from pods", () => {
    expect(template()).toHaveProperty("metadata_options", {
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
  });

  test("CKV_AWS_88, CKV_AWS_100: have no public address and no login", () => {
    expect(template()).not.toHaveProperty("network_interfaces");
    expect(template()).not.toHaveProperty("key_name");
    expect(nodes()).not.toHaveProperty("remote_access");
  });

  test("have an encrypted disk of the chosen size that goes with them", () => {
    expect(at(template({ nodeDiskGib: 50 }), "block_device_mappings")).toEqual([
      {
        device_name: "/dev/xvda",
        ebs: { volume_type: "gp3", volume_size: 50, encrypted: "true", delete_on_termination: "true" },
      },
    ]);
  });

  test("accept the chosen number of pods", () => {
    const userData = Buffer.from(String(at(template({ maxPods: 17 }), "user_data")), "base64").toString();
    expect(userData).toContain(
      "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config:\n      maxPods: 17\n",
    );
    expect(userData).toMatch(
      /^MIME-Version: 1\.0\nContent-Type: multipart\/mixed; boundary="BOUNDARY"\n\n--BOUNDARY\n/,
    );
    expect(userData).toMatch(/\n--BOUNDARY--\n$/);
  });

  test("and their disks carry the tags, which they would not inherit", () => {
    expect(at(template({ tags: { team: "a" } }), "tag_specifications")).toEqual(
      ["instance", "volume"].map((resource_type) => ({ resource_type, tags: { team: "a", Name: "team-node" } })),
    );
  });

  test("are of the type that is asked for, by their template: in the group it would replace them all at once", () => {
    expect(template({ nodeType: "t3.large" })).toHaveProperty("instance_type", "t3.large");
    expect(nodes({ nodeType: "t3.large" })).not.toHaveProperty("instance_types");
  });

  test("follow every change of their template", () => {
    expect(nodes()).toHaveProperty("launch_template", {
      id: "${aws_launch_template.cluster_node-template.id}",
      version: "${aws_launch_template.cluster_node-template.latest_version}",
    });
  });
});

describe("The add-ons of AwsKubernetesCluster", () => {
  const addOn = (name: string) => made().resource("aws_eks_addon", `cluster_${name}`);

  test.each(Object.entries(addOnVersions["1.35"]))("have pinned versions: %s %s", (name, version) => {
    expect(addOn(name)).toMatchObject({ addon_name: name, addon_version: version });
  });

  test("are those five and no others", () => {
    expect(made().names("aws_eks_addon").sort()).toEqual(
      Object.keys(addOnVersions["1.35"])
        .map((name) => `cluster_${name}`)
        .sort(),
    );
  });

  test.each(["coredns", "metrics-server"])("that are pods wait for the nodes: %s", (name) => {
    expect(dependencies(addOn(name))).toEqual(["aws_eks_node_group.cluster_nodes"]);
  });

  test.each(["eks-pod-identity-agent", "vpc-cni", "kube-proxy"])("that nodes need do not wait for them: %s", (name) => {
    expect(dependencies(addOn(name)).join()).not.toContain("aws_eks_node_group");
  });

  test("enforce network policies, and give nodes addresses in blocks", () => {
    expect(JSON.parse(String(at(addOn("vpc-cni"), "configuration_values")))).toEqual({
      enableNetworkPolicy: "true",
      env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
    });
  });

  test("give the network plugin its permissions by pod identity, before it starts", () => {
    expect(dependencies(addOn("vpc-cni"))).toEqual(["aws_eks_pod_identity_association.cluster_vpc-cni-identity"]);
    expect(made().resource("aws_eks_pod_identity_association", "cluster_vpc-cni-identity")).toMatchObject({
      namespace: "kube-system",
      service_account: "aws-node",
      role_arn: "${aws_iam_role.cluster_vpc-cni-role.arn}",
    });
    expect(made().resource("aws_iam_role_policy_attachment", "cluster_vpc-cni-policy")).toMatchObject({
      role: "${aws_iam_role.cluster_vpc-cni-role.name}",
      policy_arn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    });
  });
});

describe("The administrators of AwsKubernetesCluster", () => {
  const [first, second] = ["arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:user/team/b@example.org"];
  const made = remembered(({ adminArns }: { adminArns?: readonly string[] }) =>
    constructJson((stack) => cluster(stack, { adminArns: adminArns ?? [] })),
  );

  test("have the whole cluster, each of them", () => {
    const json = made({ adminArns: [first, second] });
    expect(accesses(json)).toEqual(
      [first, second].map((principal) => ({
        principal,
        entry: expect.any(String) as unknown,
        policy: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        scope: { type: "cluster" },
      })),
    );
  });

  test("keep their addresses when others are taken out of the list or come into it, wherever they stand", () => {
    const both = made({ adminArns: [first, second] });
    for (const principal of [first, second]) {
      const alone = made({ adminArns: [principal] });
      for (const type of ["aws_eks_access_entry", "aws_eks_access_policy_association"]) {
        expect(alone.names(type)).toHaveLength(1);
        for (const name of alone.names(type)) expect(both.resource(type, name)).toEqual(alone.resource(type, name));
      }
    }
    expect(
      made({ adminArns: [second, first] })
        .names("aws_eks_access_entry")
        .sort(),
    ).toEqual(both.names("aws_eks_access_entry").sort());
  });

  test("are told apart, however alike their names are", () => {
    const alike = ["a/b", "a-b", "x", "x-policy"].map((name) => `arn:aws:iam::123456789012:role/${name}`);
    const principals = accesses(made({ adminArns: alike })).map(({ principal }) => principal);
    expect(principals.sort()).toEqual([...alike].sort());
  });
});

describe("podIdentity of AwsKubernetesCluster", () => {
  test("gives a service account a role with the policies that are named", () => {
    const json = constructJson((stack) => {
      cluster(stack).podIdentity({ name: "backup", namespace: "jobs", serviceAccount: "backup", inlinePolicy: "{}" });
    });
    expect(json.resource("aws_iam_role", "cluster_backup-role")).toHaveProperty("name", "team-backup");
    expect(json.resource("aws_iam_role_policy", "cluster_backup-inline-policy")).toMatchObject({
      name: "backup",
      policy: "{}",
    });
    expect(json.names("aws_iam_role_policy_attachment")).not.toContain("cluster_backup-policy");
    expect(json.resource("aws_eks_pod_identity_association", "cluster_backup-identity")).toMatchObject({
      cluster_name: "${aws_eks_cluster.cluster.name}",
      namespace: "jobs",
      service_account: "backup",
    });
  });
});
