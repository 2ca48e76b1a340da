import { and, branch, type Condition, or, result, tag } from "../../../pipelines/model/condition";
import { renderCondition } from "../../../pipelines/semaphore/render-condition";

describe("a condition in Semaphore's language", () => {
  const cases: [Condition, string][] = [
    [result("stopped"), "result = 'stopped'"],
    [branch("release/next"), "branch = 'release/next'"],
    [tag("hotfix"), "tag =~ '^hotfix'"],
    [or(result("failed"), result("stopped")), "result = 'failed' or result = 'stopped'"],
    [
      and(result("passed"), or(branch("main"), tag("fix-"))),
      "result = 'passed' and (branch = 'main' or tag =~ '^fix-')",
    ],
    // without parentheses it would be taken from left to right
    [or(tag("fix"), and(result("passed"), branch("main"))), "tag =~ '^fix' or (result = 'passed' and branch = 'main')"],
  ];
  it.each(cases)("%j", (condition, expected) => {
    expect(renderCondition(condition)).toBe(expected);
  });
});
