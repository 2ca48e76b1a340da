import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import type { Construct } from "constructs";

import type { Gap } from "../constructs/contracts";
import { GoogleAutopilotCluster } from "../constructs/google/autopilot-cluster";
import { GoogleContainerRegistry } from "../constructs/google/container-registry";
import type { ControlPlaneProps, GoogleCluster } from "../constructs/google/control-plane";
import { GoogleKubernetesCluster } from "../constructs/google/kubernetes-cluster";
import { GoogleNetwork } from "../constructs/google/network";
import { GooglePostgresDatabase } from "../constructs/google/postgres-database";
import { GoogleProjectServices } from "../constructs/google/project-services";
import { GoogleReleaseAccount, type TrustedJobs } from "../constructs/google/release-account";
import {
  githubIssuer,
  githubSubject,
  semaphoreBranch,
  semaphoreIssuer,
  semaphoreSubject,
  semaphoreTagPrefix,
} from "../environments/schema/continuous-integration";
import type { GoogleEnvironment } from "../environments/schema/environment";
import { googleClusterLocation, googleNodeType, googleNodeZones } from "../environments/schema/google";
import {
  identityPoolId,
  imageRepository,
  nodeServiceAccountId,
  releaseAccountId,
  releaseRoleId,
  resourceName,
  sqlInstanceName,
} from "../environments/schema/names";
import { commonTags, PlatformStack } from "./platform-stack";

/** GKE, Artifact Registry and Cloud SQL in one VPC. */
export class GoogleStack extends PlatformStack {
  readonly network: GoogleNetwork;
  readonly cluster: GoogleCluster;
  readonly registry: GoogleContainerRegistry;
  readonly database: GooglePostgresDatabase;
  readonly gaps: Gap[] = [
    {
      capability: "a service role without further rights",
      instead: "Cloud SQL puts every user into cloudsqlsuperuser; revoke that from the service's role as dbadmin",
    },
    {
      capability: "TLS that verifies the database's name",
      instead:
        "the certificate is verified; its name is not, because the endpoint's address is private to this network",
    },
    {
      capability: "a pinned version of Kubernetes",
      instead: "the release channel decides, within the maintenance window",
    },
    {
      capability: "scan of pushed images",
      instead: "switched off, because each scan is paid for: scan images before they are pushed",
    },
  ];

  constructor(scope: Construct, environment: GoogleEnvironment) {
    super(scope, environment);
    const name = resourceName(environment);
    const { region, projectId, maintenance } = environment;
    const labels = commonTags(environment);

    const provider = new GoogleProvider(this, "google", {
      project: projectId,
      region,
      addTerraformAttributionLabel: false,
    });
    // in a provider's own argument CDKTF would turn the keys to snake case: managed-by into managed_by
    provider.addOverride("default_labels", labels);
    // ephemeral passwords; CDKTF adds providers for classes only, and an ephemeral resource has none
    this.addOverride("terraform.required_providers.random", { source: "hashicorp/random", version: "3.7.2" });

    const services = new GoogleProjectServices(this, "services").enabled;

    this.network = new GoogleNetwork(this, "network", {
      name,
      region,
      nodesCidr: environment.network.nodesCidr,
      podsCidr: environment.network.podsCidr,
      servicesCidr: environment.network.servicesCidr,
      databaseCidr: environment.network.databaseCidr,
      flowLogs: environment.network.flowLogs,
      dependsOn: services,
    });

    this.cluster = this.createCluster(environment, {
      name,
      projectId,
      network: this.network,
      nodeServiceAccountId: nodeServiceAccountId(environment),
      releaseChannel: environment.cluster.releaseChannel,
      maintenance,
      apiAllowedCidrs: environment.cluster.apiAllowedCidrs,
      deletionProtection: environment.cluster.deletionProtection,
      labels,
      dependsOn: services,
    });

    this.registry = new GoogleContainerRegistry(this, "registry", {
      repositoryId: name,
      region,
      imageRepository: imageRepository(environment),
      keepImages: environment.registry.keepImages,
      reader: this.cluster.nodeServiceAccount.member,
      dependsOn: services,
    });

    this.database = new GooglePostgresDatabase(this, "database", {
      name,
      instanceName: sqlInstanceName(environment),
      projectId,
      region,
      network: this.network,
      postgresVersion: environment.database.postgresVersion,
      edition: environment.database.edition,
      tier: environment.database.tier,
      storageGib: environment.database.storageGib,
      maxStorageGib: environment.database.maxStorageGib,
      databaseName: environment.database.name,
      userName: environment.database.user,
      passwordVersion: environment.database.passwordVersion,
      backupRetentionDays: environment.database.backupRetentionDays,
      pointInTimeDays: environment.database.pointInTimeDays,
      maintenance,
      regional: environment.database.highlyAvailable,
      logsStatements: environment.database.auditLogs === "all",
      deletionProtection: environment.database.deletionProtection,
      keepBackupsOnDelete: environment.profile === "production",
      labels,
      dependsOn: services,
    });

    const trusted = trustedJobs(environment);
    if (trusted.length > 0)
      new GoogleReleaseAccount(this, "release", {
        accountId: releaseAccountId(environment),
        poolId: identityPoolId(environment),
        roleId: releaseRoleId(environment),
        projectId,
        trusted,
        registry: this.registry,
        database: this.database,
        dependsOn: services,
      });

    this.addOutputs(environment);
  }

  private createCluster(environment: GoogleEnvironment, common: ControlPlaneProps): GoogleCluster {
    const { region, cluster, network } = environment;
    if (cluster.autopilot) {
      this.gaps.push({
        capability: "three nodes",
        instead: "Autopilot makes nodes as pods ask for them, in three zones of the region, and bills the pods",
      });
      return new GoogleAutopilotCluster(this, "cluster", { ...common, region });
    }
    const zones = googleNodeZones(region, cluster);
    return new GoogleKubernetesCluster(this, "cluster", {
      ...common,
      location: googleClusterLocation(environment),
      zones,
      nodeCount: cluster.nodeCount,
      nodeType: cluster.nodeType,
      nodeDiskGib: cluster.nodeDiskGib,
      maxPodsPerNode: googleNodeType(cluster).maxPods,
      intranodeVisibility: network.flowLogs,
    });
  }
}

/** The jobs of continuous integration that may release. */
function trustedJobs({ ci: { github, semaphore }, name }: GoogleEnvironment): TrustedJobs[] {
  const trusted: TrustedJobs[] = [];
  if (github !== undefined) {
    const subject = githubSubject(github, name);
    trusted.push({
      id: "github",
      issuer: githubIssuer,
      condition: `assertion.sub == '${subject}'`,
      subjectClaim: "sub",
      subject,
    });
  }
  if (semaphore !== undefined) {
    const issuer = semaphoreIssuer(semaphore);
    const project = semaphoreSubject(semaphore);
    trusted.push({
      id: "semaphore",
      issuer,
      audience: `https://${issuer}`,
      condition:
        `assertion.sub == '${project}${semaphoreBranch}' || ` +
        `assertion.sub.startsWith('${project}${semaphoreTagPrefix}')`,
      // its `sub` is often longer than Google takes
      subjectClaim: "prj_id",
      subject: semaphore.projectId,
    });
  }
  return trusted;
}
