import { isDeepStrictEqual } from "node:util";

import type { Attribute, Block, NestedBlock, ProviderSchema, ValueType } from "../bindings/schema";
import type { ProviderBehaviour } from "../behaviours/behaviour";
import { conflicts, ipv4Network, items, json, length, matching, needs, oneOf } from "../behaviours/rules";
import type { Values } from "../behaviours/values";
import { absent, conform, mapBlock, objectsIn } from "./blocks";
import type { Plan } from "./plan";
import { OfflineProvider } from "./provider";

const required = (type: ValueType): Attribute => ({ type, required: true });
const optional = (type: ValueType): Attribute => ({ type, optional: true });
const computed = (type: ValueType): Attribute => ({ type, computed: true });
const id: Attribute = { type: "string", optional: true, computed: true };
const blockOf = (
  nesting: NestedBlock["nesting"],
  attributes: Block["attributes"],
  blocks: Block["blocks"] = {},
): NestedBlock => ({ nesting, minItems: 0, maxItems: 0, block: { attributes, blocks } });

/** A cloud that there is not, small, with a block of every kind. */
export const schema: ProviderSchema = {
  configuration: { attributes: { region: optional("string"), labels: optional(["map", "string"]) }, blocks: {} },
  resources: {
    cloud_network: {
      attributes: {
        id,
        name: optional("string"),
        cidr: optional("string"),
        region: optional("string"),
        mtu: optional("number"),
        routing: optional("bool"),
        labels: optional(["map", "string"]),
        all_labels: computed(["map", "string"]),
        gateways: computed(["list", ["object", { address: "string", port: "number", ready: "bool" }]]),
        revision: computed("string"),
      },
      blocks: { timeouts: blockOf("single", { create: optional("string") }) },
    },
    cloud_database: {
      attributes: {
        id,
        name: required("string"),
        engine: optional("string"),
        version: optional("string"),
        edition: optional("string"),
        disk: optional("number"),
        policy: optional("string"),
        networks: optional(["set", "string"]),
        protected: optional("bool"),
        password: optional("string"),
        password_wo: { ...optional("string"), writeOnly: true },
        password_wo_version: optional("number"),
        endpoint: computed("string"),
      },
      blocks: {
        pool: blockOf(
          "list",
          {
            name: required("string"),
            image: optional("string"),
            size: optional("number"),
            address: computed("string"),
          },
          { disk: blockOf("list", { kind: optional("string"), token: optional("string") }) },
        ),
        rule: blockOf("set", {
          port: required("number"),
          source: optional("string"),
          cidrs: optional(["list", "string"]),
          action: optional("string"),
          number: computed("string"),
        }),
        replica: blockOf("map", { zone: required("string"), address: computed("string") }),
        maintenance: blockOf("list", { day: optional("string"), hour: optional("number") }),
      },
    },
    cloud_backup: { attributes: { id, name: required("string") }, blocks: {} },
  },
  dataSources: {
    cloud_zones: {
      attributes: { id, region: required("string"), names: computed(["list", "string"]), count: computed("number") },
      blocks: { filter: blockOf("set", { name: required("string") }) },
    },
  },
  ephemeralResources: {},
};

export const behaviour: ProviderBehaviour = {
  resources: {
    cloud_network: {
      source: "the manual of networks",
      rules: { cidr: ipv4Network(16, 24) },
      replacedBy: ["cidr"],
      defaults: { mtu: 1500 },
      filledIn: ["region"],
      renewed: ["revision"],
      answers: ({ cidr }, cloud) => ({
        id: `net-${cloud.hex(8)}`,
        region: String(cloud.provider["region"]),
        revision: `${String(cidr)}-${cloud.hex(8)}`,
      }),
    },
    cloud_database: {
      source: "the manual of databases",
      rules: {
        name: [length(3, 10), matching(/[a-z]+/, "be lower-case letters", "Upper")],
        engine: oneOf("postgres", "mysql"),
        policy: { ...json, byApi: true, source: "the manual of policies" },
        password: length(8, 100),
        password_wo: length(8, 100),
        networks: [items(1, 3), matching(/net-.*/, "be networks", "castle")],
        rule: items(0, 2),
        "rule.cidrs": ipv4Network(),
        "pool.name": length(0, 4),
        "pool.disk.token": length(4, 4),
        "replica.zone": oneOf("a", "b"),
      },
      relations: [
        conflicts("password", "password_wo", { password: "correct horse", password_wo: "battery staple" }),
        {
          ...needs("pool.image", "engine", { "pool.image": "new", engine: null }),
          byApi: true,
          source: "the manual of images",
        },
      ],
      replacedBy: [
        "engine",
        "networks",
        "pool.image",
        "pool.disk.kind",
        "rule.source",
        {
          argument: "disk",
          when: "it is lowered",
          test: (before, after) => !(Number(after) > Number(before)),
          example: [2, 1],
        },
        {
          argument: "pool.size",
          when: "it is lowered",
          test: (before, after) => Number(after) < Number(before),
          example: [2, 1],
        },
      ],
      refused: [
        {
          argument: "edition",
          when: "it is no longer enterprise",
          because: "there is no way back",
          test: (before) => before === "enterprise",
          example: ["enterprise", "standard"],
        },
      ],
      alike: {
        version: (before, after) => String(before).split(".")[0] === String(after).split(".")[0],
        policy: (before, after) => isDeepStrictEqual(JSON.parse(String(before)), JSON.parse(String(after))),
      },
      defaults: { edition: "standard", "pool.size": 3, "rule.action": "allow" },
      filledIn: ["version", "maintenance", "pool.image", "rule.source"],
      sensitive: ["password", "pool.disk.token"],
      answers: ({ name }, cloud) => ({
        id: `databases/${String(name)}`,
        endpoint: `${String(name)}.${cloud.hex(4)}.example.com`,
        version: "17",
        "maintenance.day": "sunday",
        "pool.image": "stable",
        "rule.source": "anywhere",
      }),
      undeletable: (settings) => (settings["protected"] === true ? "the database is protected" : undefined),
    },
  },
  dataSources: {
    cloud_zones: {
      source: "the manual of zones",
      rules: { region: oneOf("north", "south") },
      answers: ({ region }) => ({ names: [`${String(region)}-a`, `${String(region)}-b`] }),
    },
  },
  deletionOrder: [
    {
      first: "cloud_database.networks",
      then: "cloud_network.id",
      because: "it is in use",
      source: "the manual of networks",
    },
    { first: "cloud_backup", then: "cloud_database", because: "there are backups", source: "the manual of backups" },
    {
      first: "cloud_database.rule.cidrs",
      then: "cloud_network.cidr",
      because: "a rule is about it",
      source: "the manual of rules",
    },
  ],
  configuration: { source: "the manual of the provider", rules: { region: oneOf("north", "south") } },
  derived: (type, { labels }, provider) =>
    type === "cloud_network"
      ? { all_labels: { ...(provider["labels"] as Values | undefined), ...(labels as Values | null) }, owner: "us" }
      : {},
};

/** The provider of that cloud, in which there is nothing yet. */
export function exampleProvider(): OfflineProvider {
  const provider = new OfflineProvider({
    schema,
    behaviour,
    ephemeral: {
      cloud_password: {
        source: "the manual of passwords",
        block: {
          attributes: { length: required("number"), hint: optional("string"), result: computed("string") },
          blocks: {},
        },
        open: ({ length: digits }, cloud) => ({ result: cloud.hex(Number(digits)) }),
      },
    },
  });
  provider.configure({ region: "north", labels: { team: "platform" } });
  return provider;
}

/** What Terraform asks a provider to plan: all of the configuration, and where nothing is, what was computed before. */
export function planOf(provider: OfflineProvider, type: string, written: Values, prior: Values | null = null): Plan {
  const block = provider.schema.resources[type]!;
  const config = conform(block, written);
  return provider.plan(type, { prior, proposed: proposed(block, config, prior), config });
}

/** Creates or updates a resource. */
export function applied(provider: OfflineProvider, type: string, written: Values, prior: Values | null = null): Values {
  return provider.apply(type, planOf(provider, type, written, prior).planned);
}

function proposed(block: Block, config: Values, prior: Values | null): Values {
  const attributes = Object.entries(block.attributes).map(([name, attribute]): [string, unknown] => [
    name,
    config[name] ?? (attribute.computed === true ? (prior?.[name] as unknown) : undefined) ?? null,
  ]);
  const blocks = Object.entries(block.blocks).map(([name, nested]): [string, unknown] => [
    name,
    mapBlock(nested, config[name] ?? absent(nested), (object, key) =>
      proposed(nested.block, object, before(nested, prior?.[name], object, key)),
    ),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

/** The same object before: in a set, one in which everything that is configured is the same. */
function before(nested: NestedBlock, prior: unknown, object: Values, key: number | string): Values | null {
  if (nested.nesting === "map") return ((prior as Values | undefined)?.[key] ?? null) as Values | null;
  const candidates = objectsIn(prior);
  if (nested.nesting !== "set") return candidates[Number(key)] ?? null;
  const isSame = (candidate: Values): boolean =>
    Object.entries(nested.block.attributes).every(
      ([name, { computed: isComputed }]) =>
        (isComputed === true && object[name] === null) || isDeepStrictEqual(object[name], candidate[name]),
    );
  return candidates.find(isSame) ?? null;
}
