import { AwsClusterAccess, type AwsClusterAccessProps } from "../../../constructs/aws/cluster-access";
import { constructJson } from "../../support/construct-json";

const made = (props: Partial<AwsClusterAccessProps> = {}) =>
  constructJson(
    (stack) =>
      new AwsClusterAccess(stack, "access", {
        clusterName: "team",
        principalArn: "arn:aws:iam::123456789012:role/team",
        accessPolicy: "AmazonEKSEditPolicy",
        ...props,
      }),
  );

describe("AwsClusterAccess", () => {
  test("lets in one role, with nothing but a policy of EKS", () => {
    const entry = made().only("aws_eks_access_entry");
    expect(entry).toMatchObject({ cluster_name: "team", principal_arn: "arn:aws:iam::123456789012:role/team" });
    // groups and names of Kubernetes would be permissions beside the policy
    for (const argument of ["kubernetes_groups", "user_name", "type"]) expect(entry).not.toHaveProperty(argument);
  });

  test("waits with the policy for the entry, without which EKS refuses it", () => {
    expect(made().only("aws_eks_access_policy_association")).toMatchObject({
      cluster_name: "team",
      principal_arn: "${aws_eks_access_entry.access_entry.principal_arn}",
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
    });
  });

  test("holds in all of the cluster", () => {
    expect(made().only("aws_eks_access_policy_association")).toHaveProperty("access_scope", { type: "cluster" });
  });

  test("lets in by name, without a policy, whom Kubernetes itself gives rights", () => {
    const json = made({ accessPolicy: undefined, userName: "team-release" });
    expect(json.only("aws_eks_access_entry")).toHaveProperty("user_name", "team-release");
    expect(json.names("aws_eks_access_policy_association")).toEqual([]);
  });
});
