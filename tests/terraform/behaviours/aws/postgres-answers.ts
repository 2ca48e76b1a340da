import type { Cloud } from "../behaviour";
import { known, type Values } from "../values";
import { arnOf, nameOf, regionOf, textOf } from "./made-of";

/** What RDS answers about an instance. */
export function answersOfInstance(settings: Values, cloud: Cloud): Values {
  const name = nameOf(settings, cloud, "identifier");
  const address = `${name}.${cloud.hex(12)}.${regionOf(cloud)}.rds.amazonaws.com`;
  const port = Number(known(settings, "port") ?? 5432);
  const version = textOf(settings, "engine_version", "17");
  const key = arnOf(cloud, "kms", `key/${cloud.uuid()}`);
  const id = `db-${cloud.hex(26).toUpperCase()}`;
  const hasSecret = known(settings, "manage_master_user_password") === true;
  const secret = arnOf(cloud, "secretsmanager", `secret:rds!${id.toLowerCase()}-${cloud.hex(6)}`);
  return {
    id,
    address,
    allocated_storage: 20,
    arn: arnOf(cloud, "rds", `db:${name}`),
    availability_zone: `${regionOf(cloud)}a`,
    backup_retention_period: 0,
    backup_target: "region",
    backup_window: "03:00-03:30",
    ca_cert_identifier: "rds-ca-rsa2048-g1",
    character_set_name: "",
    database_insights_mode: "standard",
    db_name: "",
    db_subnet_group_name: "default",
    domain_fqdn: "",
    endpoint: `${address}:${port}`,
    engine: "postgres",
    engine_lifecycle_support: "open-source-rds-extended-support",
    engine_version: version,
    engine_version_actual: version.includes(".") ? version : `${version}.1`,
    hosted_zone_id: `Z${cloud.hex(13).toUpperCase()}`,
    identifier: name,
    identifier_prefix: "",
    iops: 3000,
    kms_key_id: key,
    latest_restorable_time: "2026-01-01T00:00:00Z",
    license_model: "postgresql-license",
    listener_endpoint: [],
    maintenance_window: "sun:04:00-sun:04:30",
    master_user_secret: hasSecret ? [{ kms_key_id: key, secret_arn: secret, secret_status: "active" }] : [],
    master_user_secret_kms_key_id: hasSecret ? key : "",
    monitoring_role_arn: "",
    multi_az: false,
    nchar_character_set_name: "",
    network_type: "IPV4",
    option_group_name: `default:postgres-${version.split(".")[0] ?? ""}`,
    parameter_group_name: `default.postgres${version.split(".")[0] ?? ""}`,
    performance_insights_kms_key_id: key,
    performance_insights_retention_period: 7,
    port,
    replica_mode: "",
    replicas: [],
    resource_id: id,
    snapshot_identifier: "",
    status: "available",
    storage_throughput: 125,
    storage_type: "gp2",
    timezone: "",
    username: "",
    vpc_security_group_ids: [],
  };
}
