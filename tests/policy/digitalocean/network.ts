import { parseIpv4Range } from "../../../environments/schema/cidr";
import { at, leaves } from "../../support/at";
import { after, forbidden, type Policy, when, without } from "../policy";
import { text } from "../stack";
import { arePrivateAndApart } from "./private-networks";

const everybody = ["0.0.0.0/0", "::/0"];

/** Minutes of a duration such as `30m` or `1h`; NaN when it is written otherwise. */
function minutes(duration: string): number {
  const [, count, unit] = /^(\d+)([mh])$/.exec(duration) ?? [];
  return Number(count) * (unit === "h" ? 60 : 1);
}

/** The VPC, and what would lead into it past the firewalls of cluster and database. */
export const network: readonly Policy[] = [
  {
    id: "OWN_DIGITALOCEAN_NETWORK_RANGE",
    must: "have private addresses of a size that DigitalOcean takes",
    types: ["digitalocean_vpc"],
    holds: (vpc) => {
      const cidr = text(vpc, "ip_range");
      const prefix = parseIpv4Range(cidr)?.prefix ?? 0;
      return prefix >= 16 && prefix <= 28 && arePrivateAndApart([cidr]);
    },
    broken: [
      without("ip_range"),
      when("ip_range", "203.0.112.0/20"),
      when("ip_range", "10.0.0.0/8"),
      when("ip_range", "10.30.0.0/29"),
      when("ip_range", "10.244.0.0/20"),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_NETWORK_PATIENCE",
    must: "wait with its deletion for what leaves it minutes after DigitalOcean has said so",
    types: ["digitalocean_vpc"],
    holds: (vpc) => minutes(text(vpc, "timeouts.delete")) >= 10,
    broken: [without("timeouts"), when("timeouts.delete", "2m"), when("timeouts.delete", "soon")],
  },
  {
    id: "OWN_DIGITALOCEAN_NETWORK_DEFAULT",
    must: "warn when it has become the default of its region, which DigitalOcean does not delete",
    types: ["digitalocean_vpc"],
    holds: (vpc, stack) =>
      leaves(at(stack.json, "check")).some(
        ({ key, value }) => key === "condition" && String(value).includes(`!${vpc.address}.default`),
      ),
    broken: [
      after("nothing is checked", (_, stack) => {
        delete stack.json["check"];
      }),
      after("another network is checked", (_, stack) => {
        stack.json["check"] = { network: { assert: [{ condition: "${!digitalocean_vpc.another.default}" }] } };
      }),
    ],
  },
  {
    id: "DIG-0001",
    must: "not be: DOKS closes its nodes itself, and rules of one's own can only open them",
    ...forbidden("digitalocean_firewall", {
      name: "everybody",
      inbound_rule: [{ protocol: "tcp", port_range: "30000-32767", source_addresses: everybody }],
    }),
  },
  {
    id: "DIG-0002",
    must: "not be: Kubernetes makes it, and takes it away with its Service",
    ...forbidden("digitalocean_loadbalancer", {
      name: "everybody",
      region: "fra1",
      forwarding_rule: [{ entry_port: 80, entry_protocol: "http", target_port: 80, target_protocol: "http" }],
    }),
  },
  {
    id: "CKV_DIO_2",
    must: "not be: nodes are the only machines",
    ...forbidden("digitalocean_droplet", { name: "jump-host", image: "ubuntu-24-04-x64", size: "s-1vcpu-1gb" }),
  },
  {
    id: "OWN_DIGITALOCEAN_NETWORK_PEERING",
    must: "not be: whoever is in the other network would be in this one",
    ...forbidden("digitalocean_vpc_peering", { name: "peering", vpc_ids: ["one", "another"] }),
  },
];
