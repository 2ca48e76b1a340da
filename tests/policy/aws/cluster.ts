import { kubernetesOnAws } from "../../../environments/schema/catalogue/versions";
import { isNamed } from "../named-network";
import { after, is, type Policy, when, without } from "../policy";
import { list, put, setting, takeOut, text } from "../stack";

/** The control plane of EKS. The CIS benchmark is that for EKS 1.8. */
export const cluster: readonly Policy[] = [
  {
    id: "CKV_AWS_38",
    must: "not answer the whole internet",
    types: ["aws_eks_cluster"],
    holds: (resource) =>
      setting(resource, "vpc_config.endpoint_public_access") === false ||
      (list(resource, "vpc_config.public_access_cidrs").length > 0 &&
        list(resource, "vpc_config.public_access_cidrs").every(isNamed)),
    broken: [
      after("it answers on a public address, and nothing is said about who may ask", (resource) => {
        put(resource, "vpc_config.endpoint_public_access", true);
        takeOut(resource, "vpc_config.public_access_cidrs");
      }),
      after("it answers on a public address, and everybody may ask", (resource) => {
        put(resource, "vpc_config.endpoint_public_access", true);
        put(resource, "vpc_config.public_access_cidrs", ["203.0.113.7/32", "0.0.0.0/0"]);
      }),
      after(
        "it answers on a public address, and two halves of the internet may ask",
        (resource) => {
          put(resource, "vpc_config.endpoint_public_access", true);
          put(resource, "vpc_config.public_access_cidrs", ["0.0.0.0/1", "128.0.0.0/1"]);
        },
        "it knows the internet by one name only",
      ),
    ],
  },
  {
    id: "CKV_AWS_39",
    must: "have no public address",
    types: ["aws_eks_cluster"],
    ...is("vpc_config.endpoint_public_access", false, true),
  },
  {
    id: "CKV_AWS_58",
    must: "encrypt Secrets with a key of one's own (CIS 5.3.1)",
    types: ["aws_eks_cluster"],
    ...is("encryption_config.resources", [["secrets"]]),
    broken: [without("encryption_config"), when("encryption_config.resources", [])],
  },
  {
    id: "CKV_AWS_339",
    must: "run a version that AWS still mends",
    types: ["aws_eks_cluster"],
    holds: (resource) => text(resource, "version") in kubernetesOnAws.supported,
    broken: [
      when("version", "1.28"),
      without("version", "whatever AWS takes is right to it, though a plan cannot tell"),
    ],
  },
  {
    id: "OWN_AWS_CLUSTER_ACCESS",
    must: "let in by access entries only, which IAM knows of (CIS 4.1.7)",
    types: ["aws_eks_cluster"],
    ...is("access_config.authentication_mode", "API", "CONFIG_MAP", "API_AND_CONFIG_MAP"),
  },
  {
    id: "OWN_AWS_CLUSTER_CREATOR",
    must: "not be administered by whoever created it",
    types: ["aws_eks_cluster"],
    ...is("access_config.bootstrap_cluster_creator_admin_permissions", false, true),
  },
  {
    id: "OWN_AWS_CLUSTER_ADMINISTRATORS",
    must: "be administered by roles of the organization, none of which this stack makes",
    types: ["aws_eks_access_policy_association"],
    holds: (association, stack) => {
      const [entry = association] = stack.targets(text(association, "principal_arn"));
      const principal = text(entry, "principal_arn");
      return text(association, "access_scope.type") === "namespace"
        ? list(association, "access_scope.namespaces").length > 0
        : /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[^*]+$/.test(principal) &&
            stack.all("aws_iam_role").every((role) => !principal.endsWith(`/${text(role, "name")}`));
    },
    broken: [
      after("a role of the stack has the whole cluster", (association, stack) => {
        const [role] = stack.all("aws_iam_role");
        const [entry] = stack.targets(text(association, "principal_arn"));
        put(entry!, "principal_arn", `\${${role!.address}.arn}`);
        put(association, "access_scope", { type: "cluster" });
      }),
      after("a role of the stack has the whole cluster, by its name", (association, stack) => {
        const [role] = stack.all("aws_iam_role");
        put(association, "principal_arn", `arn:aws:iam::111122223333:role/${text(role!, "name")}`);
        put(association, "access_scope", { type: "cluster" });
      }),
      after("it is for namespaces, and names none", (association) => {
        put(association, "access_scope", { type: "namespace" });
      }),
    ],
  },
  {
    id: "OWN_AWS_CLUSTER_SUPPORT",
    must: "not slip into extended support, which costs six times as much",
    types: ["aws_eks_cluster"],
    ...is("upgrade_policy.support_type", "STANDARD", "EXTENDED"),
  },
  {
    id: "OWN_AWS_CLUSTER_PRIVATE",
    must: "be reached by its nodes within the VPC (CIS 5.4.2)",
    types: ["aws_eks_cluster"],
    ...is("vpc_config.endpoint_private_access", true, false),
  },
  {
    id: "OWN_AWS_CLUSTER_DELETION",
    must: "refuse to be deleted",
    types: ["aws_eks_cluster"],
    ...is("deletion_protection", true, false),
  },
  {
    id: "OWN_AWS_NETWORK_POLICIES",
    must: "enforce network policies (CIS 4.3.1)",
    types: ["aws_eks_cluster"],
    holds: (resource, stack) =>
      stack.referrers(resource, "aws_eks_addon").some((addOn) => {
        if (text(addOn, "addon_name") !== "vpc-cni") return false;
        const written = JSON.parse(text(addOn, "configuration_values") || "{}") as Record<string, unknown>;
        return written["enableNetworkPolicy"] === "true";
      }),
    broken: [
      after("the network plugin is taken out", (_, stack) => {
        for (const addOn of stack.all("aws_eks_addon"))
          if (text(addOn, "addon_name") === "vpc-cni") stack.remove(addOn);
      }),
      after("the network plugin is left as it comes", (_, stack) => {
        for (const addOn of stack.all("aws_eks_addon")) delete addOn.settings["configuration_values"];
      }),
    ],
  },
  {
    id: "OWN_AWS_POD_IDENTITY",
    must: "have the agent that gives pods permissions of their own (CIS 5.2.1)",
    types: ["aws_eks_cluster"],
    holds: (cluster, stack) =>
      stack.referrers(cluster, "aws_eks_addon").some((addOn) => text(addOn, "addon_name") === "eks-pod-identity-agent"),
    broken: [
      after("the agent is taken out", (_, stack) => {
        for (const addOn of stack.all("aws_eks_addon"))
          if (text(addOn, "addon_name") === "eks-pod-identity-agent") stack.remove(addOn);
      }),
    ],
  },
  {
    id: "OWN_AWS_ADD_ON_PINNED",
    must: "have a version, so that a plan changes only when the version does",
    types: ["aws_eks_addon"],
    holds: (addOn) => /^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(text(addOn, "addon_version")),
    broken: [without("addon_version"), when("addon_version", "latest")],
  },
];
