import { after, type Edit, type Policy } from "../policy";
import { list, type Resource, setting, type Stack, text } from "../stack";

const types = ["google_compute_firewall"];
const everybody = ["0.0.0.0/0", "::/0"];

interface Allowed {
  readonly protocol: string;
  readonly ports?: readonly string[];
}

const isForEverybody = (rule: Resource, ranges: string): boolean => {
  const named = list(rule, ranges).map(String);
  // without sources it is for everybody
  const others = ["source_tags", "source_service_accounts"].flatMap((path) => list(rule, path));
  return named.some((cidr) => everybody.includes(cidr)) || (named.length === 0 && others.length === 0);
};

const coversPort = ({ protocol, ports }: Allowed, port: number): boolean =>
  ["tcp", "6"].includes(protocol) &&
  (ports ?? []).some((range) => {
    const [from = 0, to = from] = range.split("-").map(Number);
    return from <= port && port <= to;
  });

const isIngress = (rule: Resource): boolean => text(rule, "direction") !== "EGRESS";
const allowed = (rule: Resource): Allowed[] => list(rule, "allow") as Allowed[];

/** Another rule lets something through. */
const withRule = (how: string, settings: object): Edit =>
  after(how, (_, stack: Stack) => {
    const [network] = stack.all("google_compute_network");
    const reference = `\${${network!.address}.id}`;
    return stack.add("google_compute_firewall", {
      name: "added",
      network: reference,
      direction: "INGRESS",
      ...settings,
    });
  });

const withPort = (ports: string): Edit =>
  withRule(`everybody may use ${ports}`, {
    allow: [{ protocol: "tcp", ports: [ports] }],
    source_ranges: ["0.0.0.0/0"],
  });

/** No rule lets everybody in at a port that it names; those that name none are below. */
const closed = (id: string, port: number, what: string): Policy => ({
  id,
  must: `not let everybody use ${what}`,
  types,
  holds: (rule) =>
    !isIngress(rule) ||
    !isForEverybody(rule, "source_ranges") ||
    allowed(rule).every((block) => !coversPort(block, port)),
  broken: [withPort(String(port)), withPort(`${port - 1}-${port + 1}`)],
});

/** What a network lets in. GKE makes rules of its own, for its nodes and for load balancers. */
export const firewall: readonly Policy[] = [
  {
    id: "CKV2_GCP_18",
    must: "have a firewall of its own",
    types: ["google_compute_network"],
    holds: (network, stack) => stack.referrers(network, ...types).length > 0,
    broken: [
      after("its rules are taken out", (_, stack) => {
        for (const rule of stack.all(...types)) stack.remove(rule);
      }),
    ],
  },
  closed("CKV_GCP_2", 22, "SSH"),
  closed("CKV_GCP_3", 3389, "the Remote Desktop"),
  closed("CKV_GCP_75", 21, "FTP"),
  closed("CKV_GCP_77", 20, "FTP for data"),
  closed("CKV_GCP_88", 3306, "MySQL"),
  closed("CKV_GCP_106", 80, "plain HTTP"),
  {
    id: "CKV2_GCP_12",
    must: "not let everybody use everything",
    types,
    holds: (rule) =>
      !isIngress(rule) ||
      !isForEverybody(rule, "source_ranges") ||
      allowed(rule).every(({ protocol }) => protocol !== "all"),
    broken: [withRule("everybody may", { allow: [{ protocol: "all" }], source_ranges: ["0.0.0.0/0"] })],
  },
  {
    id: "GCP-0035",
    must: "not say that everything may leave, which would come before what somebody forbids",
    types,
    holds: (rule) => isIngress(rule) || !isForEverybody(rule, "destination_ranges") || allowed(rule).length === 0,
    broken: [
      withRule("everything may", {
        direction: "EGRESS",
        allow: [{ protocol: "all" }],
        destination_ranges: ["0.0.0.0/0"],
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_FIREWALL_DENIES",
    must: "let nothing in that GKE does not: nodes and database answer nobody else",
    types,
    holds: (rule) => !isIngress(rule) || allowed(rule).length === 0,
    broken: [
      withRule("an office may use the database", {
        allow: [{ protocol: "tcp", ports: ["5432"] }],
        source_ranges: ["203.0.113.7/32"],
      }),
      withRule("everybody may use every port", { allow: [{ protocol: "tcp" }], source_ranges: ["0.0.0.0/0"] }),
      withRule("a tag may use SSH", { allow: [{ protocol: "tcp", ports: ["22"] }], source_tags: ["jump-host"] }),
      withRule("the internet may use the database, in two halves", {
        allow: [{ protocol: "tcp", ports: ["5432"] }],
        source_ranges: ["0.0.0.0/1", "128.0.0.0/1"],
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_FIREWALL_LAST",
    must: "refuse after what GKE allows, not before",
    types,
    concerns: (rule) => list(rule, "deny").length > 0,
    holds: (rule) => Number(text(rule, "priority")) > 1000,
    broken: [
      after("it comes first", ({ settings }) => {
        settings["priority"] = 1;
      }),
      after("it comes as by default", ({ settings }) => {
        delete settings["priority"];
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_FIREWALL_LOGS",
    must: "log what it refuses",
    types,
    holds: (rule) => setting(rule, "log_config") !== undefined,
    broken: [
      after("nothing is logged", ({ settings }) => {
        delete settings["log_config"];
      }),
    ],
  },
];
