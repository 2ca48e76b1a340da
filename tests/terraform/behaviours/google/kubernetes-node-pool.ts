import type { Behaviour } from "../behaviour";
import { atLeast, between, byApi, conflicts, matching, oneOf, type Relation } from "../rules";
import { isSet, known, placesOf, text, type Values } from "../values";
import { surelyIs } from "./formats";
import { kubernetesVersion } from "./kubernetes-cluster";
import { computeLink, projectOf } from "./links";
import {
  nodeConfigAnswers,
  nodeConfigDefaults,
  nodeConfigFilledIn,
  nodeConfigReplacedBy,
  nodeConfigRules,
} from "./node-config";
import { google, manual, source } from "./source";

const code = source("container/resource_container_node_pool.go");
const autoscaler = google("kubernetes-engine/docs/how-to/cluster-autoscaler");
const atLeastNone = atLeast(0);

const number = (settings: Values, path: string): number | undefined => {
  const value = known(settings, path);
  return typeof value === "number" ? value : undefined;
};

const inOrder = (least: string, most: string): Relation =>
  byApi(autoscaler, {
    arguments: [`autoscaling.${least}`, `autoscaling.${most}`],
    must: `\`autoscaling.${least}\` must not be greater than \`autoscaling.${most}\``,
    holds: (settings) =>
      (number(settings, `autoscaling.${least}`) ?? 0) <= (number(settings, `autoscaling.${most}`) ?? Infinity),
    wrong: { autoscaling: [{ [least]: 3, [most]: 2 }] },
  });

const blueGreen = "upgrade_settings.blue_green_settings";

/** GKE's nodes. */
export const kubernetesNodePool = {
  google_container_node_pool: {
    source: code,
    rules: {
      name: byApi(
        google("kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools"),
        matching(
          /[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?/,
          "have 1 to 40 lower-case letters, digits or hyphens, start with a letter and not end with a hyphen",
          "Nodes_1",
        ),
      ),
      node_count: atLeastNone,
      node_locations: byApi(
        google("compute/docs/regions-zones"),
        matching(/[a-z]+(?:-[a-z]+)+\d+-[a-z]/, "be a zone, such as europe-west1-b", "europe-west1"),
      ),
      max_pods_per_node: byApi(google("kubernetes-engine/docs/how-to/flexible-pod-cidr"), between(8, 256)),
      "autoscaling.location_policy": oneOf("BALANCED", "ANY"),
      "autoscaling.max_node_count": atLeastNone,
      "autoscaling.min_node_count": atLeastNone,
      "autoscaling.total_max_node_count": atLeastNone,
      "autoscaling.total_min_node_count": atLeastNone,
      "placement_policy.type": byApi(manual("container_node_pool"), oneOf("COMPACT")),
      "upgrade_settings.max_surge": atLeastNone,
      "upgrade_settings.max_unavailable": atLeastNone,
      "upgrade_settings.strategy": oneOf("SURGE", "BLUE_GREEN"),
      [`${blueGreen}.standard_rollout_policy.batch_percentage`]: between(0, 1),
      ...nodeConfigRules,
    },
    relations: [
      inOrder("min_node_count", "max_node_count"),
      inOrder("total_min_node_count", "total_max_node_count"),
      ...["min_node_count", "max_node_count"].map((perZone) =>
        byApi(
          autoscaler,
          conflicts(`autoscaling.${perZone}`, `autoscaling.total_${perZone}`, {
            autoscaling: [{ [perZone]: 2, [`total_${perZone}`]: 6 }],
          }),
        ),
      ),
      byApi(code, conflicts("name", "name_prefix", { name_prefix: "nodes-" })),
      byApi(code, conflicts("initial_node_count", "node_count", { initial_node_count: 1 })),
      byApi(code, {
        arguments: [blueGreen, "upgrade_settings.strategy"],
        must: `\`${blueGreen}\` can only be set when \`upgrade_settings.strategy\` is "BLUE_GREEN"`,
        holds: (settings) =>
          !isSet(settings, blueGreen) ||
          (isSet(settings, "upgrade_settings.strategy") && !surelyIs(settings, "upgrade_settings.strategy", "SURGE")),
        wrong: { [blueGreen]: [{ standard_rollout_policy: [{ batch_node_count: 1 }] }] },
      }),
      byApi(code, {
        arguments: ["upgrade_settings.max_surge", "upgrade_settings.max_unavailable", "upgrade_settings.strategy"],
        must: '`upgrade_settings.max_surge` and `upgrade_settings.max_unavailable` must not be set when `upgrade_settings.strategy` is "BLUE_GREEN"',
        holds: (settings) =>
          !surelyIs(settings, "upgrade_settings.strategy", "BLUE_GREEN") ||
          !["max_surge", "max_unavailable"].some((name) => (number(settings, `upgrade_settings.${name}`) ?? 0) > 0),
        wrong: { "upgrade_settings.strategy": "BLUE_GREEN", "upgrade_settings.max_surge": 1 },
      }),
    ],
    replacedBy: [
      "cluster",
      "name",
      "name_prefix",
      "initial_node_count",
      "location",
      "max_pods_per_node",
      "network_config.additional_node_network_configs.network",
      "network_config.additional_node_network_configs.subnetwork",
      "network_config.additional_pod_network_configs.max_pods_per_node",
      "network_config.additional_pod_network_configs.secondary_pod_range",
      "network_config.additional_pod_network_configs.subnetwork",
      "network_config.create_pod_range",
      "network_config.pod_ipv4_cidr_block",
      "network_config.pod_range",
      "placement_policy.policy_name",
      "project",
      "queued_provisioning.enabled",
      ...nodeConfigReplacedBy,
    ],
    defaults: {
      "management.auto_repair": true,
      "management.auto_upgrade": true,
      "upgrade_settings.strategy": "SURGE",
      ...nodeConfigDefaults,
    },
    filledIn: [
      "autoscaling.location_policy",
      "initial_node_count",
      "location",
      "management",
      "max_pods_per_node",
      "name",
      "name_prefix",
      "network_config",
      "network_config.enable_private_nodes",
      "network_config.pod_cidr_overprovision_config",
      "network_config.pod_ipv4_cidr_block",
      "network_config.pod_range",
      "node_count",
      "node_locations",
      "project",
      "upgrade_settings",
      blueGreen,
      `${blueGreen}.node_pool_soak_duration`,
      `${blueGreen}.standard_rollout_policy.batch_node_count`,
      `${blueGreen}.standard_rollout_policy.batch_percentage`,
      `${blueGreen}.standard_rollout_policy.batch_soak_duration`,
      "upgrade_settings.max_surge",
      "upgrade_settings.max_unavailable",
      "version",
      ...nodeConfigFilledIn,
    ],
    answers: (settings, cloud) => {
      const cluster = text(settings, "cluster").split("/");
      const project = projectOf(settings, cloud);
      const location = text(settings, "location") || (cluster.at(-3) ?? "");
      const name = text(settings, "name") || `terraform-${cloud.decimal(26)}`;
      const zones = placesOf(settings, "node_locations").flatMap(({ value }) =>
        Array.isArray(value) ? (value as unknown[]) : [],
      );
      const groups = (zones.length > 0 ? zones.map(String) : [location]).map((zone) => ({
        zone,
        group: `gke-${(cluster.at(-1) ?? "").slice(0, 25)}-${name.slice(0, 8)}-${cloud.hex(8)}-grp`,
      }));
      const links = (collection: string) =>
        groups.map(({ zone, group }) => computeLink(`projects/${project}/zones/${zone}/${collection}/${group}`));
      return {
        id: `projects/${project}/locations/${location}/clusters/${cluster.at(-1) ?? ""}/nodePools/${name}`,
        project,
        location,
        name,
        name_prefix: "",
        initial_node_count: known(settings, "node_count") ?? 0,
        instance_group_urls: links("instanceGroupManagers"),
        managed_instance_group_urls: links("instanceGroups"),
        max_pods_per_node: 110,
        node_count: known(settings, "initial_node_count") ?? 0,
        node_locations: groups.map(({ zone }) => zone),
        operation: `operation-${cloud.decimal(13)}-${cloud.uuid()}`,
        version: kubernetesVersion,
        "autoscaling.location_policy": "BALANCED",
        "management.auto_repair": true,
        "management.auto_upgrade": true,
        "network_config.create_pod_range": false,
        "network_config.enable_private_nodes": true,
        "network_config.pod_ipv4_cidr_block": "10.4.0.0/14",
        "network_config.pod_range": "pods",
        "upgrade_settings.max_surge": 1,
        "upgrade_settings.max_unavailable": 0,
        "upgrade_settings.strategy": "SURGE",
        ...nodeConfigAnswers,
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
