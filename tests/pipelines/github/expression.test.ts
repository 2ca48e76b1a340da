import {
  bareCondition,
  expressionsIn,
  fill,
  flawOf,
  holds,
  namesIn,
  type Status,
} from "../../../pipelines/github/expression";

const world = {
  github: { ref: "refs/tags/v1", event_name: "push", event: { number: 7 } },
  needs: { canary: { result: "failure" }, stable: { result: "skipped" } },
  vars: { CANARY_PODS: "", STABLE_PODS: "4" },
  inputs: { image: "shop@sha256:1" },
};

it.each<[string | undefined, Status, boolean]>([
  // GitHub's own condition
  [undefined, "success", true],
  [undefined, "failure", false],
  [undefined, "cancelled", false],
  [undefined, "skipped", false],
  ["github.event_name == 'PUSH'", "success", true],
  ["github.event_name == 'push'", "failure", false],
  // what says so itself
  ["always()", "cancelled", true],
  ["${{ always() && needs.canary.result == 'failure' }}", "failure", true],
  ["!cancelled()", "failure", true],
  ["!cancelled()", "cancelled", false],
  ["failure()", "failure", true],
  ["failure()", "cancelled", false],
  ["failure() || cancelled()", "cancelled", true],
  ["Success() || failure()", "skipped", false],
  ["contains(needs.*.result, 'failure') && always()", "failure", true],
  ["contains(needs.*.result, 'cancelled') && always()", "failure", false],
  // text is no call of a function
  ["github.ref != 'always()'", "failure", false],
  // what is true
  ["vars.CANARY_PODS", "success", false],
  ["vars.STABLE_PODS", "success", true],
  ["vars.NOBODY_SET", "success", false],
  ["github.event.number", "success", true],
  ["github.event.number == 1", "success", false],
  ["0", "success", false],
  ["needs", "success", true],
])("%s after %s: %s", (condition, status, expected) => {
  expect(holds(condition, world, status)).toBe(expected);
});

it.each([
  ["${{ vars.CANARY_PODS || '1' }}", "1"],
  ["${{ vars.STABLE_PODS || '1' }}", "4"],
  ["${{ inputs.image }}", "shop@sha256:1"],
  ["release-${{ github.ref }}-${{ github.event.number }}", "release-refs/tags/v1-7"],
  ["${{ format('}} {0}', github.event_name) }}!", "} push!"],
  ["${{ vars.NOBODY_SET }}", ""],
  ["$HOME", "$HOME"],
])("fills %s", (text, expected) => {
  expect(fill(text, world)).toBe(expected);
});

it("finds the expressions in a text", () => {
  expect(expressionsIn("a ${{ 'x}}' }} b ${{github.ref}} $HOME ${b}")).toStrictEqual([" 'x}}' ", "github.ref"]);
});

it.each([
  ["always()", "always()"],
  [" ${{ always() }} ", "always()"],
  ["${{ always() }} && true", "${{ always() }} && true"],
])("the condition of %j is %j", (text, expected) => {
  expect(bareCondition(text)).toBe(expected);
});

it("knows what an expression names", () => {
  const expression =
    "contains(needs.*.result, 'needs.x') && Always() && !steps.push.outputs.IMAGE == null || fromJSON('{}')[github.ref]";

  expect(namesIn(expression)).toStrictEqual({
    paths: [
      ["needs", "*", "result"],
      ["steps", "push", "outputs", "IMAGE"],
      ["github", "ref"],
    ],
    functions: ["contains", "always", "fromjson"],
  });
});

it.each<[string, boolean, string | undefined]>([
  ["github.ref", false, undefined],
  ["hashFiles('package-lock.json')", false, undefined],
  ["always()", true, undefined],
  ["always()", false, "Unrecognized function: 'always'"],
  ["secrets.KEY", true, "Unrecognized named-value: 'secrets'"],
  ["github.ref ==", true, "Unexpected end of expression: '=='"],
  [
    'github.ref == "main"',
    true,
    'Unexpected symbol: \'"main"\'. Located at position 15 within expression: github.ref == "main"',
  ],
  ["", true, "it is empty"],
])("%j as a condition (%j): %j", (expression, isCondition, expected) => {
  expect(flawOf(expression, ["github"], isCondition)).toBe(expected);
});
