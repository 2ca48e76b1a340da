import { byApi, conflicts, type Relation } from "../rules";
import { isSet, known, placesOf, Unknown, type Values } from "../values";
import { somethingIn, surelyIs } from "./formats";
import { addons } from "./kubernetes-cluster-filled-in";
import { google, manual, source } from "./source";

/** What Autopilot decides itself, with a value that would be set. */
const ownedByAutopilot: readonly (readonly [argument: string, value: unknown])[] = [
  ["network_policy", [{ enabled: false }]],
  ["default_max_pods_per_node", 110],
  ["enable_shielded_nodes", true],
  ["remove_default_node_pool", true],
  ["enable_intranode_visibility", true],
  ["node_pool", [{ name: "nodes" }]],
  ["cluster_autoscaling.enabled", true],
  ["cluster_autoscaling.resource_limits", [{ resource_type: "cpu", maximum: 10 }]],
  ["binary_authorization.enabled", true],
  ["addons_config.network_policy_config", [{ disabled: true }]],
  ["addons_config.dns_cache_config", [{ enabled: true }]],
  ["addons_config.stateful_ha_config", [{ enabled: true }]],
];

/** An Autopilot cluster that has nothing of that, but one. */
function autopilotWith(argument: string, value: unknown): Values {
  const [block = "", inner] = argument.split(".");
  return {
    ...Object.fromEntries(ownedByAutopilot.map(([name]) => [name.split(".")[0] ?? name, null])),
    enable_autopilot: true,
    [block]: inner === undefined ? value : [{ [inner]: value }],
  };
}

const region = (location: string): string => location.replace(/-[a-z]$/, "");

const zones = (settings: Values): unknown[] => placesOf(settings, "node_locations").flatMap(({ value }) => value);

const hours = (settings: Values, path: string): number | undefined => {
  const value = known(settings, path);
  const time = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time / 3_600_000;
};

/** Hours of the window, when both ends are known. */
function lengthOfWindow(settings: Values): number | undefined {
  const start = hours(settings, "maintenance_policy.recurring_window.start_time");
  const end = hours(settings, "maintenance_policy.recurring_window.end_time");
  return start === undefined || end === undefined ? undefined : end - start;
}

const maintenanceWindows = google("kubernetes-engine/docs/how-to/maintenance-windows-and-exclusions");

const longEnough: Relation = byApi(maintenanceWindows, {
  arguments: ["maintenance_policy.recurring_window.end_time", "maintenance_policy.recurring_window.start_time"],
  must: "`maintenance_policy.recurring_window.end_time` must be at least four hours after `start_time`",
  holds: (settings) => (lengthOfWindow(settings) ?? 4) >= 4,
  wrong: {
    "maintenance_policy.recurring_window.start_time": "2026-01-11T03:00:00Z",
    "maintenance_policy.recurring_window.end_time": "2026-01-11T04:00:00Z",
    "maintenance_policy.recurring_window.recurrence": "FREQ=DAILY",
  },
});

const oftenEnough: Relation = byApi(maintenanceWindows, {
  arguments: ["maintenance_policy.recurring_window.end_time", "maintenance_policy.recurring_window.recurrence"],
  must: "`maintenance_policy.recurring_window` must allow 48 hours of maintenance in 32 days: twelve hours once a week",
  holds: (settings) => {
    const recurrence = known(settings, "maintenance_policy.recurring_window.recurrence");
    const length = lengthOfWindow(settings);
    if (typeof recurrence !== "string" || length === undefined || !recurrence.startsWith("FREQ=WEEKLY")) return true;
    const days = /BYDAY=([A-Z,]+)/.exec(recurrence)?.[1]?.split(",").length ?? 1;
    // there are four weeks in any 32 days, sometimes five
    return 4 * days * length >= 48;
  },
  wrong: {
    "maintenance_policy.recurring_window.start_time": "2026-01-11T03:00:00Z",
    "maintenance_policy.recurring_window.end_time": "2026-01-11T09:00:00Z",
    "maintenance_policy.recurring_window.recurrence": "FREQ=WEEKLY;BYDAY=SU",
  },
});

/** What the arguments of a cluster must be like together. */
export const clusterRelations: readonly Relation[] = [
  ...ownedByAutopilot.map(([argument, value]) =>
    conflicts(argument, "enable_autopilot", autopilotWith(argument, value)),
  ),
  conflicts("cluster_ipv4_cidr", "ip_allocation_policy", { cluster_ipv4_cidr: "10.8.0.0/14" }),
  ...["cluster", "services"].flatMap((blockOf) =>
    ["cluster", "services"].map((rangeOf) =>
      conflicts(
        `ip_allocation_policy.${blockOf}_ipv4_cidr_block`,
        `ip_allocation_policy.${rangeOf}_secondary_range_name`,
        {
          ip_allocation_policy: [
            { [`${blockOf}_ipv4_cidr_block`]: "10.8.0.0/14", [`${rangeOf}_secondary_range_name`]: "pods" },
          ],
        },
      ),
    ),
  ),
  conflicts("binary_authorization.enabled", "binary_authorization.evaluation_mode", {
    binary_authorization: [{ enabled: true, evaluation_mode: "DISABLED" }],
  }),
  {
    arguments: ["maintenance_policy.daily_maintenance_window", "maintenance_policy.recurring_window"],
    must: "`maintenance_policy` must have either a `daily_maintenance_window` or a `recurring_window`",
    holds: (settings) =>
      !isSet(settings, "maintenance_policy") ||
      isSet(settings, "maintenance_policy.daily_maintenance_window") !==
        isSet(settings, "maintenance_policy.recurring_window"),
    wrong: { "maintenance_policy.daily_maintenance_window": [{ start_time: "03:00" }] },
  },
  somethingIn("private_cluster_config", [
    "enable_private_endpoint",
    "enable_private_nodes",
    "master_ipv4_cidr_block",
    "private_endpoint_subnetwork",
    "master_global_access_config",
  ]),
  somethingIn("addons_config", addons),
  {
    arguments: ["node_version", "remove_default_node_pool"],
    atPlan: true,
    must: "`node_version` can only be set when `remove_default_node_pool` is not true",
    holds: (settings) => !isSet(settings, "node_version") || !surelyIs(settings, "remove_default_node_pool", true),
    wrong: { node_version: "1.33.5-gke.1080000" },
  },
  {
    arguments: ["node_version", "min_master_version"],
    atPlan: true,
    must: "`node_version` must be the same as `min_master_version` when the cluster is created",
    holds: (settings) => {
      const [node, master] = ["node_version", "min_master_version"].map((name) => known(settings, name));
      // patches of GKE are not compared
      return typeof node !== "string" || typeof master !== "string" || node.split("-")[0] === master.split("-")[0];
    },
    wrong: {
      node_version: "1.33.5-gke.1080000",
      min_master_version: "1.32.9-gke.1010000",
      remove_default_node_pool: null,
    },
  },
  byApi(source("container/resource_container_cluster.go"), {
    arguments: ["node_locations", "location"],
    must: "`node_locations` must not have the zone that is the `location` of the cluster",
    holds: (settings) => !zones(settings).includes(known(settings, "location") ?? false),
    wrong: { location: "europe-west1-b", node_locations: ["europe-west1-b"] },
  }),
  byApi(manual("container_cluster"), {
    arguments: ["node_locations", "location"],
    must: "`node_locations` must be zones of the region of `location`",
    holds: (settings) => {
      const location = known(settings, "location");
      return (
        typeof location !== "string" ||
        zones(settings).every((zone) => zone instanceof Unknown || region(String(zone)) === region(location))
      );
    },
    wrong: { location: "europe-west1", node_locations: ["us-east1-b"] },
  }),
  byApi(manual("container_cluster"), {
    arguments: ["initial_node_count", "remove_default_node_pool"],
    must: "`initial_node_count` must be 1 or more when `remove_default_node_pool` is true",
    holds: (settings) =>
      !surelyIs(settings, "remove_default_node_pool", true) ||
      (isSet(settings, "initial_node_count") && !surelyIs(settings, "initial_node_count", 0)),
    wrong: { initial_node_count: null },
  }),
  byApi(google("kubernetes-engine/docs/how-to/dataplane-v2"), {
    arguments: ["network_policy.enabled", "datapath_provider"],
    must: '`network_policy.enabled` must not be true when `datapath_provider` is "ADVANCED_DATAPATH"',
    holds: (settings) =>
      !surelyIs(settings, "network_policy.enabled", true) ||
      !surelyIs(settings, "datapath_provider", "ADVANCED_DATAPATH"),
    wrong: { "network_policy.enabled": true },
  }),
  byApi(google("kubernetes-engine/docs/how-to/workload-identity"), {
    arguments: ["node_config.workload_metadata_config.mode", "workload_identity_config"],
    must: '`workload_identity_config` must be set when `node_config.workload_metadata_config.mode` is "GKE_METADATA"',
    holds: (settings) =>
      !surelyIs(settings, "node_config.workload_metadata_config.mode", "GKE_METADATA") ||
      isSet(settings, "workload_identity_config"),
    wrong: { workload_identity_config: null },
  }),
  longEnough,
  oftenEnough,
];
