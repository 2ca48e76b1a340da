import type { Behaviour } from "../behaviour";
import { between, byApi, conflicts, items, oneOf, type Rule } from "../rules";
import { isSet, placesOf, text, Unknown } from "../values";
import { computeName, mayBe, oneOfOrNone, surelyIs } from "./formats";
import { computeLink, creationTimestamp, projectOf, regionalId, regionOf } from "./links";
import { google, manual, shared, source } from "./source";

const asn: Rule = {
  must: "be a private number of RFC 6996 or 16550",
  holds: (value) => {
    const number = Number(value);
    return (number >= 64512 && number <= 65534) || (number >= 4200000000 && number <= 4294967294) || number === 16550;
  },
  wrong: 65535,
  source: shared("verify/validation.go"),
};

const natName: Rule = {
  must: "have 2 to 63 lower-case letters, digits or hyphens, start with a letter and not end with a hyphen",
  holds: (value) => /^[a-z][-a-z0-9]{0,61}[a-z0-9]$/.test(String(value)),
  wrong: "n",
};

/** The router and the gateway through which nodes without addresses of their own reach the internet. */
export const cloudNat = {
  google_compute_router: {
    source: source("compute/resource_compute_router.go"),
    rules: {
      name: computeName,
      "bgp.asn": asn,
      "bgp.advertise_mode": oneOfOrNone("DEFAULT", "CUSTOM"),
      "bgp.keepalive_interval": byApi(manual("compute_router"), between(20, 60)),
    },
    relations: [
      {
        arguments: ["bgp.advertised_groups", "bgp.advertise_mode"],
        atPlan: true,
        must: '`bgp.advertised_groups` can only be set when `bgp.advertise_mode` is "CUSTOM"',
        holds: (settings) =>
          !isSet(settings, "bgp.advertised_groups") || mayBe(settings, "bgp.advertise_mode", "CUSTOM"),
        wrong: { bgp: [{ asn: 64512, advertised_groups: ["ALL_SUBNETS"] }] },
      },
      {
        arguments: ["bgp.advertised_ip_ranges", "bgp.advertise_mode"],
        atPlan: true,
        must: '`bgp.advertised_ip_ranges` can only be set when `bgp.advertise_mode` is "CUSTOM"',
        holds: (settings) =>
          !isSet(settings, "bgp.advertised_ip_ranges") || mayBe(settings, "bgp.advertise_mode", "CUSTOM"),
        wrong: { bgp: [{ asn: 64512, advertised_ip_ranges: [{ range: "10.0.0.0/20" }] }] },
      },
    ],
    replacedBy: ["name", "network", "region", "project", "encrypted_interconnect_router"],
    defaults: { "bgp.advertise_mode": "DEFAULT", "bgp.keepalive_interval": 20 },
    filledIn: ["project", "region", "bgp.identifier_range"],
    answers: (settings, cloud) => {
      const id = regionalId("routers", settings, cloud);
      return {
        id,
        self_link: computeLink(id),
        project: projectOf(settings, cloud),
        region: regionOf(settings, cloud),
        creation_timestamp: creationTimestamp,
        "bgp.identifier_range": "",
      };
    },
  },
  google_compute_router_nat: {
    source: source("compute/resource_compute_router_nat.go"),
    rules: {
      name: natName,
      nat_ip_allocate_option: oneOfOrNone("MANUAL_ONLY", "AUTO_ONLY"),
      source_subnetwork_ip_ranges_to_nat: oneOf(
        "ALL_SUBNETWORKS_ALL_IP_RANGES",
        "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES",
        "LIST_OF_SUBNETWORKS",
      ),
      source_subnetwork_ip_ranges_to_nat64: oneOfOrNone("ALL_IPV6_SUBNETWORKS", "LIST_OF_IPV6_SUBNETWORKS"),
      auto_network_tier: oneOfOrNone("PREMIUM", "STANDARD"),
      type: oneOfOrNone("PUBLIC", "PRIVATE"),
      "log_config.filter": oneOf("ERRORS_ONLY", "TRANSLATIONS_ONLY", "ALL"),
      "rules.rule_number": between(0, 65000),
      endpoint_types: [
        items(1),
        byApi(
          manual("compute_router_nat"),
          oneOf("ENDPOINT_TYPE_VM", "ENDPOINT_TYPE_SWG", "ENDPOINT_TYPE_MANAGED_PROXY_LB"),
        ),
      ],
      "subnetwork.source_ip_ranges_to_nat": [
        items(1),
        byApi(manual("compute_router_nat"), oneOf("ALL_IP_RANGES", "LIST_OF_SECONDARY_IP_RANGES", "PRIMARY_IP_RANGE")),
      ],
    },
    relations: [
      conflicts("initial_nat_ips", "nat_ips", {
        nat_ip_allocate_option: "MANUAL_ONLY",
        initial_nat_ips: ["address-1"],
        nat_ips: ["address-2"],
      }),
      conflicts("initial_nat_ips", "drain_nat_ips", { initial_nat_ips: ["address-1"], drain_nat_ips: ["address-2"] }),
      {
        // at a later change the drained ones must have been in `nat_ips` before
        arguments: ["nat_ips", "drain_nat_ips"],
        atPlan: true,
        must: "`drain_nat_ips` must not have an item of `nat_ips`",
        holds: (settings) => {
          const kept = placesOf(settings, "nat_ips").flatMap(({ value }) => value);
          return placesOf(settings, "drain_nat_ips")
            .flatMap(({ value }) => value)
            .every((address) => address instanceof Unknown || !kept.includes(address));
        },
        wrong: { nat_ips: ["address-1"], drain_nat_ips: ["address-1"], nat_ip_allocate_option: "MANUAL_ONLY" },
      },
      byApi(manual("compute_router_nat"), {
        arguments: ["nat_ips", "nat_ip_allocate_option"],
        must: '`nat_ips` must be set when `nat_ip_allocate_option` is "MANUAL_ONLY", and only then',
        holds: (settings) =>
          isSet(settings, "nat_ips")
            ? mayBe(settings, "nat_ip_allocate_option", "MANUAL_ONLY")
            : !surelyIs(settings, "nat_ip_allocate_option", "MANUAL_ONLY") || isSet(settings, "initial_nat_ips"),
        wrong: { nat_ip_allocate_option: "MANUAL_ONLY" },
      }),
      byApi(manual("compute_router_nat"), {
        arguments: ["subnetwork", "source_subnetwork_ip_ranges_to_nat"],
        must: '`subnetwork` must be set when `source_subnetwork_ip_ranges_to_nat` is "LIST_OF_SUBNETWORKS", and only then',
        holds: (settings) =>
          isSet(settings, "subnetwork")
            ? mayBe(settings, "source_subnetwork_ip_ranges_to_nat", "LIST_OF_SUBNETWORKS")
            : !surelyIs(settings, "source_subnetwork_ip_ranges_to_nat", "LIST_OF_SUBNETWORKS"),
        wrong: { subnetwork: null },
      }),
      byApi(google("nat/docs/ports-and-addresses"), {
        arguments: ["enable_dynamic_port_allocation", "enable_endpoint_independent_mapping"],
        must: "`enable_dynamic_port_allocation` and `enable_endpoint_independent_mapping` must not both be true",
        holds: (settings) =>
          !surelyIs(settings, "enable_dynamic_port_allocation", true) ||
          !surelyIs(settings, "enable_endpoint_independent_mapping", true),
        wrong: { enable_dynamic_port_allocation: true, enable_endpoint_independent_mapping: true },
      }),
    ],
    replacedBy: ["name", "router", "region", "project", "type", "endpoint_types", "initial_nat_ips"],
    defaults: {
      icmp_idle_timeout_sec: 30,
      tcp_established_idle_timeout_sec: 1200,
      tcp_time_wait_timeout_sec: 120,
      tcp_transitory_idle_timeout_sec: 30,
      type: "PUBLIC",
      udp_idle_timeout_sec: 30,
    },
    filledIn: [
      "auto_network_tier",
      "drain_nat_ips",
      "enable_dynamic_port_allocation",
      "enable_endpoint_independent_mapping",
      "endpoint_types",
      "min_ports_per_vm",
      "nat_ips",
      "project",
      "region",
      "rules.action",
    ],
    answers: (settings, cloud) => ({
      id: [
        projectOf(settings, cloud),
        regionOf(settings, cloud),
        text(settings, "router"),
        text(settings, "name"),
      ].join("/"),
      project: projectOf(settings, cloud),
      region: regionOf(settings, cloud),
      auto_network_tier: "PREMIUM",
      drain_nat_ips: [],
      enable_dynamic_port_allocation: false,
      enable_endpoint_independent_mapping: false,
      endpoint_types: ["ENDPOINT_TYPE_VM"],
      min_ports_per_vm: 0,
      nat_ips: [],
    }),
  },
} satisfies Readonly<Record<string, Behaviour>>;
