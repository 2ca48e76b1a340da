import { type ChangedArgument, plannedChanges, type PlanJson } from "../../plan/planned-changes";

/** What `terraform show -json` prints of a plan with these changes. */
const shown = (...changes: readonly object[]): PlanJson =>
  ({
    format_version: "1.2",
    resource_changes: changes.map((change, index) => ({
      address: `aws_vpc.network-${index}`,
      mode: "managed",
      type: "aws_vpc",
      name: `network-${index}`,
      change: {
        actions: ["update"],
        before: {},
        after: {},
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: {},
        ...change,
      },
    })),
  }) as unknown as PlanJson;

const changedBy = (change: object): readonly ChangedArgument[] =>
  plannedChanges(shown(change)).flatMap(({ changed }) => changed);

const values = (before: unknown, after: unknown) => ({ before: { argument: before }, after: { argument: after } });

/** The values of the one argument that changes. */
const asText = (before: unknown, after: unknown, more: object = {}) =>
  changedBy({ ...values(before, after), ...more }).map((argument) => [argument.before, argument.after]);

describe("The actions", () => {
  test.each([
    [["create"], "create"],
    [["update"], "update"],
    [["delete"], "delete"],
    [["read"], "read"],
    [["forget"], "forget"],
    [["delete", "create"], "replace"],
    [["create", "delete"], "replace"],
  ])("%j is: %s", (actions, action) => {
    expect(plannedChanges(shown({ actions }))).toEqual([
      { address: "aws_vpc.network-0", type: "aws_vpc", action, replacedBy: [], changed: [] },
    ]);
  });

  test("what stays as it is is left out", () => {
    const changes = plannedChanges(shown({ actions: ["no-op"] }, {}, { actions: ["no-op"] }));

    expect(changes.map(({ address }) => address)).toEqual(["aws_vpc.network-1"]);
  });

  test("a plan without resources has none", () => {
    expect(plannedChanges({})).toEqual([]);
  });
});

test("the reasons of a replacement are named once each, without positions", () => {
  const [change] = plannedChanges(
    shown({
      actions: ["delete", "create"],
      replace_paths: [["region"], ["node_pool", 0, "size"], ["node_pool", 1, "size"], ["labels", "team"]],
    }),
  );

  expect(change!.replacedBy).toEqual(["region", "node_pool.size", "labels.team"]);
});

test("what is created or deleted has no changed arguments", () => {
  const settings = { cidr_block: "10.20.0.0/16" };
  const changes = plannedChanges(
    shown(
      { actions: ["create"], before: null, after: settings },
      { actions: ["delete"], before: settings, after: null },
    ),
  );

  expect(changes.map(({ changed }) => changed)).toEqual([[], []]);
});

describe("What is changed", () => {
  test.each([
    ["a text", "a", "b", '"a"', '"b"'],
    ["a number", 3, 6, "3", "6"],
    ["a switch", false, true, "false", "true"],
    ["an argument that was not set", null, "b", "null", '"b"'],
    ["an argument that is set no more", "", null, '""', "null"],
    ["a list of values", ["a"], ["a", "b"], '["a"]', '["a","b"]'],
    ["a block that was not there", [], [{ size: 1 }], "[]", '[{"size":1}]'],
  ])("is shown as JSON: %s", (_title, before, after, ...expected) => {
    expect(asText(before, after)).toEqual([expected]);
  });

  test("is named by its way through nested blocks, and nothing beside it is", () => {
    const before = {
      name: "a",
      pools: [{ size: 1, disk: { gib: 30, type: "ssd" } }, { size: 2 }],
      tags: { team: "a" },
    };
    const after = { name: "a", pools: [{ size: 1, disk: { gib: 40, type: "ssd" } }, { size: 3 }], tags: { cost: "b" } };

    expect(changedBy({ before, after })).toEqual([
      { path: "pools.disk.gib", before: "30", after: "40" },
      { path: "pools.size", before: "2", after: "3" },
      { path: "tags.team", before: '"a"', after: "" },
      { path: "tags.cost", before: "", after: '"b"' },
    ]);
  });

  test("is a whole list of blocks when one is added", () => {
    expect(asText([{ size: 1 }], [{ size: 1 }, { size: 2 }])).toEqual([['[{"size":1}]', '[{"size":1},{"size":2}]']]);
  });

  test.each([
    [60, "a".repeat(58)],
    [61, "a".repeat(59)],
  ])("is shown up to 60 characters: %i", (length, long) => {
    const shownText = length > 60 ? "" : `"${long}"`;

    expect(asText("a", long)).toEqual([['"a"', shownText]]);
    expect(asText(long, "a")).toEqual([[shownText, '"a"']]);
  });
});

describe("What is not known before it is applied", () => {
  test("is left out when it is only computed anew", () => {
    const before = { arn: "arn:1", version: "1", pools: [{ id: "1", size: 1 }] };
    const after = { version: "2", pools: [{ size: 1 }] };

    expect(changedBy({ before, after, after_unknown: { arn: true, pools: [{ id: true }] } })).toEqual([
      { path: "version", before: '"1"', after: '"2"' },
    ]);
  });

  test("is not taken for null in a list", () => {
    // what Terraform prints in the place of an item that it does not know
    const unknown = { after_unknown: { argument: [false, true] } };

    expect(asText(["a", "b"], ["a", null], unknown)).toEqual([['["a","b"]', ""]]);
    expect(asText(["a"], ["a", null], unknown)).toEqual([['["a"]', ""]]);
  });

  test("does not hide that an argument is taken away", () => {
    expect(changedBy({ before: { name: "a" }, after: {}, after_unknown: { arn: true } })).toEqual([
      { path: "name", before: '"a"', after: "" },
    ]);
  });
});

describe("A secret is not shown", () => {
  const secret = "open sesame";
  const pool = { size: 1, token: secret };

  test.each([
    ["an argument", secret, "b", true],
    ["an argument of a block", [pool], [{ size: 1, token: "b" }], [{ token: true }]],
    ["a whole list of values", [secret], ["b", "c"], true],
    ["an item of a list of values", ["a", secret], ["a", "b"], [false, true]],
    ["a whole list of blocks", [pool], [{ size: 1, token: "b" }], true],
    ["a block that is added", [], [pool], [{ token: true }]],
    ["a block that is taken away", [pool, { size: 2 }], [{ size: 2 }], [{ token: true }, {}]],
    ["an object as a whole", { token: secret }, { token: "b" }, true],
    ["a value of a map", { token: secret }, { token: "b" }, { token: true }],
    ["an object that is set for the first time", null, pool, { token: true }],
  ])("when it is %s", (_title, before, after, marks) => {
    const there = { before_sensitive: { argument: marks } };
    const then = { after_sensitive: { argument: marks } };

    // the mark is on the values before, after, or both
    for (const sensitive of [there, then, { ...there, ...then }]) {
      const [hidden, ...others] = changedBy({ ...values(before, after), ...sensitive });
      expect({ hidden, others }).toEqual({
        hidden: { path: expect.stringMatching(/^argument/) as unknown, before: "", after: "" },
        others: [],
      });
    }
  });

  test("when the resource is one as a whole", () => {
    expect(changedBy({ ...values(secret, "b"), before_sensitive: true })).toEqual([
      { path: "argument", before: "", after: "" },
    ]);
  });

  test("and what stands beside it is", () => {
    const change = { before: { pools: [pool] }, after: { pools: [{ size: 2, token: "b" }] } };

    expect(changedBy({ ...change, after_sensitive: { pools: [{ token: true }] } })).toEqual([
      { path: "pools.size", before: "1", after: "2" },
      { path: "pools.token", before: "", after: "" },
    ]);
  });
});
