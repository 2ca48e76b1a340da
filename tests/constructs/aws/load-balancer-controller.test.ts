import type { Statement } from "../../../constructs/aws/iam";
import { loadBalancerControllerPolicy } from "../../../constructs/aws/load-balancer-controller";

const { Statement: statements } = JSON.parse(loadBalancerControllerPolicy) as { Statement: Statement[] };
const actionsOf = ({ Action }: Statement) => (typeof Action === "string" ? [Action] : Action);
const statementsOf = (action: string) => statements.filter((statement) => actionsOf(statement).includes(action));

describe("The policy of the AWS Load Balancer Controller", () => {
  test("CKV_AWS_62, 63: allows no action by a wildcard", () => {
    expect(statements.flatMap(actionsOf).filter((action) => action.includes("*"))).toEqual([]);
  });

  test("denies nothing and allows nothing twice without reason", () => {
    expect(new Set(statements.map(({ Effect }) => Effect))).toEqual(new Set(["Allow"]));
    expect(new Set(statements.map((statement) => JSON.stringify(statement))).size).toBe(statements.length);
  });

  test("CKV_AWS_290, CKV_AWS_355: names what it may change, or sets a condition", () => {
    const everywhere = statements.filter(
      ({ Resource, Condition }) => [Resource].flat().includes("*") && Condition === undefined,
    );
    expect(everywhere.flatMap(actionsOf).filter((action) => !/:(Describe|List)/.test(action))).toEqual([]);
  });

  test.each([
    ["ec2:CreateSecurityGroup", ["arn:aws:ec2:*:*:security-group/*", "arn:aws:ec2:*:*:vpc/*"]],
    ["ec2:AuthorizeSecurityGroupIngress", ["arn:aws:ec2:*:*:security-group/*"]],
    ["ec2:RevokeSecurityGroupIngress", ["arn:aws:ec2:*:*:security-group/*"]],
    ["ec2:GetSecurityGroupsForVpc", ["arn:aws:ec2:*:*:vpc/*"]],
    ["acm:DescribeCertificate", ["arn:aws:acm:*:*:certificate/*"]],
    ["elasticloadbalancing:CreateListener", ["arn:aws:elasticloadbalancing:*:*:loadbalancer/net/*/*"]],
    ["elasticloadbalancing:ModifyListener", ["arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*"]],
    ["elasticloadbalancing:ModifyListenerAttributes", ["arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*"]],
    ["elasticloadbalancing:DeleteListener", ["arn:aws:elasticloadbalancing:*:*:listener/net/*/*/*"]],
  ])("allows %s on %j", (action, resources) => {
    expect(statementsOf(action).flatMap(({ Resource }) => Resource)).toEqual(resources);
  });

  test("may read everything that it asks for without a condition, and writes only in other statements", () => {
    const isReading = (action: string) => /:(Describe|List|Get)/.test(action);
    const reading = statements.filter((statement) => actionsOf(statement).some(isReading));
    expect(reading.flatMap(actionsOf).filter((action) => !isReading(action))).toEqual([]);
    expect(reading.filter(({ Condition }) => Condition !== undefined)).toEqual([]);
  });

  test.each([
    "elasticloadbalancing:DeleteLoadBalancer",
    "elasticloadbalancing:DeleteTargetGroup",
    "elasticloadbalancing:ModifyTargetGroup",
    "elasticloadbalancing:SetSecurityGroups",
    "ec2:DeleteSecurityGroup",
  ])("allows %s on what the controller has marked only", (action) => {
    expect(statementsOf(action).map(({ Condition }) => Condition)).toEqual([
      { Null: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "false" } },
    ]);
  });

  test.each(["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"])(
    "allows %s only when the new thing is marked",
    (action) => {
      expect(statementsOf(action).map(({ Condition }) => Condition)).toEqual([
        { Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": "false" } },
      ]);
    },
  );

  test("makes a role for the service of load balancers and for no other", () => {
    expect(statementsOf("iam:CreateServiceLinkedRole")[0]?.Condition).toEqual({
      StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
    });
  });

  test("touches no other permission of IAM", () => {
    expect(statements.flatMap(actionsOf).filter((action) => action.startsWith("iam:"))).toEqual([
      "iam:CreateServiceLinkedRole",
    ]);
  });

  test("fits into an inline policy of a role", () => {
    // the limit counts characters without white space
    expect(loadBalancerControllerPolicy.replaceAll(/\s/g, "").length).toBeLessThan(10_240);
  });
});
