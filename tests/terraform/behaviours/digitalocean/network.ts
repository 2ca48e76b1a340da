import ipaddr from "ipaddr.js";

import type { Behaviour } from "../behaviour";
import { byApi, cidr, length, matching, notEmpty, type Rule } from "../rules";
import { known } from "../values";
import { createdAt, orElse } from "./answers";
import { apiRule, overlap, region } from "./shared-rules";
import { inApi, inProvider } from "./source";

const model = inApi("vpcs/models/vpc.yml");

const prefixOfVpc: Rule = {
  must: "be a network from /16 to /28",
  holds: (value) => {
    const [, prefix] = String(value).split("/");
    return prefix === undefined || (Number(prefix) >= 16 && Number(prefix) <= 28);
  },
  wrong: "10.0.0.0/29",
};

const privateRange: Rule = {
  must: "be a private network of RFC 1918",
  holds: (value) => {
    const [address = ""] = String(value).split("/");
    return ipaddr.IPv4.isValid(address) && ipaddr.IPv4.parse(address).range() === "private";
  },
  wrong: "100.64.0.0/20",
};

const reserved = ["10.229.0.0/16", "10.244.0.0/16", "10.245.0.0/16", "10.246.0.0/24"];

const notReserved: Rule = {
  must: `not overlap ${reserved.join(", ")}, which DigitalOcean keeps for itself`,
  holds: (value) => reserved.every((range) => !overlap(range, String(value))),
  wrong: "10.244.16.0/20",
};

/** The VPC. */
export const network: Readonly<Record<string, Behaviour>> = {
  digitalocean_vpc: {
    source: inProvider("vpc/resource_vpc.go"),
    rules: {
      name: [
        notEmpty,
        apiRule(model, matching(/[a-zA-Z0-9\-.]+/, "have letters, digits, hyphens and periods only", "demo_vpc")),
      ],
      region: [notEmpty, region(model)],
      description: length(0, 255),
      ip_range: [
        cidr,
        byApi(model, prefixOfVpc),
        byApi(model, privateRange),
        byApi("https://docs.digitalocean.com/products/networking/vpc/concepts/plan-your-network/", notReserved),
      ],
    },
    replacedBy: ["region", "ip_range"],
    filledIn: ["ip_range"],
    answers: (settings, cloud) => {
      const id = cloud.uuid();
      return {
        id,
        urn: `do:vpc:${id}`,
        // the first VPC of a region becomes its default; accounts have one of DigitalOcean's own
        default: false,
        created_at: createdAt,
        ip_range: orElse(settings, "ip_range", "10.116.0.0/20"),
      };
    },
    undeletable: (settings) =>
      known(settings, "default") === true ? "the default VPC for a region can not be deleted" : undefined,
  },
};
