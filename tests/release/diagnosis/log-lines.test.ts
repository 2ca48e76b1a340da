import { logLines } from "../../../release/diagnosis/log-lines";

const line = (entry: object): string => JSON.stringify(entry);

describe("the end of a log", () => {
  test.each<[string, string[], string[]]>([
    ["is what pino calls message", [line({ level: "error", message: "it ends" })], ["it ends"]],
    [
      "is what pino calls msg, by numbers",
      [line({ level: 30, msg: "begins" }), line({ level: 50, msg: "it ends" })],
      ["it ends"],
    ],
    [
      "has the error's message",
      [
        line({
          level: "fatal",
          message: "it has failed",
          err: { type: "TypeError", message: "x is not a function", stack: "at y" },
        }),
      ],
      ["it has failed: x is not a function"],
    ],
    ["has an error that is a text", [line({ level: "error", error: "boom" })], ["boom"]],
    [
      "is all of it when nothing is worse",
      [line({ level: "info", message: "a" }), line({ level: "info", message: "b" })],
      ["a", "b"],
    ],
    [
      "has what is said without a form, in its order",
      [line({ level: "info", message: "begins" }), "error: no", line({ level: "warn", message: "late" })],
      ["error: no", "late"],
    ],
    [
      "has no traces",
      [
        "node:internal/x:12",
        "  throw err;",
        "  ^",
        "",
        "Error: Cannot find module 'x'",
        "    at Module._load (node:1)",
        "}",
        "Node.js v24.0.0",
      ],
      ["Error: Cannot find module 'x'"],
    ],
    ["is four lines", ["a", "b", "c", "d", "e"], ["b", "c", "d", "e"]],
    ["is nothing", ["", "  "], []],
    ["is JSON that is no entry", ["[1]", "{broken", line({ a: 1 })], ["[1]", "{broken"]],
    ["keeps an entry without a message", [line({ level: "error", code: 7 })], ['{"level":"error","code":7}']],
  ])("%s", (_title, lines, expected) => {
    expect(logLines(lines.join("\n"))).toEqual(expected);
  });
});
