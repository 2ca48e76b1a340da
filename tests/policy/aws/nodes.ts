import { after, is, isNot, type Policy, when, without } from "../policy";
import { holdsSecret } from "../every-cloud/secrets";
import { list, put, type Resource, type Stack, text } from "../stack";

/** What AWS calls the permissions that nodes need: to join, and to read images. */
const nodePolicies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];

const decoded = (template: Resource): string => Buffer.from(text(template, "user_data"), "base64").toString();

/** Whether what a node reads at its first start is configuration for EKS only, with nothing secret in it. */
function isHarmless(userData: string): boolean {
  const types = [...userData.matchAll(/^Content-Type: (\S+?);?( .*)?$/gm)].map(([, type]) => type);
  return (
    types.length > 1 &&
    types.every((type) => type === "multipart/mixed" || type === "application/node.eks.aws") &&
    !holdsSecret(userData) &&
    !/pass(word|wd)|secret|token|credential/i.test(userData)
  );
}

const addToUserData = (template: Resource, lines: string): void => {
  const changed = decoded(template).replace("\n--BOUNDARY--", `${lines}\n--BOUNDARY--`);
  put(template, "user_data", Buffer.from(changed).toString("base64"));
};

const isNodeRole = (role: Resource, stack: Stack): boolean => stack.referrers(role, "aws_eks_node_group").length > 0;

export const nodes: readonly Policy[] = [
  {
    id: "CKV_AWS_79",
    must: "hand out the node's credentials only against a token",
    types: ["aws_launch_template"],
    ...is("metadata_options.http_tokens", "required", "optional"),
  },
  {
    id: "CKV_AWS_341",
    must: "not hand out the node's credentials to pods",
    types: ["aws_launch_template"],
    holds: (template) => text(template, "metadata_options.http_put_response_hop_limit") === "1",
    broken: [
      when("metadata_options.http_put_response_hop_limit", 2),
      without("metadata_options.http_put_response_hop_limit", "it takes the default for 1; EKS makes it 2"),
    ],
  },
  {
    id: "CKV_AWS_88",
    must: "give nodes no public address",
    types: ["aws_launch_template"],
    ...isNot("network_interfaces.associate_public_ip_address", true),
  },
  {
    id: "CKV_AWS_46",
    must: "have no secret in what nodes read at their start",
    types: ["aws_launch_template"],
    holds: (template) => !holdsSecret(text(template, "user_data")) && !holdsSecret(decoded(template)),
    broken: [
      when("user_data", "#!/bin/sh\nexport AWS_ACCESS_KEY_ID=AKIA1234567890ABCDEF\n"),
      after(
        "an access key is in it, encoded as the API wants it",
        (template) => {
          addToUserData(template, "      providerID: AKIA1234567890ABCDEF");
        },
        "it does not decode",
      ),
    ],
  },
  {
    id: "CKV_AWS_100",
    must: "not open SSH to everybody",
    types: ["aws_eks_node_group"],
    holds: (group) =>
      text(group, "remote_access.ec2_ssh_key") === "" ||
      list(group, "remote_access.source_security_group_ids").length > 0,
    broken: [when("remote_access", { ec2_ssh_key: "team" })],
  },
  {
    id: "OWN_AWS_NODE_DISK",
    must: "encrypt the disks of nodes; no scanner looks at them in a launch template",
    types: ["aws_launch_template"],
    ...is("block_device_mappings.ebs.encrypted", true, false),
  },
  {
    id: "OWN_AWS_NODE_KEY",
    must: "give nobody a shell on nodes",
    types: ["aws_launch_template"],
    holds: (template) => text(template, "key_name") === "",
    broken: [when("key_name", "team")],
  },
  {
    id: "OWN_AWS_NODE_CONFIGURATION",
    must: "configure nodes by NodeConfig only, which runs no commands, and hold no secret",
    types: ["aws_launch_template"],
    holds: (template) => isHarmless(decoded(template)),
    broken: [
      after("a script is added", (template) => {
        addToUserData(template, "--BOUNDARY\nContent-Type: text/x-shellscript\n\n#!/bin/sh\ntrue\n");
      }),
      after("a password is added", (template) => {
        addToUserData(template, "      registryPassword: hunter2");
      }),
      without("user_data"),
    ],
  },
  {
    id: "OWN_AWS_NODE_PERMISSIONS",
    must: "let nodes join and pull images, and no more (CIS 5.1.3, 5.2.1)",
    types: ["aws_iam_role"],
    concerns: isNodeRole,
    holds: (role, stack) =>
      stack.referrers(role, "aws_iam_role_policy").length === 0 &&
      list(role, "managed_policy_arns").length === 0 &&
      stack
        .referrers(role, "aws_iam_role_policy_attachment")
        .every((attachment) => nodePolicies.includes(text(attachment, "policy_arn").replace(/^.*\//, ""))),
    broken: [
      after("nodes may push images", (role, stack) => {
        const [attachment] = stack.referrers(role, "aws_iam_role_policy_attachment");
        put(attachment!, "policy_arn", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser");
      }),
      after("the network plugin's permissions are given to nodes", (role, stack) => {
        const [attachment] = stack.referrers(role, "aws_iam_role_policy_attachment");
        put(attachment!, "policy_arn", "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy");
      }),
      after("they have a policy of their own", (role, stack) => {
        const policy = '{"Version":"2012-10-17","Statement":[]}';
        stack.add("aws_iam_role_policy", { name: "more", role: `\${${role.address}.name}`, policy });
      }),
    ],
  },
];
