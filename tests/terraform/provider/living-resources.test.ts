import type { Values } from "../behaviours/values";
import { behaviour } from "./example";
import { LivingResources, refersTo } from "./living-resources";

describe("What exists in the cloud", () => {
  test("is found by type and id, until it is gone", () => {
    const living = new LivingResources([]);
    living.put("cloud_network", { id: "1", name: "a" });
    living.put("cloud_network", { id: "2", name: "b" });
    living.put("cloud_backup", { id: "1", name: "c" });
    expect(living.size).toBe(3);
    expect(living.find("cloud_network", "1")).toEqual({ id: "1", name: "a" });

    living.put("cloud_network", { id: "1", name: "d" });
    expect(living.size).toBe(3);
    expect(living.find("cloud_network", "1")).toEqual({ id: "1", name: "d" });

    living.remove("cloud_network", "1");
    expect(living.size).toBe(2);
    expect(living.find("cloud_network", "1")).toBeUndefined();
    expect(living.find("cloud_backup", "1")).toEqual({ id: "1", name: "c" });
    expect(living.find("cloud_backup", "2")).toBeUndefined();
  });
});

describe("A deletion", () => {
  const network = { id: "net-1", cidr: "10.0.0.0/16" };
  const database = { id: "people", networks: ["net-0", "net-1"], rule: [{ cidrs: null }, { cidrs: ["10.0.0.0/16"] }] };

  test.each<readonly [title: string, there: readonly (readonly [string, Values])[], obstacles: string[]]>([
    ["nothing", [], []],
    ["itself", [["cloud_network", network]], []],
    ["what refers to something else", [["cloud_database", { id: "people", networks: ["net-2"], rule: [] }]], []],
    [
      "what refers to it in an item of a list",
      [["cloud_database", { ...database, rule: [] }]],
      ["it is in use (cloud_database people)"],
    ],
    [
      "what refers to it in a block",
      [["cloud_database", { ...database, networks: [] }]],
      ["a rule is about it (cloud_database people)"],
    ],
    [
      "two that refer to it, one of them twice",
      [
        ["cloud_database", database],
        ["cloud_database", { id: "orders", networks: ["net-1"], rule: [] }],
      ],
      [
        "it is in use (cloud_database people)",
        "it is in use (cloud_database orders)",
        "a rule is about it (cloud_database people)",
      ],
    ],
    ["what stands in the way of another type", [["cloud_backup", { id: "b" }]], []],
  ])("of a network meets %s", (_title, there, obstacles) => {
    const living = new LivingResources(behaviour.deletionOrder);
    for (const [type, values] of there) living.put(type, values);
    expect(living.obstacles("cloud_network", network)).toEqual(obstacles);
  });

  test("is in the way of every resource of a type, whatever that refers to", () => {
    const living = new LivingResources(behaviour.deletionOrder);
    living.put("cloud_backup", { id: "b" });
    expect(living.obstacles("cloud_database", database)).toEqual(["there are backups (cloud_backup b)"]);
    living.remove("cloud_backup", "b");
    expect(living.obstacles("cloud_database", database)).toEqual([]);
  });
});

test("A row may be about some resources of a type only", () => {
  const living = new LivingResources([
    {
      first: "cloud_backup",
      then: "cloud_role",
      only: ({ name }) => name === "a",
      because: "in use",
      source: "the manual",
    },
  ]);
  living.put("cloud_backup", { id: "b" });
  expect(living.obstacles("cloud_role", { id: "1", name: "a" })).toEqual(["in use (cloud_backup b)"]);
  expect(living.obstacles("cloud_role", { id: "2", name: "b" })).toEqual([]);
});

describe("A reference", () => {
  test.each<readonly [child: Values, argument: string, refers: boolean]>([
    [{ network: "net-1" }, "network", true],
    [{ network: "net-2" }, "network", false],
    [{ network: null }, "network", false],
    [{}, "network", false],
    [{ networks: ["net-2", "net-1"] }, "networks", true],
    [{ networks: ["net-2"] }, "networks", false],
    [{ pool: [{ networks: ["net-2"] }, { networks: ["net-1"] }] }, "pool.networks", true],
    [{ pool: { network: "net-1" } }, "pool.network", true],
  ])("of %j by %s: %p", (child, argument, refers) => {
    expect(refersTo(child, argument, { id: "net-1" }, "id")).toBe(refers);
  });

  test.each<readonly [parent: Values, refers: boolean]>([
    [{ address: [{ ip: "10.0.0.1" }, { ip: "10.0.0.2" }] }, true],
    [{ address: [{ ip: "10.0.0.1" }] }, false],
    [{ address: [{ ip: null }] }, false],
  ])("to an attribute in blocks of %j: %p", (parent, refers) => {
    expect(refersTo({ target: "10.0.0.2", other: null }, "target", parent, "address.ip")).toBe(refers);
  });
});
