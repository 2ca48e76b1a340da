import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";

export interface AwsClusterAccessProps {
  readonly clusterName: string;
  /** The IAM role or user that is let in. */
  readonly principalArn: string;
  /**
   * What it may do: name of an access policy of EKS, for the whole cluster.
   *
   * @default - what the roles of Kubernetes say that are bound to `userName`
   * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
   */
  readonly accessPolicy?: string;
  /** How Kubernetes calls it. @default - by its ARN and the name of its session */
  readonly userName?: string;
}

/** Lets an IAM role or user into the Kubernetes API. Free of charge. */
export class AwsClusterAccess extends Construct {
  constructor(scope: Construct, id: string, props: AwsClusterAccessProps) {
    super(scope, id);
    const { clusterName, principalArn, accessPolicy, userName } = props;
    const entry = new EksAccessEntry(this, "entry", { clusterName, principalArn, userName });
    if (accessPolicy === undefined) return;
    new EksAccessPolicyAssociation(this, "policy", {
      clusterName,
      principalArn: entry.principalArn,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${accessPolicy}`,
      accessScope: { type: "cluster" },
    });
  }
}
