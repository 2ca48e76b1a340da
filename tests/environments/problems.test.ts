import {
  describeProblem,
  didYouMean,
  display,
  type Problem,
  ValidationError,
} from "../../environments/schema/problems";

describe("a value in a message", () => {
  const containsItself: Record<string, unknown> = {};
  containsItself["self"] = containsItself;

  test.each([
    ["a text", "fra1", '"fra1"'],
    ["a text with quotes", 'say "hi"', '"say \\"hi\\""'],
    ["an empty text", "", '""'],
    ["a whole number", 3, "3"],
    ["a negative zero", -0, "0"],
    ["what is not a number", NaN, "NaN"],
    ["infinity", -Infinity, "-Infinity"],
    ["a large number", 10n ** 20n, "100000000000000000000"],
    ["a boolean", false, "false"],
    ["null", null, "null"],
    ["nothing", undefined, "undefined"],
    ["a list", ["b", "c"], '["b","c"]'],
    ["an object", { backend: "s3" }, '{"backend":"s3"}'],
    ["a function", () => 1, "function"],
    ["a symbol", Symbol("x"), "symbol"],
    ["an object that contains itself", containsItself, "object"],
    ["a list that contains a bigint", [1n], "object"],
    ["a line break", "a\nb", '"a\\nb"'],
    ["an escape of the terminal", "\u001b[31m", '"\\u001b[31m"'],
    ["a space of width zero", "a\u200bb", '"a\\u{200b}b"'],
    ["text from right to left", "\u202eab", '"\\u{202e}ab"'],
    ["a control character that JSON lets through", "\u0085", '"\\u{85}"'],
  ])("is readable: %s", (_title, value, expected) => {
    expect(display(value)).toBe(expected);
  });

  test("is cut at 120 characters", () => {
    expect(display("x".repeat(118))).toBe(`"${"x".repeat(118)}"`);
    expect(display("x".repeat(119))).toBe(`"${"x".repeat(118)}…`);
    expect(display("x".repeat(5000))).toHaveLength(120);
  });
});

describe("a proposal", () => {
  const words = ["nodeCount", "nodeType", "region"];

  test.each([
    ["nodecount", "nodeCount"],
    ["NODECOUNT", "nodeCount"],
    ["nodeCuont", "nodeCount"],
    ["node_count", "nodeCount"],
    ["regoin", "region"],
    ["regions", "region"],
  ])("for %s is %s", (written, expected) => {
    expect(didYouMean(written, words)).toBe(`did you mean "${expected}"?`);
  });

  test.each(["", "zone", "count", "kubernetesVersion"])("is not made for %j", (written) => {
    expect(didYouMean(written, words)).toBeUndefined();
  });

  test("is not made from nothing", () => {
    expect(didYouMean("region", [])).toBeUndefined();
  });
});

describe("a problem in one line", () => {
  test.each<[string, Problem]>([
    ["`region` must be known", { path: "region", rule: "must be known" }],
    ['`region` must be known, got: "x"', { path: "region", rule: "must be known", got: "x" }],
    ["`region` must be known; use fra1", { path: "region", rule: "must be known", fix: "use fra1" }],
    [
      '`region` must be known, got: "x"; use fra1',
      { path: "region", rule: "must be known", got: "x", fix: "use fra1" },
    ],
    ["`database` must be an object, got: null", { path: "database", rule: "must be an object", got: null }],
    ["cannot be read", { path: "", rule: "cannot be read" }],
    ["`a\\u{200b}b` is not a setting", { path: "a\u200bb", rule: "is not a setting" }],
    ["`a` must not be `b`", { path: "a", rule: "must not be `b`", related: ["b"] }],
  ])("reads: %s", (line, problem) => {
    expect(describeProblem(problem)).toBe(line);
  });
});

test("an error shows every problem under its file", () => {
  const error = new ValidationError([
    { file: "environments/a.ts", problems: [{ path: "region", rule: "must be known" }] },
    {
      file: "environments/b.ts",
      problems: [
        { path: "", rule: "cannot be read" },
        { path: "cluster.nodeCount", rule: "must be 3", got: 2 },
      ],
    },
  ]);
  expect(error.name).toBe("ValidationError");
  expect(error.message).toBe(
    [
      "environments/a.ts has 1 problem:",
      "  - `region` must be known",
      "environments/b.ts has 2 problems:",
      "  - cannot be read",
      "  - `cluster.nodeCount` must be 3, got: 2",
    ].join("\n"),
  );
});
