import { type ProviderBehaviour, Refusal } from "../behaviours/behaviour";
import { unknown, type Values } from "../behaviours/values";
import { applied, behaviour, exampleProvider, planOf, schema } from "./example";
import { OfflineProvider } from "./provider";

const network = { cidr: "10.0.0.0/16", labels: { stage: "demo" } };

/** A provider, and in its cloud a network, a database in it and a backup. */
function cloud() {
  const provider = exampleProvider();
  const net = applied(provider, "cloud_network", network);
  const database = applied(provider, "cloud_database", {
    name: "people",
    networks: [net["id"]],
    password_wo: "secret",
  });
  const backup = applied(provider, "cloud_backup", { name: "nightly" });
  return { provider, net, database, backup };
}

describe("The schema of a provider", () => {
  const { resources } = exampleProvider().schema;

  test("is completed with what the cloud fills in, also in blocks", () => {
    expect(resources["cloud_network"]!.attributes["region"]).toEqual({
      type: "string",
      optional: true,
      computed: true,
    });
    const { pool, rule } = resources["cloud_database"]!.blocks;
    expect(pool!.block.attributes["image"]).toEqual({ type: "string", optional: true, computed: true });
    expect(pool!.block.attributes["size"]).toEqual({ type: "number", optional: true });
    expect(rule!.block.attributes["source"]).toEqual({ type: "string", optional: true, computed: true });
  });

  test("is completed with what must not be printed, also in blocks", () => {
    const { attributes, blocks } = resources["cloud_database"]!;
    expect(attributes["password"]).toEqual({ type: "string", optional: true, sensitive: true });
    const disk = blocks["pool"]!.block.blocks["disk"]!.block.attributes;
    expect(disk).toEqual({
      kind: { type: "string", optional: true },
      token: { type: "string", optional: true, sensitive: true },
    });
  });

  test("is what it was where there is nothing to be completed", () => {
    expect(resources["cloud_backup"]).toEqual(schema.resources["cloud_backup"]);
    expect(exampleProvider().schema.dataSources).toEqual(schema.dataSources);
  });
});

describe("A resource that is created", () => {
  test("has what the cloud answers, and nothing that is written only", () => {
    const { provider, database } = cloud();
    expect(database).toMatchObject({
      id: "databases/people",
      name: "people",
      endpoint: expect.stringMatching(/^people\.[0-9a-f]{4}\.example\.com$/) as unknown,
      version: "17",
      edition: "standard",
      password_wo: null,
      maintenance: [{ day: "sunday", hour: null }],
    });
    expect(provider.size).toBe(3);
  });

  test("is made with what the provider is configured with", () => {
    expect(cloud().net).toMatchObject({ region: "north", all_labels: { team: "platform", stage: "demo" } });
  });

  test("is the same in every run", () => {
    const { net, database, backup } = cloud();
    expect(cloud()).toMatchObject({ net, database, backup });
  });

  test("has an id of its own, also with the settings of another one", () => {
    const provider = exampleProvider();
    const ids = [1, 2, 3].map(() => applied(provider, "cloud_network", network)["id"] as unknown);
    expect(new Set(ids).size).toBe(3);
    expect(provider.size).toBe(3);
  });

  test("cannot have the name of another one when the cloud makes the id of it", () => {
    const { provider } = cloud();
    expect(() => applied(provider, "cloud_database", { name: "people", engine: "mysql" })).toThrow(
      new Refusal("databases/people already exists"),
    );
    expect(provider.size).toBe(3);
  });

  test("must be of a type that there is", () => {
    expect(() => exampleProvider().apply("cloud_castle", {})).toThrow(
      new Refusal("no schema was made of cloud_castle"),
    );
  });
});

describe("A resource that is updated", () => {
  test("is still the same one", () => {
    const { provider, net } = cloud();
    const updated = applied(provider, "cloud_network", { ...network, mtu: 9000 }, net);
    expect(updated).toEqual({ ...net, mtu: 9000, revision: updated["revision"] as unknown });
    expect(updated["revision"]).not.toBe(net["revision"]);
    expect(provider.size).toBe(3);
    expect(provider.read("cloud_network", net)).toEqual(updated);
  });
});

describe("A resource that is deleted", () => {
  test("is gone, when nothing stands in the way", () => {
    const { provider, net, database, backup } = cloud();
    provider.delete("cloud_backup", backup);
    provider.delete("cloud_database", database);
    provider.delete("cloud_network", net);
    expect(provider.size).toBe(0);
  });

  test.each<readonly [title: string, type: string, key: "net" | "database", message: string]>([
    ["is referred to", "cloud_network", "net", "it is in use (cloud_database databases/people)"],
    [
      "has something of a type that must go first",
      "cloud_database",
      "database",
      "there are backups (cloud_backup nightly)",
    ],
  ])("is still there when it %s", (_title, type, key, message) => {
    const { provider, backup, ...resources } = cloud();
    const { id } = backup as { id: string };
    expect(() => {
      provider.delete(type, resources[key]);
    }).toThrow(new Refusal(message.replace("nightly", id)));
    expect(provider.size).toBe(3);
  });

  test("is still there when it is protected, until it is not", () => {
    const provider = exampleProvider();
    const settings = { name: "people", protected: true };
    const prior = applied(provider, "cloud_database", settings);
    expect(() => {
      provider.delete("cloud_database", prior);
    }).toThrow(new Refusal("the database is protected"));
    const unprotected = applied(provider, "cloud_database", { ...settings, protected: false }, prior);
    provider.delete("cloud_database", unprotected);
    expect(provider.size).toBe(0);
  });

  test("is refused with all reasons at once", () => {
    const provider = exampleProvider();
    const database = applied(provider, "cloud_database", { name: "people", protected: true });
    const { id } = applied(provider, "cloud_backup", { name: "nightly" }) as { id: string };
    expect(() => {
      provider.delete("cloud_database", database);
    }).toThrow(new Refusal(`the database is protected; there are backups (cloud_backup ${id})`));
  });
});

describe("A resource that is imported", () => {
  test("is what is there", () => {
    const { provider, net } = cloud();
    expect(provider.import("cloud_network", String(net["id"]))).toEqual(net);
  });

  test.each(["net-0", "databases/people"])("cannot be %s, which is not there", (id) => {
    const { provider } = cloud();
    expect(() => provider.import("cloud_network", id)).toThrow(
      new Refusal(`there is no cloud_network with the id ${id}`),
    );
  });
});

describe("A resource that is read", () => {
  test("is what is there, not what the state says", () => {
    const { provider, net } = cloud();
    expect(provider.read("cloud_network", { ...net, mtu: 1 })).toEqual(net);
    expect(provider.size).toBe(3);
  });

  test("is taken over when another provider made it", () => {
    const { provider: first, net, database } = cloud();
    const provider = exampleProvider();
    expect(provider.read("cloud_network", net)).toEqual(net);
    expect(provider.read("cloud_database", database)).toEqual(database);
    expect(provider.size).toBe(2);
    expect(provider.import("cloud_network", String(net["id"]))).toEqual(
      first.import("cloud_network", String(net["id"])),
    );
    expect(() => {
      provider.delete("cloud_network", net);
    }).toThrow(new Refusal("it is in use (cloud_database databases/people)"));
  });
});

describe("A resource that an older provider made", () => {
  test("has what that one did not keep looked up, and what it kept as it is", () => {
    const provider = exampleProvider();
    const state = { id: "net-1", labels: { stage: "demo" }, all_labels: null };
    const read = { ...state, all_labels: { team: "platform", stage: "demo" } };
    expect(provider.read("cloud_network", state)).toEqual(read);
    expect(provider.import("cloud_network", "net-1")).toEqual(read);
    const kept = { id: "net-2", labels: null, all_labels: { team: "us" } };
    expect(provider.read("cloud_network", kept)).toEqual(kept);
  });
});

describe("The state of another version", () => {
  test("loses what the schema has not got, and has everything that it has", () => {
    const state = { id: "databases/people", name: "people", castle: 1, pool: [{ name: "a", castle: 1 }], rule: null };
    expect(exampleProvider().upgrade("cloud_database", state)).toEqual({
      ...Object.fromEntries(Object.keys(schema.resources["cloud_database"]!.attributes).map((name) => [name, null])),
      id: "databases/people",
      name: "people",
      pool: [{ name: "a", image: null, size: null, address: null, disk: [] }],
      rule: [],
      replica: {},
      maintenance: [],
    });
  });

  test("is completed in objects that are computed, and in blocks of every kind", () => {
    const upgrade = (type: string, state: Values): Values => exampleProvider().upgrade(type, state);
    expect(
      upgrade("cloud_network", {
        labels: { a: "b", c: undefined },
        gateways: [{ address: "a", castle: 1 }],
        timeouts: { castle: 1 },
      }),
    ).toMatchObject({
      labels: { a: "b", c: null },
      gateways: [{ address: "a", port: null, ready: null }],
      timeouts: { create: null },
    });
    expect(upgrade("cloud_network", {})).toMatchObject({ timeouts: null, gateways: null });
    expect(upgrade("cloud_database", { replica: { west: { zone: "a", castle: 1 } } })["replica"]).toEqual({
      west: { zone: "a", address: null },
    });
  });

  test("that is right stays as it is, and nothing is planned", () => {
    const { provider, net } = cloud();
    const upgraded = provider.upgrade("cloud_network", net);
    expect(upgraded).toEqual(net);
    expect(planOf(provider, "cloud_network", network, upgraded).planned).toEqual(net);
  });
});

describe("A data source", () => {
  test("finds what the cloud answers, and makes up the rest", () => {
    const readDataSource = (config: Values): Values => exampleProvider().readDataSource("cloud_zones", config);
    expect(readDataSource({ region: "north", filter: [{ name: "a" }] })).toEqual({
      id: expect.stringMatching(/^id-[0-9a-f]{8}$/) as unknown,
      region: "north",
      names: ["north-a", "north-b"],
      count: 1,
      filter: [{ name: "a" }],
    });
    expect(readDataSource({ region: "north" })).toEqual(readDataSource({ region: "north" }));
    expect(readDataSource({ region: "north" })["id"]).not.toBe(readDataSource({ region: "south" })["id"]);
  });

  test("must be of a type that there is", () => {
    expect(() => exampleProvider().readDataSource("cloud_castle", {})).toThrow(
      new Refusal("no schema was made of cloud_castle"),
    );
  });
});

describe("An ephemeral resource", () => {
  test("has another value whenever it is opened", () => {
    const provider = exampleProvider();
    const values = [1, 2].map(() => provider.openEphemeral("cloud_password", { length: 20, castle: 1 }));
    for (const value of values)
      expect(value).toEqual({ length: 20, hint: null, result: expect.stringMatching(/^[0-9a-f]{20}$/) as unknown });
    expect(values[0]!["result"]).not.toBe(values[1]!["result"]);
    expect(provider.size).toBe(0);
  });

  test("must be of a type that there is", () => {
    expect(() => exampleProvider().openEphemeral("cloud_network", {})).toThrow(
      new Refusal("there is no ephemeral cloud_network"),
    );
  });
});

test("A type without a row has its schema, and something is made up for it", () => {
  const none: ProviderBehaviour = { ...behaviour, resources: {}, derived: undefined };
  const provider = new OfflineProvider({ schema, behaviour: none, ephemeral: {} });
  expect(planOf(provider, "cloud_network", network).planned).toMatchObject({ id: unknown, mtu: null, region: null });
  expect(applied(provider, "cloud_network", network)).toMatchObject({
    id: expect.stringMatching(/^id-[0-9a-f]{8}$/) as unknown,
    all_labels: {},
  });
});
