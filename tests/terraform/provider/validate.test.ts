import type { Block } from "../bindings/schema";
import { unknown, type Values } from "../behaviours/values";
import { exampleProvider } from "./example";
import { validate } from "./validate";

const provider = exampleProvider();

/** What is said about a database with these settings. */
const said = (settings: Values) => provider.validateResource("cloud_database", settings);
const refuses = "The provider refuses it: the manual of databases";

describe("A rule that is broken", () => {
  test.each<readonly [title: string, settings: Values, summary: string, detail: string, steps: (string | number)[]]>([
    ["by an argument", { engine: "db2" }, '`engine` must be "postgres" or "mysql", got: "db2"', refuses, ["engine"]],
    [
      "that the cloud knows only",
      { policy: "{" },
      '`policy` must be JSON, got: "{"',
      "The cloud refuses it when it is applied: the manual of policies",
      ["policy"],
    ],
    [
      "by an item of a list",
      { networks: ["net-1", "castle"] },
      '`networks` must be networks, got: "castle"',
      refuses,
      ["networks", 1],
    ],
    ["by a whole list", { networks: [] }, "`networks` must have 1 to 3 items, got: []", refuses, ["networks"]],
    [
      "by a block",
      { rule: [{ port: 1 }, { port: 2 }, { port: 3 }] },
      '`rule` must have 0 to 2 items, got: [{"port":1},{"port":2},{"port":3}]',
      refuses,
      ["rule"],
    ],
    [
      "by an argument of the second block",
      { pool: [{ name: "a" }, { name: "castle" }] },
      '`pool.name` must have at most 4 characters, got: "castle"',
      refuses,
      ["pool", 1, "name"],
    ],
    [
      "by an item of a list in a block",
      { rule: [{ cidrs: ["10.0.0.0/8", "castle"] }] },
      '`rule.cidrs` must be an IPv4 network, got: "castle"',
      refuses,
      ["rule", 0, "cidrs", 1],
    ],
    [
      "by a secret, which is not shown",
      { password: "castle" },
      "`password` must have 8 to 100 characters",
      refuses,
      ["password"],
    ],
    [
      "by a write-only argument, which is not shown",
      { password_wo: "castle" },
      "`password_wo` must have 8 to 100 characters",
      refuses,
      ["password_wo"],
    ],
    [
      "by a secret in a block, which is not shown",
      { pool: [{ disk: [{ token: "castle" }] }] },
      "`pool.disk.token` must have 4 to 4 characters",
      refuses,
      ["pool", 0, "disk", 0, "token"],
    ],
    [
      "by something long, which is shown in part",
      { engine: "x".repeat(100) },
      `\`engine\` must be "postgres" or "mysql", got: "${"x".repeat(79)}…`,
      refuses,
      ["engine"],
    ],
    [
      "between two arguments",
      { password: "correct horse", password_wo: "battery staple" },
      "`password` must not be set together with `password_wo`",
      refuses,
      ["password"],
    ],
    [
      "between two arguments, that the cloud knows only",
      { pool: [{ image: "new" }] },
      "`pool.image` must be set together with `engine`",
      "The cloud refuses it when it is applied: the manual of images",
      ["pool"],
    ],
  ])("%s", (_title, settings, summary, detail, steps) => {
    expect(said(settings)).toEqual([{ summary, detail, steps }]);
  });

  test.each<readonly [title: string, settings: Values, name: string, steps: (string | number)[]]>([
    ["in a resource", { endpoint: "castle" }, "endpoint", ["endpoint"]],
    ["in a list of blocks", { pool: [{}, { address: "castle" }] }, "pool.address", ["pool", 1, "address"]],
    ["in a set of blocks", { rule: [{}, { number: "castle" }] }, "rule.number", ["rule", "number"]],
    ["that is not known yet", { endpoint: unknown }, "endpoint", ["endpoint"]],
  ])("by an attribute that is the cloud's to decide: %s", (_title, settings, name, steps) => {
    const detail = "The cloud decides it when the configuration is applied.";
    expect(said(settings)).toEqual([{ summary: `\`${name}\` must not be set`, detail, steps }]);
  });

  test("is said each time, and beside the others", () => {
    expect(said({ name: "X-", networks: ["a", "net-1", "b"] }).map(({ summary }) => summary)).toEqual([
      '`name` must have 3 to 10 characters, got: "X-"',
      '`name` must be lower-case letters, got: "X-"',
      '`networks` must be networks, got: "a"',
      '`networks` must be networks, got: "b"',
    ]);
  });
});

describe("No rule is broken", () => {
  test.each<readonly [title: string, settings: Values]>([
    ["by nothing", {}],
    ["by null", { name: null, networks: null, pool: null }],
    ["by no blocks", { rule: [], pool: [] }],
    [
      "by what is right",
      { name: "people", engine: "mysql", policy: "{}", networks: ["net-1"], rule: [{ cidrs: ["10.0.0.0/8"] }, {}] },
    ],
    ["by what is not known yet", { name: unknown, networks: unknown, rule: unknown, pool: [{ name: unknown }] }],
    ["by an item that is not known yet", { networks: ["net-1", unknown] }],
    ["by a whole list of which an item is not known yet", { networks: ["net-1", "net-2", "net-3", unknown] }],
    ["by an attribute that can be left to the cloud", { id: "databases/people", rule: [{ source: "here" }] }],
    ["by one of two arguments", { password: "correct horse" }],
    ["by an argument whose partner is not known yet", { engine: unknown, pool: [{ image: "new" }] }],
  ])("%s", (_title, settings) => {
    expect(said(settings)).toEqual([]);
  });
});

test("An argument that is sensitive by the schema is not shown", () => {
  const block: Block = { attributes: { token: { type: "string", optional: true, sensitive: true } }, blocks: {} };
  const rules = { token: { must: "be short", holds: () => false, wrong: "x" } };
  expect(validate(block, { source: "the manual", rules }, { token: "castle" })).toEqual([
    { summary: "`token` must be short", detail: "The provider refuses it: the manual", steps: ["token"] },
  ]);
});

test("A data source has rules of its own", () => {
  expect(provider.validateDataSource("cloud_zones", { region: "west" })).toEqual([
    {
      summary: '`region` must be "north" or "south", got: "west"',
      detail: "The provider refuses it: the manual of zones",
      steps: ["region"],
    },
  ]);
  expect(provider.validateDataSource("cloud_zones", { region: "south" })).toEqual([]);
});

test("The configuration of the provider has rules of its own", () => {
  expect(provider.validateConfiguration({ region: "west" })).toEqual([
    {
      summary: '`region` must be "north" or "south", got: "west"',
      detail: "The provider refuses it: the manual of the provider",
      steps: ["region"],
    },
  ]);
  expect(provider.validateConfiguration({ region: "north", labels: {} })).toEqual([]);
});
