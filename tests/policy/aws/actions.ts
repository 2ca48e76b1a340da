/**
 * Actions of IAM as the policies of this project need them told apart.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

/** Actions that are about no resource: a policy can only allow them for `*`. */
export const withoutResource = [
  "acm:ListCertificates",
  "datapipeline:CreatePipeline",
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAddresses",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeInstances",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:DescribeVpcs",
  "ecr-public:GetAuthorizationToken",
  "ecr:GetAuthorizationToken",
  "elasticloadbalancing:DescribeCapacityReservation",
  "elasticloadbalancing:DescribeListenerAttributes",
  "elasticloadbalancing:DescribeListenerCertificates",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeSSLPolicies",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "glue:CreateDevEndpoint",
  "lambda:CreateEventSourceMapping",
  "sts:GetSessionToken",
];

/** Actions whose answer holds credentials; `ecr:GetAuthorizationToken` opens only what other permissions do. */
export const returnCredentials = [
  "ec2:GetPasswordData",
  "ecr-public:GetAuthorizationToken",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:UpdateAccessKey",
  "rds-db:connect",
  "redshift:GetClusterCredentials",
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:GetFederationToken",
  "sts:GetSessionToken",
];

/** Actions whose answer holds what others have stored. */
export const readData = [
  "s3:GetObject",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
];

/**
 * Actions that together make somebody more powerful.
 *
 * @see https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 */
export const escalations = [
  ["iam:CreateAccessKey"],
  ["iam:CreateLoginProfile"],
  ["iam:UpdateLoginProfile"],
  ["iam:AddUserToGroup"],
  ["iam:CreatePolicyVersion"],
  ["iam:SetDefaultPolicyVersion"],
  ["iam:AttachUserPolicy"],
  ["iam:AttachGroupPolicy"],
  ["iam:AttachRolePolicy", "sts:AssumeRole"],
  ["iam:PutUserPolicy"],
  ["iam:PutGroupPolicy"],
  ["iam:PutRolePolicy", "sts:AssumeRole"],
  ["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"],
  ["iam:PassRole", "ec2:RunInstances"],
  ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
  ["iam:PassRole", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
  ["iam:PassRole", "glue:CreateDevEndpoint"],
  ["iam:PassRole", "cloudformation:CreateStack"],
  ["iam:PassRole", "datapipeline:CreatePipeline"],
  ["glue:UpdateDevEndpoint"],
  ["lambda:UpdateFunctionCode"],
];

/** Whether an action changes nothing; credentials are made when they are asked for. */
export const isRead = (action: string): boolean => /:(Batch)?(Check|Describe|Get|List)(?!\w*Credentials)/.test(action);

/** Whether an action decides who may do what. */
export const givesPermissions = (action: string): boolean =>
  /^iam:(?!Get|List|Generate|Simulate|Tag|Untag)|^rds-db:connect$|:(Put|Set|Delete)\w*Policy$|:\w*(Grant|Permissions?|Acl)$/.test(
    action,
  );

/** Whether what a policy allows, `*` included, is one of some actions. */
export const allowsOneOf = (allowed: string, actions: readonly string[]): boolean => {
  const pattern = new RegExp(`^${allowed.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
  return actions.some((action) => pattern.test(action));
};
