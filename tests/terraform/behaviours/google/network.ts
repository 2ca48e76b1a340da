import type { Behaviour } from "../behaviour";
import { between, byApi, cidr, ipv4Network, oneOf, type Relation } from "../rules";
import { isSet, placesOf, type Values } from "../values";
import { computeName, contains, gatewayOf, mayBe, oneOfOrNone, overlap, somethingIn, surelyIs } from "./formats";
import { computeLink, creationTimestamp, fingerprint, globalId, projectOf, regionalId, regionOf } from "./links";
import { google, manual, source } from "./source";

const validRanges = google("vpc/docs/subnets#valid-ranges");

const networkOfSubnetwork = ipv4Network(4, 29);

/** What the provider lets pass, because it looks at the form only. */
const validRange = byApi(validRanges, {
  ...networkOfSubnetwork,
  holds: (value: unknown) => !cidr.holds(value) || networkOfSubnetwork.holds(value),
});

const rangesOf = (settings: Values): unknown[] =>
  ["ip_cidr_range", "secondary_ip_range.ip_cidr_range"].flatMap((path) =>
    placesOf(settings, path).map(({ value }) => value),
  );

const separateRanges: Relation = byApi(validRanges, {
  arguments: ["ip_cidr_range", "secondary_ip_range.ip_cidr_range"],
  must: "`ip_cidr_range` and the networks of `secondary_ip_range` must not overlap",
  holds: (settings) => {
    const ranges = rangesOf(settings);
    return ranges.every((range, index) => ranges.slice(index + 1).every((other) => !overlap(range, other)));
  },
  wrong: {
    ip_cidr_range: "10.0.0.0/20",
    secondary_ip_range: [{ range_name: "pods", ip_cidr_range: "10.0.8.0/22" }],
  },
});

/** The VPC and its subnetworks. */
export const network = {
  google_compute_network: {
    source: source("compute/resource_compute_network.go"),
    rules: {
      name: computeName,
      routing_mode: oneOfOrNone("REGIONAL", "GLOBAL"),
      network_firewall_policy_enforcement_order: oneOfOrNone("BEFORE_CLASSIC_FIREWALL", "AFTER_CLASSIC_FIREWALL"),
      bgp_best_path_selection_mode: oneOfOrNone("LEGACY", "STANDARD"),
      bgp_inter_region_cost: oneOfOrNone("DEFAULT", "ADD_COST_TO_MED"),
      mtu: byApi(google("vpc/docs/mtu#valid_mtus"), between(1300, 8896)),
    },
    relations: [
      byApi(manual("compute_network"), {
        arguments: ["bgp_always_compare_med", "bgp_best_path_selection_mode"],
        must: '`bgp_always_compare_med` can only be set when `bgp_best_path_selection_mode` is "STANDARD"',
        holds: (settings) =>
          !surelyIs(settings, "bgp_always_compare_med", true) ||
          mayBe(settings, "bgp_best_path_selection_mode", "STANDARD"),
        wrong: { bgp_always_compare_med: true },
      }),
    ],
    replacedBy: [
      "name",
      "description",
      "auto_create_subnetworks",
      "enable_ula_internal_ipv6",
      "internal_ipv6_range",
      "network_profile",
      "params.resource_manager_tags",
      "project",
    ],
    defaults: {
      auto_create_subnetworks: true,
      delete_default_routes_on_create: false,
      network_firewall_policy_enforcement_order: "AFTER_CLASSIC_FIREWALL",
    },
    filledIn: [
      "bgp_always_compare_med",
      "bgp_best_path_selection_mode",
      "bgp_inter_region_cost",
      "internal_ipv6_range",
      "mtu",
      "project",
      "routing_mode",
    ],
    answers: (settings, cloud) => {
      const id = globalId("networks", settings, cloud);
      const number = cloud.decimal(19);
      return {
        id,
        self_link: computeLink(id),
        network_id: number,
        numeric_id: number,
        project: projectOf(settings, cloud),
        bgp_always_compare_med: false,
        bgp_best_path_selection_mode: "LEGACY",
        bgp_inter_region_cost: "",
        gateway_ipv4: "",
        internal_ipv6_range: "",
        mtu: 1460,
        routing_mode: "REGIONAL",
      };
    },
  },
  google_compute_subnetwork: {
    source: source("compute/resource_compute_subnetwork.go"),
    rules: {
      name: computeName,
      ip_cidr_range: [cidr, validRange],
      "secondary_ip_range.range_name": computeName,
      "secondary_ip_range.ip_cidr_range": [cidr, validRange],
      stack_type: oneOfOrNone("IPV4_ONLY", "IPV4_IPV6", "IPV6_ONLY"),
      ipv6_access_type: oneOfOrNone("EXTERNAL", "INTERNAL"),
      role: oneOfOrNone("ACTIVE", "BACKUP"),
      purpose: byApi(
        manual("compute_subnetwork"),
        oneOf(
          "PRIVATE",
          "REGIONAL_MANAGED_PROXY",
          "GLOBAL_MANAGED_PROXY",
          "PRIVATE_SERVICE_CONNECT",
          "PEER_MIGRATION",
          "PRIVATE_NAT",
          "INTERNAL_HTTPS_LOAD_BALANCER",
        ),
      ),
      "log_config.aggregation_interval": oneOfOrNone(
        "INTERVAL_5_SEC",
        "INTERVAL_30_SEC",
        "INTERVAL_1_MIN",
        "INTERVAL_5_MIN",
        "INTERVAL_10_MIN",
        "INTERVAL_15_MIN",
      ),
      "log_config.metadata": oneOfOrNone("EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA", "CUSTOM_METADATA"),
      "log_config.flow_sampling": byApi(manual("compute_subnetwork"), between(0, 1)),
    },
    relations: [
      somethingIn("log_config", ["aggregation_interval", "flow_sampling", "metadata", "filter_expr"]),
      separateRanges,
      byApi(manual("compute_subnetwork"), {
        arguments: ["log_config.metadata_fields", "log_config.metadata"],
        must: '`log_config.metadata_fields` can only be set when `log_config.metadata` is "CUSTOM_METADATA"',
        holds: (settings) =>
          !isSet(settings, "log_config.metadata_fields") || mayBe(settings, "log_config.metadata", "CUSTOM_METADATA"),
        wrong: { log_config: [{ metadata: "INCLUDE_ALL_METADATA", metadata_fields: ["src_vpc"] }] },
      }),
    ],
    replacedBy: [
      "name",
      "description",
      "network",
      "region",
      "project",
      {
        argument: "ip_cidr_range",
        when: "it is not extended to a network around the old one",
        test: (before, after) => !contains(after, before),
        example: ["10.0.0.0/20", "10.0.0.0/24"],
      },
      "enable_flow_logs",
      "external_ipv6_prefix",
      "ip_collection",
      "params.resource_manager_tags",
      "reserved_internal_range",
    ],
    defaults: {
      "log_config.aggregation_interval": "INTERVAL_5_SEC",
      "log_config.filter_expr": "true",
      "log_config.flow_sampling": 0.5,
      "log_config.metadata": "INCLUDE_ALL_METADATA",
    },
    filledIn: [
      "enable_flow_logs",
      "external_ipv6_prefix",
      "ip_cidr_range",
      "private_ip_google_access",
      "private_ipv6_google_access",
      "project",
      "purpose",
      "region",
      "secondary_ip_range",
      "secondary_ip_range.ip_cidr_range",
      "stack_type",
    ],
    answers: (settings, cloud) => {
      const id = regionalId("subnetworks", settings, cloud);
      return {
        id,
        self_link: computeLink(id),
        subnetwork_id: Number(cloud.decimal(15)),
        project: projectOf(settings, cloud),
        region: regionOf(settings, cloud),
        creation_timestamp: creationTimestamp,
        fingerprint: fingerprint(cloud),
        gateway_address: gatewayOf(settings["ip_cidr_range"]),
        enable_flow_logs: isSet(settings, "log_config"),
        private_ip_google_access: false,
        private_ipv6_google_access: "DISABLE_GOOGLE_ACCESS",
        purpose: "PRIVATE",
        stack_type: "IPV4_ONLY",
        state: "READY",
        external_ipv6_prefix: "",
        internal_ipv6_prefix: "",
        ipv6_cidr_range: "",
        ipv6_gce_endpoint: "",
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
