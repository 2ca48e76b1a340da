import fc from "fast-check";

import { sameInAnyCase, sameJson } from "./behaviours/alike";
import {
  atLeast,
  atLeastOneOf,
  between,
  byApi,
  cidr,
  conflicts,
  exactlyOneOf,
  ipv4Network,
  items,
  json,
  length,
  matching,
  needs,
  notEmpty,
  oneOf,
  type Relation,
  type Rule,
} from "./behaviours/rules";
import { isObject, isSet, known, placesOf, text, Unknown, unknown, type Values } from "./behaviours/values";

const name = matching(/[a-z]+|[0-9]{3}/, "be letters or three digits", "a-1");

describe("A rule", () => {
  test.each<readonly [must: string, rule: Rule, right: readonly unknown[], wrong: readonly unknown[]]>([
    ['be "a"', oneOf("a"), ["a"], ["b", "A", "", "aa", 1]],
    ['be "a" or "b"', oneOf("a", "b"), ["a", "b"], ["c", "a, b"]],
    ['be "a", "b" or "c"', oneOf("a", "b", "c"), ["a", "b", "c"], ["d"]],
    ["be 1 or 2", oneOf(1, 2), [1, 2], [0, 3, "1", true]],
    ["be between 1 and 5", between(1, 5), [1, 3, 5], [0, 6, -1, 0.9, 5.1, "castle"]],
    ["be between -1 and 0", between(-1, 0), [-1, 0], [-2, 1]],
    ["be 3 or more", atLeast(3), [3, 4, 1000], [2, 0, -3, 2.9, "castle"]],
    ["have at most 3 characters", length(0, 3), ["", "a", "abc"], ["abcd"]],
    ["have 2 to 3 characters", length(2, 3), ["ab", "abc"], ["", "a", "abcd"]],
    ["be letters or three digits", name, ["a", "abc", "123"], ["", "A", "a1", "1", "1234", " a", "a\n", "abc\nabc"]],
    ["match in any case", matching(/a/i, "match in any case", "b"), ["a", "A"], ["b", "aa"]],
    ["have 1 or more items", items(1), [["a"], ["a", "b"]], [[], "a", null]],
    ["have 1 to 2 items", items(1, 2), [["a"], ["a", "b"]], [[], ["a", "b", "c"]]],
    [
      "be an IPv4 network",
      ipv4Network(),
      ["0.0.0.0/0", "10.0.0.0/8", "10.20.0.0/16", "10.0.0.1/32", "192.0.2.128/25"],
      ["10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "192.0.2.128/24", "2001:db8::/32", "castle", "", 10],
    ],
    [
      "be an IPv4 network from /16 to /28",
      ipv4Network(16, 28),
      ["10.0.0.0/16", "10.0.0.0/28", "10.0.0.16/28"],
      ["10.0.0.0/15", "10.0.0.0/29", "10.0.0.1/28"],
    ],
    ["be an IPv4 network from /8 to /32", ipv4Network(8), ["10.0.0.0/8", "10.0.0.1/32"], ["10.0.0.0/7", "8.0.0.0/7"]],
    ["be an IPv4 network from /0 to /24", ipv4Network(0, 24), ["0.0.0.0/0", "10.0.0.0/24"], ["10.0.0.0/25"]],
    ["be an IPv4 network of /28", ipv4Network(28, 28), ["10.0.0.0/28"], ["10.0.0.0/27", "10.0.0.0/29"]],
    // what an address with fewer or octal numbers means is another matter for Go
    ["be an IPv4 network", ipv4Network(), ["10.0.0.0/16"], ["10.0/16", "010.0.0.0/8", "10.0.0.0/08", "167772160/8"]],
    [
      "be a network in CIDR form",
      cidr,
      ["10.0.0.0/8", "10.0.0.1/8", "fd00::/48", "0.0.0.0/0"],
      ["", "10.0.0.0", "10.0.0.0/33", "fd00::/129", "10.0/8", "10.0.0.0/8/8", "10.0.0.0/-1", "fra1/8"],
    ],
    ["not be empty", notEmpty, ["a", " "], [""]],
    ["be JSON", json, ["{}", "[1]", '{"a": null}'], ["", "{", "castle", '"text"', "7", "null", "{'a': 1}"]],
  ])("to %s holds for what is right only", (must, rule, right, wrong) => {
    expect(rule.must).toBe(must);
    expect(right.filter((value) => !rule.holds(value))).toEqual([]);
    expect(wrong.filter((value) => rule.holds(value))).toEqual([]);
    expect(rule.holds(rule.wrong)).toBe(false);
  });

  test("is about each item of a list, unless it counts them", () => {
    expect(items(1).whole).toBe(true);
    expect([oneOf("a"), between(1, 2), ipv4Network(), json].map(({ whole }) => whole)).toEqual(
      Array(4).fill(undefined),
    );
  });

  test("that the cloud knows only says so, and where it is written down", () => {
    const rule = byApi("the manual", between(1, 5));
    expect(rule).toEqual({
      ...between(1, 5),
      holds: expect.any(Function) as unknown,
      byApi: true,
      source: "the manual",
    });
    expect(rule.holds(3)).toBe(true);
    expect(rule.holds(rule.wrong)).toBe(false);
  });

  const bounds = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }));

  test("is broken by its own wrong value, whatever its bounds are", () => {
    const prefix = fc.integer({ min: 0, max: 32 });
    fc.assert(
      fc.property(bounds, fc.tuple(prefix, prefix), ([least, more], [one, other]) => {
        const rules = [
          between(least, least + more),
          atLeast(least),
          length(least, least + more),
          ipv4Network(Math.min(one, other), Math.max(one, other)),
        ];
        expect(rules.filter((rule) => rule.holds(rule.wrong))).toEqual([]);
      }),
    );
  });
});

describe("A relation", () => {
  test.each<readonly [must: string, relation: Relation, right: readonly Values[], wrong: readonly Values[]]>([
    [
      "`a` must not be set together with `b.c`",
      conflicts("a", "b.c", { a: 1, "b.c": 1 }),
      [{}, { a: 1 }, { b: { c: 1 } }, { a: 1, b: { c: null } }, { a: 1, b: [] }, { a: [], b: { c: 1 } }],
      [
        { a: 1, b: { c: 1 } },
        { a: unknown, b: [{ c: unknown }] },
        { a: false, b: [{ c: null }, { c: "" }] },
      ],
    ],
    [
      "`a` must be set together with `b`",
      needs("a", "b", { a: 1, b: null }),
      [{}, { b: 1 }, { a: 1, b: 1 }, { a: null }, { a: 1, b: unknown }],
      [{ a: 1 }, { a: unknown }, { a: 1, b: null }, { a: 1, b: [] }],
    ],
    [
      "exactly one of `a`, `b` or `c` must be set",
      exactlyOneOf(["a", "b", "c"], { a: null, b: null, c: null }),
      [{ a: 1 }, { b: 1, a: null }, { c: unknown, a: [] }],
      [{}, { a: 1, b: 1 }, { a: 1, b: 1, c: 1 }, { a: [] }],
    ],
    [
      "at least one of `a` or `b` must be set",
      atLeastOneOf(["a", "b"], { a: null, b: null }),
      [{ a: 1 }, { b: unknown }, { a: 1, b: 1 }],
      [{}, { a: null }, { a: [], b: [] }],
    ],
  ])("%s", (must, relation, right, wrong) => {
    expect(relation.must).toBe(must);
    expect(right.filter((settings) => !relation.holds(settings))).toEqual([]);
    expect(wrong.filter((settings) => relation.holds(settings))).toEqual([]);
  });

  test("says which arguments it is about, and how it is broken", () => {
    const wrong = { a: 1, b: 2 };
    expect(conflicts("a", "b", wrong)).toMatchObject({ arguments: ["a", "b"], wrong });
    expect(needs("a", "b", wrong)).toMatchObject({ arguments: ["a", "b"], wrong });
    expect(exactlyOneOf(["a", "b"], wrong)).toMatchObject({ arguments: ["a", "b"], wrong });
    expect(atLeastOneOf(["a", "b"], wrong)).toMatchObject({ arguments: ["a", "b"], wrong });
    expect(byApi("the manual", needs("a", "b", wrong))).toMatchObject({ byApi: true, source: "the manual", wrong });
  });
});

describe("A path", () => {
  const settings = {
    name: "people",
    none: null,
    zero: 0,
    later: unknown,
    sizes: [1, 2],
    empty: [],
    pool: [{ size: 1, disk: [{ kind: "a" }, { kind: "b" }] }, { size: null, disk: [] }, { size: 3 }],
    timeouts: { create: "5m" },
    lists: [["a"], ["b"]],
  };

  test.each<readonly [path: string, places: readonly (readonly [steps: (string | number)[], value: unknown])[]]>([
    ["name", [[["name"], "people"]]],
    ["zero", [[["zero"], 0]]],
    ["none", []],
    ["castle", []],
    ["later", [[["later"], unknown]]],
    ["later.on", []],
    ["name.length", []],
    ["sizes", [[["sizes"], [1, 2]]]],
    ["empty", [[["empty"], []]]],
    ["timeouts.create", [[["timeouts", "create"], "5m"]]],
    [
      "pool.size",
      [
        [["pool", 0, "size"], 1],
        [["pool", 2, "size"], 3],
      ],
    ],
    [
      "pool.disk.kind",
      [
        [["pool", 0, "disk", 0, "kind"], "a"],
        [["pool", 0, "disk", 1, "kind"], "b"],
      ],
    ],
    ["pool.castle.kind", []],
  ])("to %s leads to what is there", (path, places) => {
    expect(placesOf(settings, path)).toEqual(places.map(([steps, value]) => ({ steps, value })));
  });

  test.each<readonly [path: string, set: boolean]>([
    ["name", true],
    ["zero", true],
    ["later", true],
    ["none", false],
    ["castle", false],
    ["empty", false],
    ["sizes", true],
    ["timeouts.create", true],
    ["timeouts.delete", false],
    ["pool.size", true],
    ["pool.disk", true],
    ["pool.disk.castle", false],
  ])("to %s leads to something that is set: %p", (path, set) => {
    expect(isSet(settings, path)).toBe(set);
  });

  test.each<readonly [path: string, value: unknown]>([
    ["name", "people"],
    ["zero", 0],
    ["sizes", [1, 2]],
    ["timeouts.create", "5m"],
    ["none", undefined],
    ["castle", undefined],
    ["later", undefined],
    ["pool.size", undefined],
  ])("to %s leads to one value that is known: %p", (path, value) => {
    expect(known(settings, path)).toEqual(value);
  });
});

describe("A value", () => {
  test.each<readonly [value: unknown, object: boolean]>([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    [undefined, false],
    ["a", false],
    [unknown, false],
    [new Unknown(), false],
  ])("%p is an object: %p", (value, object) => {
    expect(isObject(value)).toBe(object);
  });

  test("that is not known is said to be so", () => {
    expect(JSON.stringify({ id: unknown, list: [unknown] })).toBe(
      '{"id":"(known after apply)","list":["(known after apply)"]}',
    );
  });
});

test("A value as text is empty when it is not set, not known, or no single value", () => {
  const values = {
    name: "a",
    count: 3,
    on: false,
    later: unknown,
    none: null,
    list: ["a", "b"],
    block: [{ name: "b" }],
  };
  const paths = ["name", "count", "on", "block.name", "later", "none", "list", "missing"];
  expect(paths.map((path) => text(values, path))).toEqual(["a", "3", "false", "b", "", "", "", ""]);
});

describe("What means the same", () => {
  test.each([
    ['{"a": 1, "b": 2}', '{"b":2,"a":1}', true],
    ['{"Action": "sts:AssumeRole"}', '{"Action": ["sts:AssumeRole"]}', true],
    ['{"Action": ["a", "b"]}', '{"Action": ["b", "a"]}', false],
    ['{"a": 1}', '{"a": 2}', false],
    ['{"a": 1}', "no JSON", false],
  ])("%s and %s in JSON: %s", (before, after, same) => {
    expect(sameJson(before, after)).toBe(same);
  });

  test.each([
    ["fra1", "FRA1", true],
    ["fra1", "fra2", false],
  ])("%s and %s in any case: %s", (before, after, same) => {
    expect(sameInAnyCase(before, after)).toBe(same);
  });
});
