import { assumeRolePolicy, podIdentityPolicy, policy } from "../../../constructs/aws/iam";

describe("Policies of IAM", () => {
  test("have the version that knows variables, and the statements in order", () => {
    const first = { Effect: "Allow", Action: "a:B", Resource: "*" } as const;
    const second = { Effect: "Deny", Action: ["c:D"], Resource: "arn" } as const;
    expect(JSON.parse(policy(first, second))).toEqual({ Version: "2012-10-17", Statement: [first, second] });
  });

  test("let one service take on a role, and nobody else", () => {
    expect(JSON.parse(assumeRolePolicy("eks.amazonaws.com"))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { Service: "eks.amazonaws.com" } }],
    });
  });

  test("let pods take on a role with the tags that EKS gives their session", () => {
    expect(JSON.parse(podIdentityPolicy())).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Principal: { Service: "pods.eks.amazonaws.com" },
        },
      ],
    });
  });
});
