import { unknown, type Values } from "../behaviours/values";
import { applied, exampleProvider, planOf } from "./example";

const provider = exampleProvider();

/** What is there after a database was made so. */
const database = (settings: Values): Values =>
  applied(provider, "cloud_database", { name: `d${databases++}`, ...settings });
let databases = 0;

const network = { cidr: "10.0.0.0/16", labels: { stage: "demo" } };
const made = applied(provider, "cloud_network", network);

/** The settings of a database after a change, and what is said about it. */
function changed(from: Values, to: Values) {
  const prior = database(from);
  const name: unknown = prior["name"];
  return { prior, ...planOf(provider, "cloud_database", { name, ...to }, prior) };
}

describe("A resource that is to be created", () => {
  test("has what is configured and what is assumed, and does not know what the cloud will answer", () => {
    expect(planOf(provider, "cloud_network", network)).toEqual({
      planned: {
        ...network,
        id: unknown,
        name: null,
        region: unknown,
        mtu: 1500,
        routing: null,
        gateways: unknown,
        revision: unknown,
        all_labels: { team: "platform", stage: "demo" },
        timeouts: null,
      },
      replaces: [],
      refused: [],
    });
  });

  test("has blocks of every kind", () => {
    const { planned } = planOf(provider, "cloud_database", {
      name: "people",
      pool: [
        { name: "a", disk: [{ kind: "ssd" }] },
        { name: "b", size: 5, image: "new" },
      ],
      rule: [{ port: 1 }, { port: 2, source: "here", action: "deny" }],
      replica: { west: { zone: "a" } },
      maintenance: [{ hour: 3 }],
    });
    expect(planned).toMatchObject({
      pool: [
        { name: "a", size: 3, image: unknown, address: unknown, disk: [{ kind: "ssd", token: null }] },
        { name: "b", size: 5, image: "new", address: unknown, disk: [] },
      ],
      rule: [
        { port: 1, source: unknown, cidrs: null, action: "allow", number: unknown },
        { port: 2, source: "here", cidrs: null, action: "deny", number: unknown },
      ],
      replica: { west: { zone: "a", address: unknown } },
      maintenance: [{ day: null, hour: 3 }],
    });
  });

  test("does not know a block that the cloud fills in, and has none of the others", () => {
    expect(planOf(provider, "cloud_database", { name: "people" }).planned).toMatchObject({
      maintenance: unknown,
      pool: [],
      rule: [],
      replica: {},
    });
  });

  test("takes over a block that is not known yet, also one that the cloud would fill in", () => {
    expect(
      planOf(provider, "cloud_database", { name: "people", pool: unknown, maintenance: unknown }).planned,
    ).toMatchObject({ pool: unknown, maintenance: unknown });
  });

  test.each([
    ["that is not known yet", unknown, unknown],
    ["that is empty", "", ""],
    ["that is left out", null, "standard"],
  ])("takes an argument %s as it is, and no default for it", (_title, edition, planned) => {
    expect(planOf(provider, "cloud_database", { name: "people", edition }).planned["edition"]).toEqual(planned);
  });

  test("never has a write-only argument", () => {
    const { planned } = planOf(provider, "cloud_database", {
      name: "people",
      password_wo: "s",
      password_wo_version: 1,
    });
    expect(planned).toMatchObject({ password_wo: null, password_wo_version: 1 });
  });
});

describe("A resource that is as it is wanted", () => {
  test.each<readonly [title: string, settings: Values]>([
    ["with arguments only", { engine: "postgres" }],
    [
      "with a list of blocks",
      {
        pool: [
          { name: "a", disk: [{ kind: "ssd" }] },
          { name: "b", image: "new" },
        ],
      },
    ],
    ["with a set of blocks", { rule: [{ port: 1 }, { port: 2, source: "here" }, { port: 2, cidrs: ["10.0.0.0/8"] }] }],
    ["with a map of blocks", { replica: { west: { zone: "a" }, east: { zone: "b" } } }],
    ["with a block that the cloud fills in", { maintenance: [{ hour: 3 }] }],
    ["with zero values", { disk: 0, protected: false, networks: [], password: "" }],
    ["with a write-only argument", { password_wo: "secret", password_wo_version: 1 }],
  ])("is left alone: %s", (_title, settings) => {
    const { prior, planned, replaces, refused } = changed(settings, settings);
    expect({ planned, replaces, refused }).toEqual({ planned: prior, replaces: [], refused: [] });
  });

  test("is left alone with what every update renews", () => {
    expect(planOf(provider, "cloud_network", network, made).planned).toEqual(made);
  });
});

describe("A resource that is updated", () => {
  test("keeps what the cloud answered, except what every update renews", () => {
    expect(planOf(provider, "cloud_network", { ...network, mtu: 9000 }, made)).toEqual({
      planned: { ...made, mtu: 9000, revision: unknown },
      replaces: [],
      refused: [],
    });
  });

  test("has what is worked out from the arguments worked out again, as far as there is room for it", () => {
    const { planned } = planOf(provider, "cloud_network", { ...network, labels: { stage: "test", team: "us" } }, made);
    expect(planned["all_labels"]).toEqual({ stage: "test", team: "us" });
    expect(planned).not.toHaveProperty("owner");
  });

  test("has the same secret, whatever is written into it", () => {
    const { prior, planned } = changed({ password_wo: "first" }, { password_wo: "second" });
    expect(planned).toEqual(prior);
  });

  test.each<readonly [title: string, from: Values, to: Values, expected: Values]>([
    ["goes back to the default", { edition: "large" }, {}, { edition: "standard" }],
    ["is gone", { password: "long enough" }, {}, { password: null }],
    ["stays, when the cloud fills it in", { version: "15" }, {}, { version: "15" }],
    [
      "stays, when it is a block that the cloud fills in",
      { maintenance: [{ hour: 3 }] },
      {},
      { maintenance: [{ hour: 3 }] },
    ],
    ["is gone, when it is another block", { replica: { west: { zone: "a" } } }, {}, { replica: {} }],
    ["stays when it is zero", { disk: 0 }, {}, { disk: 0 }],
    ["stays when it is false", { protected: false }, {}, { protected: false }],
    ["stays when it is empty text", { password: "" }, {}, { password: "" }],
    ["stays when it is an empty list", { networks: [] }, {}, { networks: [] }],
    ["is gone when it is not zero", { disk: 10 }, {}, { disk: null }],
    ["is gone when it is true", { protected: true }, {}, { protected: null }],
  ])("an argument that is taken away %s", (_title, from, to, expected) => {
    expect(changed(from, to).planned).toMatchObject(expected);
  });

  test("keeps an empty map that is taken away", () => {
    const prior = applied(provider, "cloud_network", { labels: {} });
    expect(planOf(provider, "cloud_network", {}, prior).planned["labels"]).toEqual({});
  });

  test.each<readonly [title: string, argument: string, before: unknown, after: unknown, planned: unknown]>([
    ["means the same", "version", "17", "17.4", "17"],
    ["means something else", "version", "17", "18.1", "18.1"],
    ["is not known yet", "version", "17", unknown, unknown],
    ["was not there", "policy", null, "{}", "{}"],
    ["is not known yet and could not be read", "policy", "{}", unknown, unknown],
    ["has another layout", "policy", '{"a":1}', '{ "a": 1 }', '{"a":1}'],
  ])("with a value that %s: %s", (_title, argument, before, after, planned) => {
    expect(changed({ [argument]: before }, { [argument]: after }).planned[argument]).toEqual(planned);
  });

  test("finds the objects of a list by their position", () => {
    const { prior, planned } = changed(
      { pool: [{ name: "a", size: 1 }, { name: "b" }] },
      { pool: [{ name: "a", size: 2 }, { name: "b" }, { name: "c" }] },
    );
    const [first, second] = prior["pool"] as Values[];
    expect(planned["pool"]).toEqual([
      { ...first, size: 2 },
      second,
      { name: "c", size: 3, image: unknown, address: unknown, disk: [] },
    ]);
  });

  test("finds the objects of a map by their names", () => {
    const { prior, planned } = changed(
      { replica: { west: { zone: "a" }, east: { zone: "a" } } },
      { replica: { east: { zone: "b" }, north: { zone: "a" } } },
    );
    const { east } = prior["replica"] as Values;
    expect(planned["replica"]).toEqual({
      east: { ...(east as Values), zone: "b" },
      north: { zone: "a", address: unknown },
    });
  });

  test("finds the objects of a set by all that is configured in them", () => {
    const { prior, planned } = changed(
      { rule: [{ port: 1 }, { port: 2, source: "here" }] },
      { rule: [{ port: 2, source: "here" }, { port: 3 }, { port: 1 }] },
    );
    const [first, second] = prior["rule"] as Values[];
    expect(planned["rule"]).toEqual([
      second,
      { port: 3, source: unknown, cidrs: null, action: "allow", number: unknown },
      first,
    ]);
  });

  test.each<readonly [title: string, first: Values, second: Values]>([
    ["an argument that one of them leaves to the cloud", { port: 1 }, { port: 1, source: "here" }],
    ["an argument that one of them leaves to the default", { port: 1 }, { port: 1, action: "deny" }],
    ["a list", { port: 1, cidrs: ["10.0.0.0/8"] }, { port: 1, cidrs: ["10.1.0.0/16"], action: "deny" }],
  ])("tells objects of a set apart by %s", (_title, first, second) => {
    for (const rule of [
      [first, second],
      [second, first],
    ])
      expect(planOf(provider, "cloud_database", { name: "people", rule }).planned["rule"]).toEqual(
        rule.map((written) => ({
          source: unknown,
          cidrs: null,
          action: "allow",
          number: unknown,
          ...written,
        })),
      );
  });
});

describe("A resource is replaced", () => {
  test.each<readonly [title: string, from: Values, to: Values, replaces: (string | number)[][]]>([
    ["by an argument", { engine: "mysql" }, { engine: "postgres" }, [["engine"]]],
    ["by an argument that is added", {}, { engine: "postgres" }, [["engine"]]],
    ["by an argument that is taken away", { engine: "mysql" }, {}, [["engine"]]],
    ["by an argument that is not known yet", { engine: "mysql" }, { engine: unknown }, [["engine"]]],
    ["by an item of a list", { networks: ["net-1", "net-2"] }, { networks: ["net-1", "net-3"] }, [["networks"]]],
    [
      "by an argument in a list of blocks",
      { pool: [{ name: "a" }, { name: "b", image: "old" }] },
      { pool: [{ name: "a" }, { name: "b", image: "new" }] },
      [["pool", 1, "image"]],
    ],
    [
      "by an argument deeper down",
      { pool: [{ name: "a", disk: [{ kind: "ssd" }] }] },
      { pool: [{ name: "a", disk: [{ kind: "hdd" }] }] },
      [["pool", 0, "disk", 0, "kind"]],
    ],
    [
      "by a block that is taken away",
      {
        pool: [
          { name: "a", image: "old" },
          { name: "b", image: "old" },
        ],
      },
      { pool: [{ name: "a", image: "old" }] },
      [["pool"]],
    ],
    [
      "by an argument in a set of blocks, up to which the way leads",
      { rule: [{ port: 1, source: "here" }] },
      { rule: [{ port: 1, source: "there" }] },
      [["rule"]],
    ],
    ["by a change of a certain kind", { disk: 20 }, { disk: 10 }, [["disk"]]],
    [
      "by a change of that kind in any of the blocks",
      {
        pool: [
          { name: "a", size: 1 },
          { name: "b", size: 9 },
        ],
      },
      {
        pool: [
          { name: "a", size: 1 },
          { name: "b", size: 8 },
        ],
      },
      [["pool", 1, "size"]],
    ],
    ["by two arguments", { engine: "mysql", disk: 20 }, { engine: "postgres", disk: 10 }, [["engine"], ["disk"]]],
  ])("%s", (_title, from, to, replaces) => {
    expect(changed(from, to).replaces).toEqual(replaces);
  });

  test.each<readonly [title: string, from: Values, to: Values]>([
    ["by an argument without a row", { edition: "standard" }, { edition: "large" }],
    ["by a change of another kind", { disk: 10 }, { disk: 20 }],
    ["by a change whose kind is not known yet", { disk: 10 }, { disk: unknown }],
    ["by a change of a certain kind from nothing", {}, { disk: 10 }],
    ["by a change of a certain kind to nothing", { disk: 10 }, {}],
    [
      "by an argument that is taken away and that the cloud fills in",
      { pool: [{ name: "a", image: "old" }] },
      { pool: [{ name: "a" }] },
    ],
  ])("not %s", (_title, from, to) => {
    expect(changed(from, to).replaces).toEqual([]);
  });

  test("not when it is created", () => {
    expect(planOf(provider, "cloud_database", { name: "people", engine: "mysql" }).replaces).toEqual([]);
  });
});

describe("A change that the cloud refuses", () => {
  test("is said to be one", () => {
    expect(changed({ edition: "enterprise" }, { edition: "small" }).refused).toEqual([
      {
        summary: "`edition` cannot be changed when it is no longer enterprise: there is no way back",
        detail: "The cloud refuses it when it is applied: the manual of databases",
        steps: ["edition"],
      },
    ]);
  });

  test.each<readonly [title: string, from: Values, to: Values]>([
    ["another change", { edition: "small" }, { edition: "enterprise" }],
    ["no change", { edition: "enterprise" }, { edition: "enterprise", disk: 10 }],
    ["a change that is not known yet", { edition: "enterprise" }, { edition: unknown }],
  ])("is not %s", (_title, from, to) => {
    expect(changed(from, to).refused).toEqual([]);
  });
});
