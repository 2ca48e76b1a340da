import { readExceptions } from "./exceptions";

describe("The file of exceptions", () => {
  const rest = "\nsoft-fail-on: []\n";

  test("gives the comment on a line as the reason", () => {
    const text =
      "skip-check:\n  # about the next line\n  - A_1 # the reason\n  - A_2\nsoft-fail-on:\n  - A_3 # another\n";
    expect(readExceptions(text)).toEqual({
      everywhere: [
        { id: "A_1", reason: "the reason" },
        { id: "A_2", reason: "" },
      ],
      demo: [{ id: "A_3", reason: "another" }],
    });
  });

  test.each([
    ["a text with commas, which the scanner would take", `skip-check: A_1,A_2${rest}`],
    ["nothing", `skip-check:${rest}`],
    ["a list of objects", `skip-check:\n  - id: A_1${rest}`],
  ])("is refused with %s in place of a list of ids", (_, text) => {
    expect(() => readExceptions(text)).toThrow("`skip-check` in .checkov.yaml must be a list of ids");
  });

  test("is refused when it is no YAML", () => {
    expect(() => readExceptions(`skip-check: [${rest}`)).toThrow(/at line \d+/);
  });
});
