import type { Project } from "../project";
import { digest, newEtag, timestamp } from "../values";
import { certificateAuthority } from "../../http/certificate-authority";
import type { InstanceSettings } from "./instance-models";

/** A login role. Its password is not kept: nobody can ask for it. */
export interface User {
  readonly name: string;
  readonly type: "BUILT_IN" | "CLOUD_IAM_USER" | "CLOUD_IAM_SERVICE_ACCOUNT" | "CLOUD_IAM_GROUP";
  etag: string;
}

export interface Database {
  readonly name: string;
  charset: string;
  collation: string;
  etag: string;
}

/** Newest minor versions of PostgreSQL on Cloud SQL, as far as anybody reads them. */
const minorVersions: Readonly<Record<string, number>> = { "14": 19, "15": 14, "16": 10, "17": 6, "18": 0 };

/** A server of Cloud SQL. */
export class Instance {
  readonly createdAt = timestamp();
  readonly users = new Map<string, User>([["postgres", { name: "postgres", type: "BUILT_IN", etag: newEtag() }]]);
  readonly databases = new Map<string, Database>([["postgres", newDatabase("postgres")]]);
  state: "PENDING_CREATE" | "RUNNABLE" | "FAILED" | "PENDING_DELETE" = "PENDING_CREATE";
  etag = newEtag();

  constructor(
    readonly project: Project,
    readonly name: string,
    readonly region: string,
    public databaseVersion: string,
    public settings: InstanceSettings,
  ) {}

  get path(): string {
    return `${this.project.relativeName}/instances/${this.name}`;
  }

  get majorVersion(): string {
    return this.databaseVersion.replace("POSTGRES_", "");
  }

  /** Where an endpoint of Private Service Connect leads to, in a project of Google's own. */
  get serviceAttachment(): string | undefined {
    if (this.settings.ipConfiguration?.pscConfig?.pscEnabled !== true) return undefined;
    const own = digest(this.path, 28);
    const attachment = `a-${own.slice(0, 12)}-psc-service-attachment-${own.slice(12, 28)}`;
    return `projects/${digest(this.project.id, 16)}p-tp/regions/${this.region}/serviceAttachments/${attachment}`;
  }

  /** Whether connections from a project are let in. */
  accepts({ id, number }: Project): boolean {
    const allowed = this.settings.ipConfiguration?.pscConfig?.allowedConsumerProjects ?? [];
    return allowed.includes(id) || allowed.includes(number);
  }

  /** In the form of the API. */
  shown(): object {
    const { project, name, region, majorVersion, serviceAttachment } = this;
    const version = `${this.databaseVersion}_${minorVersions[majorVersion] ?? 0}`;
    const own = digest(this.path, 12);
    return {
      kind: "sql#instance",
      name,
      project: project.id,
      region,
      gceZone: this.settings.locationPreference?.zone ?? `${region}-b`,
      instanceType: "CLOUD_SQL_INSTANCE",
      backendType: "SECOND_GEN",
      state: this.state,
      createTime: this.createdAt,
      databaseVersion: this.databaseVersion,
      databaseInstalledVersion: version,
      maintenanceVersion: `${version}.R20260901.00_10`,
      connectionName: `${project.id}:${region}:${name}`,
      serviceAccountEmailAddress: `p${project.number}-${own.slice(0, 6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
      sqlNetworkArchitecture: "NEW_NETWORK_ARCHITECTURE",
      satisfiesPzi: true,
      ...(this.settings.ipConfiguration?.ipv4Enabled === true && {
        ipAddresses: [{ type: "PRIMARY", ipAddress: "203.0.113.10" }],
      }),
      ...(serviceAttachment !== undefined && {
        pscServiceAttachmentLink: serviceAttachment,
        dnsName: `${own}.${digest(project.id, 10)}.${region}.sql.goog.`,
      }),
      serverCaCert: {
        kind: "sql#sslCert",
        instance: name,
        cert: certificateAuthority,
        certSerialNumber: "0",
        commonName: `C=US,O=Google\\, Inc,CN=Google Cloud SQL Server CA,dnQualifier=${own}`,
        sha1Fingerprint: digest(`${this.path}/ca`, 40),
        createTime: this.createdAt,
        expirationTime: "2036-11-18T00:00:00.000Z",
      },
      etag: this.etag,
      settings: {
        ...this.settings,
        locationPreference: {
          kind: "sql#locationPreference",
          zone: `${region}-b`,
          ...this.settings.locationPreference,
        },
      },
      selfLink: linkTo(this.path),
    };
  }
}

export const linkTo = (path: string): string => `https://sqladmin.googleapis.com/sql/v1beta4/${path}`;

export function newDatabase(name: string, charset = "UTF8", collation = "en_US.UTF8"): Database {
  return { name, charset, collation, etag: newEtag() };
}
