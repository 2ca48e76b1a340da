import { IntOrString, KubeNetworkPolicy, KubeService, KubeStatefulSet, Quantity } from "cdk8s-plus-33/lib/imports/k8s";
import { Construct } from "constructs";

import { hardenedPod } from "./hardened-pod";
import { recommendedLabels, type ServiceIdentity } from "./labels";

export interface LocalPostgresProps {
  readonly service: ServiceIdentity;
  readonly serviceAccountName: string;
  /** Major version. */
  readonly version: string;
  readonly databaseName: string;
  readonly userName: string;
  readonly storageGib: number;
  /** Secret whose key DB_PASSWORD is the user's password. */
  readonly secretName: string;
  readonly secretDirectory: string;
}

const port = 5432;

/** A PostgreSQL in the cluster, for trying things out: one pod, one volume, no backup, no TLS. */
export class LocalPostgres extends Construct {
  /** Label of its pods, by which network policies find it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly port = port;

  constructor(scope: Construct, id: string, props: LocalPostgresProps) {
    super(scope, id);
    const { service } = props;
    const name = `${service.name}-postgres`;
    this.labels = { app: name };
    const metadata = {
      name,
      namespace: service.namespace,
      labels: { ...recommendedLabels(service, name, "postgres"), ...this.labels },
    };
    const ready = { exec: { command: ["pg_isready", "--username", props.userName, "--dbname", props.databaseName] } };

    new KubeStatefulSet(this, "stateful-set", {
      metadata,
      spec: {
        serviceName: name,
        replicas: 1,
        selector: { matchLabels: this.labels },
        template: {
          metadata: { labels: metadata.labels },
          spec: hardenedPod({
            name: "postgres",
            image: `postgres:${props.version}-bookworm`,
            imagePullPolicy: "IfNotPresent",
            serviceAccountName: props.serviceAccountName,
            resources: { cpuRequest: "100m", cpuLimit: "1", memoryRequest: "256Mi", memoryLimit: "512Mi" },
            port: { name: "postgres", number: port },
            env: [
              { name: "POSTGRES_DB", value: props.databaseName },
              { name: "POSTGRES_USER", value: props.userName },
              { name: "POSTGRES_PASSWORD_FILE", value: `${props.secretDirectory}/DB_PASSWORD` },
              { name: "PGDATA", value: "/var/lib/postgresql/data/pgdata" },
            ],
            writableDirectories: { "/tmp": "16Mi", "/var/run/postgresql": "16Mi" },
            secretDirectories: { [props.secretName]: props.secretDirectory },
            claimDirectories: { data: "/var/lib/postgresql/data" },
            probes: {
              startup: { ...ready, periodSeconds: 2, failureThreshold: 60 },
              readiness: { ...ready, periodSeconds: 5, timeoutSeconds: 3 },
              liveness: {
                tcpSocket: { port: IntOrString.fromString("postgres") },
                periodSeconds: 10,
                timeoutSeconds: 3,
              },
            },
          }),
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "data" },
            spec: {
              accessModes: ["ReadWriteOnce"],
              resources: { requests: { storage: Quantity.fromString(`${props.storageGib}Gi`) } },
            },
          },
        ],
      },
    });
    new KubeService(this, "service", {
      metadata,
      spec: { clusterIp: "None", selector: this.labels, ports: [{ name: "postgres", port, protocol: "TCP" }] },
    });
    new KubeNetworkPolicy(this, "clients", {
      metadata,
      spec: {
        podSelector: { matchLabels: this.labels },
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ podSelector: {} }], ports: [{ protocol: "TCP", port: IntOrString.fromNumber(port) }] }],
      },
    });
  }
}
