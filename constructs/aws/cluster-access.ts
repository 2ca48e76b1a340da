import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";

export interface AwsClusterAccessProps {
  readonly clusterName: string;
  /** The IAM role or user that is let in. */
  readonly principalArn: string;
  /**
   * What it may do: name of an access policy of EKS.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
   */
  readonly accessPolicy: string;
  /** The namespaces in which it may. @default - all of the cluster */
  readonly namespaces?: readonly string[];
}

/** Lets an IAM role or user into the Kubernetes API. Free of charge. */
export class AwsClusterAccess extends Construct {
  constructor(scope: Construct, id: string, props: AwsClusterAccessProps) {
    super(scope, id);
    const { clusterName, principalArn, accessPolicy, namespaces } = props;
    const entry = new EksAccessEntry(this, "entry", { clusterName, principalArn });
    new EksAccessPolicyAssociation(this, "policy", {
      clusterName,
      principalArn: entry.principalArn,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${accessPolicy}`,
      accessScope: namespaces === undefined ? { type: "cluster" } : { type: "namespace", namespaces: [...namespaces] },
    });
  }
}
