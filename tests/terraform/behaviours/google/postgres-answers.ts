import type { Cloud } from "../behaviour";
import { known, placesOf, text, type Values } from "../values";
import { certificate, createTime, privateAddress, projectNumber, projectOf, publicAddress, regionOf } from "./links";

/** What Cloud SQL answers about an instance. */
export function postgresAnswers(settings: Values, cloud: Cloud): Values {
  const project = projectOf(settings, cloud);
  const region = regionOf(settings, cloud);
  const name = text(settings, "name") || `terraform-${cloud.decimal(26)}`;
  const hasPublicAddress = known(settings, "settings.ip_configuration.ipv4_enabled") !== false;
  const hasPrivateAddress = text(settings, "settings.ip_configuration.private_network") !== "";
  const hasEndpoints = placesOf(settings, "settings.ip_configuration.psc_config.psc_enabled").some(
    ({ value }) => value === true,
  );
  const publicIp = hasPublicAddress ? publicAddress(cloud) : "";
  const privateIp = hasPrivateAddress ? privateAddress(cloud) : "";
  const addresses = [
    ...(publicIp === "" ? [] : [{ type: "PRIMARY", ip_address: publicIp, time_to_retire: "" }]),
    ...(privateIp === "" ? [] : [{ type: "PRIVATE", ip_address: privateIp, time_to_retire: "" }]),
  ];
  const dnsName = hasEndpoints ? `${cloud.hex(12)}.${cloud.hex(14)}.${region}.sql.goog.` : "";
  return {
    // the provider takes the id of the first answer, and of any later one the name alone
    id: name,
    name,
    project,
    region,
    available_maintenance_versions: [],
    connection_name: `${project}:${region}:${name}`,
    dns_name: dnsName,
    dns_names:
      dnsName === "" ? [] : [{ connection_type: "PRIVATE_SERVICE_CONNECT", dns_scope: "INSTANCE", name: dnsName }],
    encryption_key_name: "",
    first_ip_address: addresses[0]?.ip_address ?? "",
    instance_type: "CLOUD_SQL_INSTANCE",
    ip_address: addresses,
    maintenance_version: `${text(settings, "database_version")}_6.R20260105.00_01`,
    master_instance_name: "",
    node_count: 0,
    private_ip_address: privateIp,
    psc_service_attachment_link: hasEndpoints
      ? `https://www.googleapis.com/compute/v1/projects/${cloud.hex(12)}p-tp/regions/${region}/serviceAttachments/a-${cloud.hex(12)}-psc-service-attachment-${cloud.hex(16)}`
      : "",
    public_ip_address: publicIp,
    replica_names: [],
    self_link: `https://sqladmin.googleapis.com/sql/v1beta4/projects/${project}/instances/${name}`,
    server_ca_cert: [
      {
        cert: certificate(cloud),
        common_name: `C=US,O=Google\\, Inc,CN=Google Cloud SQL Server CA,dnQualifier=${cloud.uuid()}`,
        create_time: createTime,
        expiration_time: "2036-01-03T11:00:00.000Z",
        sha1_fingerprint: cloud.hex(40),
      },
    ],
    service_account_email_address: `p${projectNumber(project)}-${cloud.hex(6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
    "settings.backup_configuration.start_time": "12:00",
    "settings.backup_configuration.transaction_log_retention_days": 7,
    "settings.backup_configuration.backup_retention_settings.retained_backups": 7,
    "settings.backup_configuration.backup_retention_settings.retention_unit": "COUNT",
    "settings.connector_enforcement": "NOT_REQUIRED",
    "settings.disk_size": 10,
    "settings.disk_type": "PD_SSD",
    "settings.edition": "ENTERPRISE",
    "settings.effective_availability_type": text(settings, "settings.availability_type") || "ZONAL",
    "settings.insights_config.query_plans_per_minute":
      known(settings, "settings.insights_config.query_insights_enabled") === true ? 5 : 0,
    "settings.ip_configuration.server_ca_mode": "GOOGLE_MANAGED_INTERNAL_CA",
    "settings.ip_configuration.ssl_mode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
    "settings.location_preference.zone": `${region}-b`,
    "settings.user_labels": {},
    "settings.version": 1,
  };
}
