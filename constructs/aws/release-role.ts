import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

import { AwsClusterAccess } from "./cluster-access";
import type { AwsContainerRegistry } from "./container-registry";
import { policy, type Statement } from "./iam";
import type { AwsKubernetesCluster } from "./kubernetes-cluster";
import type { AwsPostgresDatabase } from "./postgres-database";

/** Jobs of continuous integration, as their tokens (OpenID Connect) describe them. */
export interface TrustedJobs {
  /** Id of the constructs for it. */
  readonly id: string;
  /** Host that issues the tokens: `token.actions.githubusercontent.com`. */
  readonly issuer: string;
  /** For whom the tokens are issued, their claim `aud`. */
  readonly audience: string;
  /** Which jobs: patterns for the claim `sub`, of which one has to match. `*` stands for any text. */
  readonly subjects: readonly string[];
}

export interface AwsReleaseRoleProps {
  /** Name of the role, by which Kubernetes calls it, too. */
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  /** Whose jobs may take on the role. */
  readonly trusted: readonly TrustedJobs[];
  /** Whether the account is to trust the issuers through this stack, or does so already. */
  readonly createIdentityProviders: boolean;
  /** Where images are pushed to. */
  readonly registry: AwsContainerRegistry;
  /** Where the service runs. */
  readonly cluster: AwsKubernetesCluster;
  /** The database whose login the service gets. The administrator's is not for this role. */
  readonly database: AwsPostgresDatabase;
  /** ARN of the customer key that encrypts that login. @default - it is encrypted with a key of AWS */
  readonly keyArn?: string | undefined;
}

/**
 * What continuous integration needs to release the service, and no more: push images, read the login of the service's
 * role in the database, and work in the service's namespace. It cannot change anything that Terraform made, which
 * takes an administrator. No key is stored anywhere: jobs prove who they are by short-lived tokens. Free of charge.
 */
export class AwsReleaseRole extends Construct {
  constructor(scope: Construct, id: string, props: AwsReleaseRoleProps) {
    super(scope, id);
    const identityProviders = props.createIdentityProviders
      ? props.trusted.map(
          ({ id: issuerId, issuer, audience }) =>
            new IamOpenidConnectProvider(this, issuerId, { url: `https://${issuer}`, clientIdList: [audience] }),
        )
      : [];
    const role = new IamRole(this, "role", {
      name: props.name,
      description: "Releases the service from continuous integration",
      assumeRolePolicy: policy(...props.trusted.map((jobs) => trust(jobs, props.accountId))),
      // scanners and people see whom it trusts only where the ARN is spelled out, so that this is no reference
      dependsOn: identityProviders,
    });
    new IamRolePolicy(this, "policy", { name: "release", role: role.name, policy: policy(...permissions(props)) });
    new AwsClusterAccess(this, "access", {
      clusterName: props.cluster.clusterName,
      principalArn: role.arn,
      // a role in the service's namespace is bound to it, see constructs/kubernetes/release-access.ts
      userName: props.name,
    });
  }
}

function trust({ issuer, audience, subjects }: TrustedJobs, accountId: string): Statement {
  const isAudience = { [`${issuer}:aud`]: audience };
  // CKV_AWS_393: without it every repository of the world could take on the role
  const isSubject = { [`${issuer}:sub`]: subjects };
  return {
    Effect: "Allow",
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${issuer}` },
    Condition: subjects.some((subject) => subject.includes("*"))
      ? { StringEquals: isAudience, StringLike: isSubject }
      : { StringEquals: { ...isAudience, ...isSubject } },
  };
}

function permissions({ registry, cluster, database, keyArn, region }: AwsReleaseRoleProps): Statement[] {
  const decryptsSecrets: Statement[] =
    keyArn === undefined
      ? []
      : [
          {
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: keyArn,
            Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
          },
        ];
  return [
    ...decryptsSecrets,
    // it cannot be limited to a repository; the token opens only what the other statements allow
    { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:DescribeImageScanFindings",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: registry.repositoryArn,
    },
    { Effect: "Allow", Action: "eks:DescribeCluster", Resource: cluster.clusterArn },
    { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: database.userSecretArn },
  ];
}
