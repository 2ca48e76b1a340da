import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";

import { addOnVersions } from "../constructs/aws/add-on-versions";
import { AwsContainerRegistry } from "../constructs/aws/container-registry";
import { AwsEncryptionKey } from "../constructs/aws/encryption-key";
import { AwsKubernetesCluster } from "../constructs/aws/kubernetes-cluster";
import { loadBalancerControllerPolicy } from "../constructs/aws/load-balancer-controller";
import { AwsNetwork } from "../constructs/aws/network";
import { AwsPostgresDatabase } from "../constructs/aws/postgres-database";
import { AwsReleaseRole, type TrustedJobs } from "../constructs/aws/release-role";
import type { Gap } from "../constructs/contracts";
import { type Weekday, weekdays } from "../constructs/weekdays";
import {
  githubIssuer,
  githubSubject,
  semaphoreBranch,
  semaphoreIssuer,
  semaphoreSubject,
  semaphoreTagPrefix,
} from "../environments/schema/continuous-integration";
import { type AwsEnvironment, nodeMachine } from "../environments/schema/environment";
import { ecrRepositoryName, imageRepository, releaseRoleName, resourceName } from "../environments/schema/names";
import { awsNetworkPlan, eksServicesCidr } from "../environments/schema/network-plan";
import { commonTags, PlatformStack } from "./platform-stack";

const controlPlaneLogs = {
  security: ["audit", "authenticator"],
  all: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
};

/** EKS, ECR and RDS in one VPC. */
export class AwsStack extends PlatformStack {
  readonly network: AwsNetwork;
  readonly cluster: AwsKubernetesCluster;
  readonly registry: AwsContainerRegistry;
  readonly database: AwsPostgresDatabase;
  readonly gaps: Gap[] = [
    {
      capability: "the service's role in the database",
      instead: "Terraform has no way in; its password is in Secrets Manager, create the role with it as dbadmin",
    },
    {
      capability: "load balancers out of the box",
      instead: "the AWS Load Balancer Controller is to be installed once; its permissions are there",
    },
  ];

  constructor(scope: Construct, environment: AwsEnvironment) {
    super(scope, environment);
    const name = resourceName(environment);
    const machine = nodeMachine(environment);
    const production = environment.profile === "production";
    const tags = commonTags(environment);

    new AwsProvider(this, "aws", {
      region: environment.region,
      // credentials of another account are refused before anything is read or changed
      allowedAccountIds: [environment.accountId],
      defaultTags: [{ tags }],
    });

    const keyArn = environment.cluster.customerKey
      ? new AwsEncryptionKey(this, "encryption", {
          description: `Secrets, passwords, logs and insights of ${name}`,
          region: environment.region,
          accountId: environment.accountId,
        }).keyArn
      : undefined;

    this.network = new AwsNetwork(this, "network", {
      name,
      region: environment.region,
      cidr: environment.network.cidr,
      ...awsNetworkPlan(environment),
      nat: environment.network.nat,
      flowLogRetentionDays: environment.network.flowLogs ? environment.cluster.logRetentionDays : undefined,
      keyArn,
    });

    if (environment.network.nat === "none")
      this.gaps.push({
        capability: "images from the internet",
        instead:
          "nodes pull from ECR only; copy there what comes from elsewhere, the load balancer controller included",
      });

    this.cluster = new AwsKubernetesCluster(this, "cluster", {
      name,
      region: environment.region,
      network: this.network,
      kubernetesVersion: environment.cluster.kubernetesVersion,
      addOnVersions: addOnVersions[environment.cluster.kubernetesVersion],
      servicesCidr: eksServicesCidr,
      apiAllowedCidrs: environment.cluster.apiAllowedCidrs,
      adminArns: environment.cluster.adminArns,
      nodeCount: environment.cluster.nodeCount,
      nodeType: environment.cluster.nodeType,
      architecture: machine.architecture,
      maxPods: machine.maxPods,
      nodeDiskGib: environment.cluster.nodeDiskGib,
      logTypes: controlPlaneLogs[environment.cluster.controlPlaneLogs],
      logRetentionDays: environment.cluster.logRetentionDays,
      keyArn,
      deletionProtection: environment.cluster.deletionProtection,
      tags,
    });
    this.cluster.podIdentity({
      name: "load-balancer-controller",
      namespace: "kube-system",
      serviceAccount: "aws-load-balancer-controller",
      inlinePolicy: loadBalancerControllerPolicy,
    });

    this.registry = new AwsContainerRegistry(this, "registry", {
      repositoryName: ecrRepositoryName(environment),
      imageRepository: imageRepository(environment),
      region: environment.region,
      keepImages: environment.registry.keepImages,
      forceDelete: !production,
    });

    const { day, startTime } = environment.maintenance;
    const hour = Number(startTime.slice(0, 2));
    this.database = new AwsPostgresDatabase(this, "database", {
      name,
      region: environment.region,
      network: this.network,
      clientSecurityGroupId: this.cluster.securityGroupId,
      postgresVersion: environment.database.postgresVersion,
      postgresMinor: environment.database.postgresMinor,
      instanceType: environment.database.instanceType,
      storageGib: environment.database.storageGib,
      maxStorageGib: environment.database.maxStorageGib,
      databaseName: environment.database.name,
      userName: environment.database.user,
      passwordVersion: environment.database.passwordVersion,
      backupRetentionDays: environment.database.backupRetentionDays,
      // the backup runs in the two hours after the maintenance, so that the windows never overlap
      maintenanceWindow: window(day, hour, 1),
      backupWindow: `${clock(hour + 2)}-${clock(hour + 4)}`,
      multiZone: environment.database.highlyAvailable,
      deletionProtection: environment.database.deletionProtection,
      disposable: !production,
      logRetentionDays: environment.cluster.logRetentionDays,
      enhancedMonitoring: environment.database.enhancedMonitoring,
      keyArn,
    });

    const trusted = trustedJobs(environment);
    if (trusted.length > 0)
      new AwsReleaseRole(this, "release", {
        name: releaseRoleName(environment),
        region: environment.region,
        accountId: environment.accountId,
        trusted,
        createIdentityProviders: environment.ci.identityProviders === "create",
        registry: this.registry,
        cluster: this.cluster,
        database: this.database,
        keyArn,
      });

    this.addOutputs(environment);
  }
}

/** The jobs of continuous integration that may release. */
function trustedJobs({ ci: { github, semaphore }, name }: AwsEnvironment): TrustedJobs[] {
  const trusted: TrustedJobs[] = [];
  if (github !== undefined)
    trusted.push({
      id: "github",
      issuer: githubIssuer,
      audience: "sts.amazonaws.com",
      subjects: [githubSubject(github, name)],
    });
  if (semaphore !== undefined) {
    const issuer = semaphoreIssuer(semaphore);
    const project = semaphoreSubject(semaphore);
    trusted.push({
      id: "semaphore",
      issuer,
      audience: `https://${issuer}`,
      subjects: [`${project}${semaphoreBranch}`, `${project}${semaphoreTagPrefix}*`],
    });
  }
  return trusted;
}

/** A weekly window as RDS writes it: `sun:03:00-sun:04:00`. */
function window(day: Weekday, hour: number, hours: number): string {
  const next = weekdays[(weekdays.indexOf(day) + 1) % weekdays.length] ?? day;
  const end = hour + hours >= 24 ? next : day;
  return `${day.slice(0, 3)}:${clock(hour)}-${end.slice(0, 3)}:${clock(hour + hours)}`;
}

function clock(hour: number): string {
  return `${String(hour % 24).padStart(2, "0")}:00`;
}
