import { policy } from "./iam";

/** The controller marks everything that it makes with this tag, and may change nothing else. */
const ownTag = "elbv2.k8s.aws/cluster";
const isBeingMarked = { Null: { [`aws:RequestTag/${ownTag}`]: "false" } };
const isMarked = { Null: { [`aws:ResourceTag/${ownTag}`]: "false" } };

/**
 * What the AWS Load Balancer Controller needs for Services of type LoadBalancer. Rules for Ingress (WAF, Shield,
 * Cognito) are left out, because this project has none.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/#configure-iam
 */
export const loadBalancerControllerPolicy = policy(
  {
    Effect: "Allow",
    Action: [
      "acm:ListCertificates",
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
    ],
    Resource: "*",
  },
  {
    Effect: "Allow",
    Action: "iam:CreateServiceLinkedRole",
    Resource: "*",
    Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
  },
  { Effect: "Allow", Action: "acm:DescribeCertificate", Resource: "arn:aws:acm:*:*:certificate/*" },
  { Effect: "Allow", Action: "ec2:GetSecurityGroupsForVpc", Resource: "arn:aws:ec2:*:*:vpc/*" },
  // security groups: its own, and the rules of the nodes' group that let the balancer in
  {
    Effect: "Allow",
    Action: "ec2:CreateSecurityGroup",
    Resource: ["arn:aws:ec2:*:*:security-group/*", "arn:aws:ec2:*:*:vpc/*"],
  },
  {
    Effect: "Allow",
    Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
    Resource: "arn:aws:ec2:*:*:security-group/*",
  },
  {
    Effect: "Allow",
    Action: "ec2:CreateTags",
    Resource: "arn:aws:ec2:*:*:security-group/*",
    Condition: { StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" }, ...isBeingMarked },
  },
  {
    Effect: "Allow",
    Action: ["ec2:CreateTags", "ec2:DeleteTags", "ec2:DeleteSecurityGroup"],
    Resource: "arn:aws:ec2:*:*:security-group/*",
    Condition: isMarked,
  },
  {
    Effect: "Allow",
    Action: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
    Resource: "*",
    Condition: isBeingMarked,
  },
  {
    Effect: "Allow",
    Action: "elasticloadbalancing:AddTags",
    Resource: [
      "arn:aws:elasticloadbalancing:*:*:targetgroup/*/*",
      "arn:aws:elasticloadbalancing:*:*:loadbalancer/net/*/*",
    ],
    Condition: {
      StringEquals: { "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"] },
      ...isBeingMarked,
    },
  },
  {
    Effect: "Allow",
    Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
    Resource: [
      "arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*",
      "arn:aws:elasticloadbalancing:*:*:loadbalancer/net/*/*",
      "arn:aws:elasticloadbalancing:*:*:targetgroup/*/*",
    ],
  },
  {
    Effect: "Allow",
    Action: "elasticloadbalancing:CreateListener",
    Resource: "arn:aws:elasticloadbalancing:*:*:loadbalancer/net/*/*",
  },
  {
    Effect: "Allow",
    Action: [
      "elasticloadbalancing:DeleteListener",
      "elasticloadbalancing:ModifyListener",
      "elasticloadbalancing:ModifyListenerAttributes",
    ],
    Resource: "arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*",
  },
  {
    Effect: "Allow",
    Action: [
      "elasticloadbalancing:DeleteLoadBalancer",
      "elasticloadbalancing:DeleteTargetGroup",
      "elasticloadbalancing:ModifyLoadBalancerAttributes",
      "elasticloadbalancing:ModifyTargetGroup",
      "elasticloadbalancing:ModifyTargetGroupAttributes",
      "elasticloadbalancing:SetIpAddressType",
      "elasticloadbalancing:SetSecurityGroups",
      "elasticloadbalancing:SetSubnets",
    ],
    Resource: "*",
    Condition: isMarked,
  },
  {
    Effect: "Allow",
    Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
    Resource: "arn:aws:elasticloadbalancing:*:*:targetgroup/*/*",
  },
);
