import { isIP } from "node:net";

import type { Behaviour } from "../behaviour";
import { byApi, oneOf, type Rule } from "../rules";
import { isSet, text } from "../values";
import { computeName, labels, mayBe, oneOfOrNone, surelyIs } from "./formats";
import {
  computeLink,
  creationTimestamp,
  fingerprint,
  privateAddress,
  projectOf,
  publicAddress,
  regionalId,
  regionOf,
} from "./links";
import { manual, source } from "./source";

const atMostFivePorts: Rule = {
  must: "have at most 5 items",
  holds: (value) => Array.isArray(value) && value.length <= 5,
  wrong: ["1", "2", "3", "4", "5", "6"],
  whole: true,
};

const isServiceAttachment = (link: string): boolean => link.includes("/serviceAttachments/");

/** The address and the forwarding rule through which something in another network is reached. */
export const privateEndpoint = {
  google_compute_address: {
    source: source("compute/resource_compute_address.go"),
    rules: {
      name: computeName,
      labels,
      address_type: oneOfOrNone("INTERNAL", "EXTERNAL"),
      ip_version: oneOfOrNone("IPV4", "IPV6"),
      ipv6_endpoint_type: oneOfOrNone("VM", "NETLB"),
      network_tier: oneOfOrNone("PREMIUM", "STANDARD"),
      purpose: byApi(
        manual("compute_address"),
        oneOf(
          "GCE_ENDPOINT",
          "SHARED_LOADBALANCER_VIP",
          "VPC_PEERING",
          "IPSEC_INTERCONNECT",
          "PRIVATE_SERVICE_CONNECT",
          "DNS_RESOLVER",
        ),
      ),
    },
    relations: [
      byApi(manual("compute_address"), {
        arguments: ["subnetwork", "address_type"],
        must: '`subnetwork` can only be set when `address_type` is "INTERNAL"',
        holds: (settings) => !isSet(settings, "subnetwork") || mayBe(settings, "address_type", "INTERNAL"),
        wrong: { address_type: "EXTERNAL" },
      }),
      byApi(manual("compute_address"), {
        arguments: ["network_tier", "address_type"],
        must: '`network_tier` must not be "STANDARD" when `address_type` is "INTERNAL"',
        holds: (settings) =>
          !surelyIs(settings, "network_tier", "STANDARD") || !surelyIs(settings, "address_type", "INTERNAL"),
        wrong: { network_tier: "STANDARD" },
      }),
    ],
    replacedBy: [
      "name",
      "address",
      "address_type",
      "description",
      "ip_version",
      "ipv6_endpoint_type",
      "network",
      "network_tier",
      "prefix_length",
      "project",
      "purpose",
      "region",
      "subnetwork",
    ],
    defaults: { address_type: "EXTERNAL" },
    filledIn: ["address", "network_tier", "prefix_length", "project", "purpose", "region", "subnetwork"],
    answers: (settings, cloud) => {
      const id = regionalId("addresses", settings, cloud);
      const internal = text(settings, "address_type") === "INTERNAL";
      return {
        id,
        self_link: computeLink(id),
        address: internal ? privateAddress(cloud) : publicAddress(cloud),
        project: projectOf(settings, cloud),
        region: regionOf(settings, cloud),
        creation_timestamp: creationTimestamp,
        label_fingerprint: fingerprint(cloud),
        network_tier: "PREMIUM",
        prefix_length: 0,
        purpose: internal ? "GCE_ENDPOINT" : "",
        subnetwork: "",
        users: [],
      };
    },
  },
  google_compute_forwarding_rule: {
    source: source("compute/resource_compute_forwarding_rule.go"),
    rules: {
      name: byApi(manual("compute_forwarding_rule"), computeName),
      load_balancing_scheme: oneOfOrNone("EXTERNAL", "EXTERNAL_MANAGED", "INTERNAL", "INTERNAL_MANAGED"),
      ip_protocol: oneOfOrNone("TCP", "UDP", "ESP", "AH", "SCTP", "ICMP", "L3_DEFAULT"),
      ip_version: oneOfOrNone("IPV4", "IPV6"),
      network_tier: oneOfOrNone("PREMIUM", "STANDARD"),
      service_label: computeName,
      ports: atMostFivePorts,
      labels,
    },
    relations: [
      byApi(manual("compute_forwarding_rule"), {
        arguments: ["load_balancing_scheme", "target"],
        must: '`load_balancing_scheme` must be "" when `target` is a service attachment',
        holds: (settings) =>
          !isServiceAttachment(text(settings, "target")) || mayBe(settings, "load_balancing_scheme", ""),
        wrong: {
          target: "projects/producer/regions/europe-west1/serviceAttachments/database",
          load_balancing_scheme: "EXTERNAL",
        },
      }),
      byApi(manual("compute_forwarding_rule"), {
        arguments: ["target", "backend_service"],
        must: "exactly one of `target` and `backend_service` must be set",
        holds: (settings) => isSet(settings, "target") !== isSet(settings, "backend_service"),
        wrong: { target: null },
      }),
      byApi(manual("compute_forwarding_rule"), {
        arguments: ["ports", "all_ports", "port_range"],
        must: "only one of `ports`, `all_ports` and `port_range` can be set",
        holds: (settings) =>
          [isSet(settings, "ports"), surelyIs(settings, "all_ports", true), isSet(settings, "port_range")].filter(
            Boolean,
          ).length <= 1,
        wrong: { ports: ["80"], port_range: "80-90" },
      }),
    ],
    replacedBy: [
      "name",
      "all_ports",
      "backend_service",
      "description",
      {
        // it holds a reference against the address behind the last one, and lets every reference pass:
        // https://github.com/hashicorp/terraform-provider-google/issues/16870
        argument: "ip_address",
        when: "it becomes another address that is written out",
        test: (before, after) => isIP(String(after)) !== 0 && after !== before,
        example: ["10.0.48.2", "10.0.48.3"],
      },
      "ip_collection",
      "ip_protocol",
      "ip_version",
      "is_mirroring_collector",
      "load_balancing_scheme",
      "network",
      "network_tier",
      "no_automate_dns_zone",
      "port_range",
      "ports",
      "project",
      "region",
      "service_directory_registrations.namespace",
      "service_directory_registrations.service",
      "service_label",
      "source_ip_ranges",
      "subnetwork",
    ],
    defaults: { load_balancing_scheme: "EXTERNAL", recreate_closed_psc: false },
    filledIn: [
      "ip_address",
      "ip_protocol",
      "ip_version",
      "network",
      "network_tier",
      "port_range",
      "project",
      "region",
      "service_directory_registrations",
      "service_directory_registrations.namespace",
      "subnetwork",
    ],
    answers: (settings, cloud) => {
      const id = regionalId("forwardingRules", settings, cloud);
      // for a service attachment none of what a load balancer has is there
      const isEndpoint =
        text(settings, "load_balancing_scheme") === "" || isServiceAttachment(text(settings, "target"));
      return {
        id,
        self_link: computeLink(id),
        forwarding_rule_id: Number(cloud.decimal(15)),
        project: projectOf(settings, cloud),
        region: regionOf(settings, cloud),
        base_forwarding_rule: "",
        creation_timestamp: creationTimestamp,
        ip_address: isEndpoint ? privateAddress(cloud) : publicAddress(cloud),
        ip_protocol: isEndpoint ? "" : "TCP",
        ip_version: "IPV4",
        label_fingerprint: fingerprint(cloud),
        network: "",
        network_tier: "PREMIUM",
        port_range: "",
        psc_connection_id: isEndpoint ? cloud.decimal(17) : "",
        psc_connection_status: isEndpoint ? "ACCEPTED" : "",
        service_name: "",
        subnetwork: "",
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
