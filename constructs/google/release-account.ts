import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member";
import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ProjectIamCustomRole } from "@cdktf/provider-google/lib/project-iam-custom-role";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { GoogleContainerRegistry } from "./container-registry";
import type { GooglePostgresDatabase } from "./postgres-database";
import { enableService } from "./project-services";

/** Jobs of continuous integration, as their tokens (OpenID Connect) describe them. */
export interface TrustedJobs {
  /** Id of the provider in the pool, 4 to 32 characters. */
  readonly id: string;
  /** Host that issues the tokens: `token.actions.githubusercontent.com`. */
  readonly issuer: string;
  /** For whom the tokens are issued, their claim `aud`. @default - for the provider, by its address */
  readonly audience?: string;
  /** Which jobs: a condition in CEL about the token, `assertion`. */
  readonly condition: string;
  /** The claim that becomes the subject at Google, at most 127 characters long: `sub`. */
  readonly subjectClaim: string;
  /** What that claim has to be. */
  readonly subject: string;
}

export interface GoogleReleaseAccountProps {
  /** Id of the account, at most 30 characters. */
  readonly accountId: string;
  /** Id of the pool of those who are trusted, 4 to 32 characters. That of a deleted one is blocked for 30 days. */
  readonly poolId: string;
  /** Id of the role in the project, without hyphens. That of a deleted one is blocked for as long. */
  readonly roleId: string;
  readonly projectId: string;
  /** Whose jobs may work as the account. */
  readonly trusted: readonly TrustedJobs[];
  /** Where images are pushed to. */
  readonly registry: GoogleContainerRegistry;
  /** The database whose login the service gets. The administrator's is not for this account. */
  readonly database: GooglePostgresDatabase;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** What finds a cluster and lets in by its DNS name. What may be done inside, Kubernetes decides. */
const clusterPermissions = ["container.clusters.connect", "container.clusters.get"];

/**
 * What continuous integration needs to release the service, and no more: push images, read the login of the service's
 * role in the database, and reach the API of Kubernetes, where a RoleBinding of the service's manifests lets it work in
 * the service's namespace. It cannot change anything that Terraform made. There is no key: jobs prove who they are by
 * short-lived tokens. Free of charge.
 */
export class GoogleReleaseAccount extends Construct {
  constructor(scope: Construct, id: string, props: GoogleReleaseAccountProps) {
    super(scope, id);
    const { registry, database } = props;
    const exchange = ["iamcredentials.googleapis.com", "sts.googleapis.com"].map((api) => enableService(this, api));
    const account = new ServiceAccount(this, "account", {
      accountId: props.accountId,
      displayName: "Releases the service from continuous integration",
      dependsOn: [...props.dependsOn],
    });
    this.trust(props, account, exchange);

    new ArtifactRegistryRepositoryIamMember(this, "push", {
      project: registry.repository.project,
      location: registry.repository.location,
      repository: registry.repository.name,
      role: "roles/artifactregistry.writer",
      member: account.member,
    });
    new SecretManagerSecretIamMember(this, "read-login", {
      secretId: database.userSecret.id,
      role: "roles/secretmanager.secretAccessor",
      member: account.member,
    });
    // Google's own roles that open the DNS endpoint also read, or change, every object of Kubernetes
    const role = new ProjectIamCustomRole(this, "cluster-role", {
      roleId: props.roleId,
      title: "Reach the API of Kubernetes",
      description: "For releases from continuous integration; inside of a cluster its RoleBindings decide",
      permissions: clusterPermissions,
      dependsOn: [...props.dependsOn],
    });
    new ProjectIamMember(this, "reach-cluster", {
      project: props.projectId,
      role: role.name,
      member: account.member,
    });
  }

  private trust(props: GoogleReleaseAccountProps, account: ServiceAccount, exchange: ITerraformDependable[]): void {
    const pool = new IamWorkloadIdentityPool(this, "pool", {
      workloadIdentityPoolId: props.poolId,
      displayName: "Continuous integration",
      dependsOn: [...props.dependsOn, ...exchange],
    });
    for (const { id, issuer, audience, condition, subjectClaim, subject } of props.trusted) {
      const provider = new IamWorkloadIdentityPoolProvider(this, id, {
        workloadIdentityPoolId: pool.workloadIdentityPoolId,
        workloadIdentityPoolProviderId: id,
        attributeMapping: { "google.subject": `assertion.${subjectClaim}` },
        // CKV_GCP_118, CKV_GCP_125: without it every repository of the world could ask for tokens
        attributeCondition: condition,
        oidc: { issuerUri: `https://${issuer}`, allowedAudiences: audience === undefined ? undefined : [audience] },
      });
      new ServiceAccountIamMember(this, `${id}-works-as`, {
        serviceAccountId: account.name,
        role: "roles/iam.workloadIdentityUser",
        member: `principal://iam.googleapis.com/${pool.name}/subject/${subject}`,
        dependsOn: [provider],
      });
    }
  }
}
