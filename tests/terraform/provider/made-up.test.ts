import fc from "fast-check";

import { unknown, type Values } from "../behaviours/values";
import { schema } from "./example";
import { fillIn, madeUpFor } from "./made-up";

const cloud = (thing: unknown = "thing") => madeUpFor({ region: "north" }, "cloud_network", thing);

describe("Values that are made up", () => {
  test("are the same in every run", () => {
    const made = cloud();
    expect([made.hex(8), made.hex(3), made.decimal(12), made.uuid(), made.provider]).toEqual([
      "80f6b09e",
      "ad8",
      "307946337390",
      "8e18a1c9-11c8-f7fe-c57b-9660d2605c4e",
      { region: "north" },
    ]);
  });

  test("differ from one to the next, and from one thing to another", () => {
    const first = cloud();
    const values = [first.hex(8), first.hex(8), cloud("other").hex(8), cloud({ name: unknown }).hex(8)];
    expect(new Set(values).size).toBe(4);
  });

  test("do not depend on the configuration of the provider", () => {
    expect(madeUpFor({}, "cloud_network", "thing").hex(8)).toBe(cloud().hex(8));
  });

  test("have the form that is asked for", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 200 }), (thing, digits) => {
        const made = cloud(thing);
        expect(made.hex(digits)).toMatch(new RegExp(`^[0-9a-f]{${digits}}$`));
        expect(made.decimal(digits)).toMatch(new RegExp(`^[1-9][0-9]{${digits - 1}}$`));
        expect(made.uuid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      }),
    );
  });
});

describe("Everything that is not known yet", () => {
  const database = schema.resources["cloud_database"]!;

  /** What becomes of a database of which only some settings are known. */
  const filled = (planned: Values, answers: Values = {}): Values => fillIn(database, planned, answers, cloud());

  test("is what the cloud answers, and what is known stays", () => {
    expect(filled({ name: "people", engine: unknown }, { name: "others", engine: "mysql", castle: 1 })).toMatchObject({
      name: "people",
      engine: "mysql",
    });
    expect(filled({ name: "people" }, { castle: 1 })).not.toHaveProperty("castle");
  });

  test("may be nothing", () => {
    expect(filled({ engine: unknown }, { engine: null })["engine"]).toBeNull();
  });

  test("is something of the right type when the cloud has no answer", () => {
    const made = fillIn(
      schema.resources["cloud_network"]!,
      { arn: unknown, mtu: unknown, routing: unknown, all_labels: unknown, gateways: unknown, revision: unknown },
      {},
      cloud(),
    );
    expect(made).toEqual({
      mtu: 1,
      routing: false,
      all_labels: {},
      gateways: [{ address: expect.stringMatching(/^address-[0-9a-f]{8}$/) as unknown, port: 1, ready: false }],
      revision: expect.stringMatching(/^revision-[0-9a-f]{8}$/) as unknown,
    });
    expect(filled({ networks: unknown })["networks"]).toEqual([]);
  });

  test.each<readonly [title: string, block: string, planned: unknown, answers: Values, expected: unknown]>([
    [
      "in a list of blocks",
      "pool",
      [
        { name: "a", image: unknown },
        { name: unknown, image: "new" },
      ],
      { "pool.name": "b", "pool.image": "stable" },
      [
        { name: "a", image: "stable" },
        { name: "b", image: "new" },
      ],
    ],
    [
      "deeper down",
      "pool",
      [{ name: "a", disk: [{ kind: unknown }] }],
      { "pool.disk.kind": "ssd" },
      [{ name: "a", disk: [{ kind: "ssd" }] }],
    ],
    ["in a map of blocks", "replica", { west: { zone: unknown } }, { "replica.zone": "a" }, { west: { zone: "a" } }],
    ["as a block", "maintenance", unknown, { maintenance: [{ day: "monday" }] }, [{ day: "monday" }]],
    ["in a block that is not there yet", "maintenance", unknown, { "maintenance.hour": 3 }, [{ hour: 3 }]],
    ["as a block that is not there", "maintenance", unknown, { "maintenance_of_others.hour": 3 }, []],
    ["as a map of blocks that is not there", "replica", unknown, {}, {}],
  ])("is filled in %s", (_title, block, planned, answers, expected) => {
    expect(filled({ [block]: planned }, answers)[block]).toEqual(expected);
  });

  test("is filled in a single block", () => {
    const network = schema.resources["cloud_network"]!;
    const timeouts = (answers: Values): unknown => fillIn(network, { timeouts: unknown }, answers, cloud())["timeouts"];
    expect(timeouts({ "timeouts.create": "5m" })).toEqual({ create: "5m" });
    expect(timeouts({})).toBeNull();
  });
});
