import {
  GcsBackend,
  LocalBackend,
  NamedRemoteWorkspace,
  RemoteBackend,
  S3Backend,
  TerraformOutput,
  TerraformStack,
} from "cdktf";
import type { Construct } from "constructs";

import {
  type ContainerRegistry,
  type Gap,
  type KubernetesCluster,
  type Network,
  type PlatformOutputs,
  type PostgresDatabase,
  platformOutputs,
} from "../constructs/contracts";
import { kubeconfigCommand, registryLoginCommand } from "../environments/schema/access-commands";
import { oldestTerraform } from "../environments/schema/catalogue/versions";
import type { CloudEnvironment } from "../environments/schema/environment";
import { resourceName, stateKey } from "../environments/schema/names";

/** What every cloud's stack has: where its state is kept, and the outputs that the release needs. */
export abstract class PlatformStack extends TerraformStack {
  abstract readonly network: Network;
  abstract readonly cluster: KubernetesCluster;
  abstract readonly registry: ContainerRegistry;
  abstract readonly database: PostgresDatabase;
  /** What the contracts promise and this cloud does not have. */
  abstract readonly gaps: readonly Gap[];

  constructor(scope: Construct, environment: CloudEnvironment) {
    super(scope, environment.name);
    this.addOverride("terraform.required_version", `>= ${oldestTerraform}`);
    this.addBackend(environment);
  }

  /** Called last by each stack, once its parts exist. */
  protected addOutputs(environment: CloudEnvironment): void {
    const { cluster, registry, database } = this;
    const values: PlatformOutputs = {
      cluster_name: cluster.clusterName,
      kubeconfig_command: kubeconfigCommand(environment),
      image_repository: registry.imageRepository,
      registry_login_command: registryLoginCommand(environment),
      database_host: database.host,
      database_port: database.port,
      database_name: database.databaseName,
      database_pool_port: database.pool?.port ?? database.port,
      database_pool_name: database.pool?.name ?? database.databaseName,
      database_user: database.userName,
      database_ca_certificate: database.caCertificate,
      database_tls_verification: database.tlsVerification,
      database_password_reference: database.passwordReference,
      database_administrator_reference: database.administratorReference,
    };
    for (const [name, description] of Object.entries(platformOutputs)) {
      // the CDKTF command line shows the id of the construct, Terraform the name that would be made of it
      const output = new TerraformOutput(this, name, {
        value: values[name as keyof PlatformOutputs],
        description,
      });
      output.overrideLogicalId(name);
    }
  }

  private addBackend(environment: CloudEnvironment): void {
    const { state } = environment;
    switch (state.backend) {
      case "local":
        // beside cdktf.out, which may be deleted at any time; relative, so that it means the same on every machine
        new LocalBackend(this, { path: `../../../terraform.${environment.name}.tfstate` });
        return;
      case "s3": {
        const backend = new S3Backend(this, {
          bucket: state.bucket,
          key: `${stateKey(environment)}/terraform.tfstate`,
          region: state.region,
          encrypt: true,
          kmsKeyId: state.kmsKeyArn,
        });
        // CDKTF 0.21 knows only the lock table in DynamoDB, which Terraform has deprecated
        backend.addOverride("use_lockfile", true);
        return;
      }
      case "gcs":
        new GcsBackend(this, { bucket: state.bucket, prefix: stateKey(environment) });
        return;
      case "hcp":
        // the same workspaces as CloudBackend, which cannot be synthesized without Terraform on the machine
        new RemoteBackend(this, {
          organization: state.organization,
          workspaces: new NamedRemoteWorkspace(resourceName(environment)),
        });
        return;
    }
  }
}

/** Tags or labels of every resource that can carry them. */
export function commonTags(environment: CloudEnvironment): Record<string, string> {
  return {
    ...environment.tags,
    project: environment.project,
    environment: environment.name,
    "managed-by": "terraform",
  };
}
