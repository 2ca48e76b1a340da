import { at, listAt } from "../../support/at";
import type { TerraformJson } from "../../support/terraform-json";
import { type Promises, resourcesWith, type Tagged, theCluster } from "./promises";

export function googlePromises(json: TerraformJson): Promises {
  const cluster = json.one("google_container_cluster");
  const instance = json.one("google_sql_database_instance");
  const repository = json.one("google_artifact_registry_repository");
  const settings = at(instance, "settings");
  const backup = at(settings, "backup_configuration");
  return {
    // Autopilot has no pools
    nodes: json
      .all("google_container_node_pool")
      // GKE counts per zone
      .reduce((sum, pool) => sum + Number(at(pool, "node_count")) * listAt(pool, "node_locations").length, 0),
    control: {
      openTo: openTo(cluster),
      // etcd is always encrypted; a key of one's own would only change who holds the key
      secretsEncrypted: "by the cloud",
      deletionProtected: [
        at(cluster, "deletion_protection") === true,
        at(cluster, "lifecycle", "prevent_destroy") === true,
      ],
    },
    database: {
      hasPublicAddress: at(settings, "ip_configuration", "ipv4_enabled") !== false,
      clients: clients(json),
      forcesTls: ["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"].includes(
        String(at(settings, "ip_configuration", "ssl_mode")),
      ),
      encrypted: "by the cloud",
      backupDays:
        at(backup, "enabled") === true ? Number(at(backup, "backup_retention_settings", "retained_backups")) : 0,
      hasStandby: at(settings, "availability_type") === "REGIONAL",
      deletionProtected: [
        at(instance, "deletion_protection") === true,
        at(settings, "deletion_protection_enabled") === true,
        at(instance, "lifecycle", "prevent_destroy") === true,
      ],
      keepsCopyWhenDeleted: at(settings, "retain_backups_on_delete") === true,
    },
    registry: {
      immutableTags: at(repository, "docker_config", "immutable_tags") === true,
      scans: at(repository, "vulnerability_scanning_config", "enablement_config") === "INHERITED",
      cleansUp:
        at(repository, "cleanup_policy_dry_run") === false &&
        listAt(repository, "cleanup_policies").some((policy) => at(policy, "action") === "DELETE"),
    },
    tagged: tagged(json),
    // the rule that refuses it
    waysOut: [/^resource\.google_compute_firewall\.network_deny-ingress\w*\.source_ranges\.0$/],
  };
}

/** The DNS endpoint is left out: it lets in nobody whom IAM does not. */
function openTo(cluster: object): string[] {
  if (at(cluster, "control_plane_endpoints_config", "ip_endpoints_config", "enabled") === false) return [];
  const networks = listAt(cluster, "master_authorized_networks_config", "cidr_blocks");
  return networks.length === 0 ? ["0.0.0.0/0"] : networks.map((network) => String(at(network, "cidr_block")));
}

function clients(json: TerraformJson): string[] {
  const network = at(json.one("google_container_cluster"), "network");
  const project = at(json.json, "provider", "google", 0, "project");
  const instance = json.one("google_sql_database_instance");
  const access = at(instance, "settings", "ip_configuration");
  const endpoints = json
    .all("google_compute_forwarding_rule")
    .map((rule) => ({ rule, mine: at(rule, "network") === network }));
  const consumers = listAt(access, "psc_config").flatMap((config) => listAt(config, "allowed_consumer_projects"));
  return [
    ...endpoints.map(({ rule, mine }) => (mine ? theCluster : JSON.stringify(rule))),
    ...consumers.filter((consumer) => consumer !== project).map(String),
    ...listAt(access, "authorized_networks").map((range) => JSON.stringify(range)),
    ...listAt(access, "private_network").map(String),
  ];
}

function tagged(json: TerraformJson): Tagged[] {
  const byDefault = at(json.json, "provider", "google", 0, "default_labels") as Record<string, unknown>;
  const labelled = (what: string, labels: unknown): Tagged => ({
    what,
    tags: (labels ?? {}) as Record<string, unknown>,
  });
  return [
    ...resourcesWith(json, "labels").map((resource) =>
      labelled(`${resource.terraformResourceType}.${resource.friendlyUniqueId}`, byDefault),
    ),
    labelled("the cluster", at(json.one("google_container_cluster"), "resource_labels")),
    ...json
      .all("google_container_node_pool")
      .map((pool) => labelled("machines of the nodes", at(pool, "node_config", "resource_labels"))),
    labelled("the database", at(json.one("google_sql_database_instance"), "settings", "user_labels")),
  ];
}
