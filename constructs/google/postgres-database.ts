import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeForwardingRule } from "@cdktf/provider-google/lib/compute-forwarding-rule";
import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { Fn, type ITerraformDependable, TerraformStack } from "cdktf";
import { Construct } from "constructs";

import type { PostgresDatabase } from "../contracts";
import { ephemeral } from "../ephemeral";
import { replacementOf } from "../replacement";
import { weekdays, type WeeklyHour } from "../weekdays";
import type { GoogleNetwork } from "./network";

export interface GooglePostgresDatabaseProps {
  /** Prefix of the names around the instance. */
  readonly name: string;
  /** Name of the instance. The name of a deleted one is blocked for a week. Changing it replaces the database. */
  readonly instanceName: string;
  readonly projectId: string;
  readonly region: string;
  readonly network: GoogleNetwork;
  /** Major version. Raising it is an upgrade with a downtime. */
  readonly postgresVersion: string;
  readonly edition: "ENTERPRISE" | "ENTERPRISE_PLUS";
  readonly tier: string;
  /** Storage at the start, in GiB, and the limit up to which it grows by itself. */
  readonly storageGib: number;
  readonly maxStorageGib: number;
  readonly databaseName: string;
  readonly userName: string;
  /** Raising it has new passwords generated. */
  readonly passwordVersion: number;
  readonly backupRetentionDays: number;
  readonly pointInTimeDays: number;
  /** Weekly hour of maintenance in UTC; the daily backup starts two hours later. */
  readonly maintenance: WeeklyHour;
  /** Whether a standby in another zone takes over. */
  readonly regional: boolean;
  /** Whether the log also has how long each statement took and from which host it came. */
  readonly logsStatements: boolean;
  readonly deletionProtection: boolean;
  /** Whether backups outlive the instance, until they expire. */
  readonly keepBackupsOnDelete: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * What the CIS benchmark asks to be logged, as far as it costs nothing worth mentioning. Scanners want what is a word
 * in lower case, and what is the default to be said.
 */
const essentialFlags = {
  "cloudsql.iam_authentication": "on",
  "cloudsql.enable_pgaudit": "on", // CKV_GCP_110
  log_checkpoints: "on", // CKV_GCP_51
  log_connections: "on", // CKV_GCP_52
  log_disconnections: "on", // CKV_GCP_53
  log_executor_stats: "off", // CKV2_GCP_14
  log_lock_waits: "on", // CKV_GCP_54
  log_min_duration_statement: "-1", // CKV_GCP_57
  log_min_error_statement: "error", // CKV_GCP_109
  log_min_messages: "warning", // CKV_GCP_55
  log_parser_stats: "off", // CKV2_GCP_15
  log_planner_stats: "off", // CKV2_GCP_16
  log_statement: "ddl", // CKV_GCP_111
  log_statement_stats: "off", // CKV2_GCP_17
  log_temp_files: "0", // CKV_GCP_56
};

/** What it asks for besides: a line for each statement, and a query to the DNS for each connection. */
const costlyFlags = {
  log_duration: "on", // CKV2_GCP_13
  log_hostname: "on", // CKV_GCP_108
};

/** A Cloud SQL instance without any address of its own. Costs about $10 a month in the smallest size. */
export class GooglePostgresDatabase extends Construct implements PostgresDatabase {
  readonly host: string;
  readonly port = 5432;
  readonly databaseName: string;
  readonly userName: string;
  readonly caCertificate: string;
  /** The endpoint's address is ours, so the server's certificate cannot carry it. */
  readonly tlsVerification = "ca";
  readonly passwordReference: string;
  readonly administratorReference: string;
  /** The secret with the login of the service's role. */
  readonly userSecret: SecretManagerSecret;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GooglePostgresDatabaseProps,
  ) {
    super(scope, id);
    const instance = this.createInstance();
    new SqlDatabase(this, "database", {
      name: props.databaseName,
      instance: instance.name,
      // a database in use cannot be dropped; it goes with the instance anyway
      deletionPolicy: "ABANDON",
    });
    // one after the other: Cloud SQL refuses two operations on an instance at once
    const administrator = this.createUser("administrator", "dbadmin", instance, []);
    const user = this.createUser("user", props.userName, instance, [administrator.user]);

    this.host = this.createEndpoint(instance).address;
    this.databaseName = props.databaseName;
    this.userName = props.userName;
    // the provider calls it a secret, and Terraform would refuse to show it; every client gets to see it
    this.caCertificate = Fn.nonsensitive(instance.serverCaCert.get(0).cert) as string;
    this.passwordReference = user.reference;
    this.userSecret = user.secret;
    this.administratorReference = administrator.reference;
  }

  private createInstance(): SqlDatabaseInstance {
    const { props } = this;
    const hour = Number(props.maintenance.startTime.slice(0, 2));
    const flags = { ...essentialFlags, ...(props.logsStatements ? costlyFlags : {}) };
    return new SqlDatabaseInstance(this, "instance", {
      name: props.instanceName,
      region: props.region,
      databaseVersion: `POSTGRES_${props.postgresVersion}`,
      deletionProtection: props.deletionProtection,
      settings: {
        // two flags of the same name: one stops Terraform, this one everybody
        deletionProtectionEnabled: props.deletionProtection,
        // not by the protection, which is taken away before a deletion
        retainBackupsOnDelete: props.keepBackupsOnDelete,
        edition: props.edition,
        tier: props.tier,
        availabilityType: props.regional ? "REGIONAL" : "ZONAL",
        diskType: "PD_SSD",
        diskSize: props.storageGib,
        diskAutoresize: true,
        diskAutoresizeLimit: props.maxStorageGib,
        userLabels: props.labels,
        ipConfiguration: {
          ipv4Enabled: false, // CKV_GCP_60
          sslMode: "ENCRYPTED_ONLY",
          pscConfig: [{ pscEnabled: true, allowedConsumerProjects: [props.projectId] }],
        },
        backupConfiguration: {
          enabled: true, // CKV_GCP_14
          startTime: `${String((hour + 2) % 24).padStart(2, "0")}:00`,
          pointInTimeRecoveryEnabled: true,
          transactionLogRetentionDays: props.pointInTimeDays,
          backupRetentionSettings: { retainedBackups: props.backupRetentionDays, retentionUnit: "COUNT" },
        },
        maintenanceWindow: { day: weekdays.indexOf(props.maintenance.day) + 1, hour, updateTrack: "stable" },
        insightsConfig: { queryInsightsEnabled: true },
        databaseFlags: Object.entries(flags).map(([name, value]) => ({ name, value })),
      },
      lifecycle: {
        // the cloud would refuse only after Terraform had deleted what is around it; this stops the plan
        preventDestroy: props.deletionProtection,
        // the disk grows by itself
        ignoreChanges: ["settings[0].disk_size"],
      },
      dependsOn: [...props.dependsOn],
    });
  }

  /** An address in our network that leads to the instance, and to nothing else. */
  private createEndpoint(instance: SqlDatabaseInstance): ComputeAddress {
    const { name, region, network } = this.props;
    const address = new ComputeAddress(this, "address", {
      name: `${name}-database`,
      region,
      addressType: "INTERNAL",
      subnetwork: network.database.id,
    });
    new ComputeForwardingRule(this, "endpoint", {
      name: `${name}-database`,
      region,
      network: network.network.id,
      ipAddress: address.id,
      target: instance.pscServiceAttachmentLink,
      loadBalancingScheme: "",
      // an endpoint leads to one instance from one address for ever, which the provider does not know
      // https://github.com/hashicorp/terraform-provider-google/issues/16870
      lifecycle: { replaceTriggeredBy: [replacementOf(address), replacementOf(instance)] },
    });
    return address;
  }

  private createUser(id: string, name: string, instance: SqlDatabaseInstance, dependsOn: ITerraformDependable[]) {
    const { props } = this;
    const password = ephemeral(TerraformStack.of(this), "random_password", `database_${id}`, {
      attribute: "result",
      settings: { length: 32, special: false },
    });
    const user = new SqlUser(this, id, {
      name,
      instance: instance.name,
      passwordWo: password,
      passwordWoVersion: props.passwordVersion,
      // a role that owns tables cannot be dropped; it goes with the instance anyway
      deletionPolicy: "ABANDON",
      dependsOn,
    });
    const secret = new SecretManagerSecret(this, `${id}-secret`, {
      secretId: `${props.name}-${name}`,
      replication: { userManaged: { replicas: [{ location: props.region }] } },
      dependsOn: [...props.dependsOn],
    });
    const version = new SecretManagerSecretVersion(this, `${id}-secret-version`, {
      secret: secret.id,
      secretDataWo: `{"username":"${name}","password":"${password}"}`,
      secretDataWoVersion: props.passwordVersion,
    });
    return { user, secret, reference: `google-secret-manager:${version.name}` };
  }
}
