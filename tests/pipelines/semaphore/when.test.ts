import { evaluateWhen, type Facts } from "../../../pipelines/semaphore/when/evaluate";
import { explainWhen } from "../../../pipelines/semaphore/when/explain";
import { parseWhen } from "../../../pipelines/semaphore/when/parse";

const none = { branch: "", tag: "", pullRequest: "", result: "passed" };
const main: Facts = { ...none, branch: "main" };
const tagged: Facts = { ...none, tag: "v1.2.3" };
const pull: Facts = { ...none, pullRequest: "123" };

/** @returns what Semaphore finds, or why it finds nothing */
function found(condition: string, facts: Facts): boolean | string {
  try {
    return evaluateWhen(parseWhen(condition), facts);
  } catch (error) {
    return (error as Error).message;
  }
}

// all of them were given to Semaphore's own library, in the versions of 2020 and 2025
describe("a condition has the value that Semaphore gives it", () => {
  test.each<[condition: string, facts: Facts, value: boolean]>([
    ["branch = 'main'", main, true],
    ["BRANCH = 'main'", main, true],
    ["'main' = branch", main, true],
    ["((branch = 'main'))", main, true],
    ["branch = 'MAIN'", main, false],
    ["branch != 'main'", main, false],
    ["branch='main'and result='passed'", main, true],
    ["branch = 'main'\nand\ttrue", main, true],

    // from left to right
    ["true or true and false", main, false],
    ["true or (true and false)", main, true],
    ["false and false or true", main, true],
    ["branch = 'x' or branch = 'main' and tag = 'x'", main, false],
    ["(FALSE) AND TAG != 'v1.*'", main, false],
    ["branch = 'main' AND (tag =~ 'v1.*' OR result_reason != 'stopped')", main, true],

    // patterns need not match the whole
    ["branch =~ 'ai'", main, true],
    ["branch =~ '^ai'", main, false],
    ["branch =~ '^main$'", main, true],
    ["branch =~ 'MAIN'", main, false],
    ["branch =~ '(?i)MAIN'", main, true],
    ["'ai' =~ branch", main, false],
    ["'^main$' =~ branch", main, true],
    ["tag =~ '^v\\d+\\.\\d+\\.\\d+$'", tagged, true],
    ["tag =~ '^v[0-9]+(?!.*rc)'", tagged, true],
    ["tag =~ '^hotfix*'", { ...none, tag: "hotfi" }, true],

    // a tag has no branch, a branch no tag, a pull request neither
    ["branch = 'main'", tagged, false],
    ["branch != 'main'", tagged, true],
    ["tag = 'refs/tags/v1.2.3'", tagged, false],
    ["branch != 'main'", pull, true],
    ["pull_request = '123' and pull_request =~ '.*'", pull, true],

    // what is empty is like nothing
    ["tag =~ '.*'", main, false],
    ["tag !~ '.*'", main, true],
    ["tag =~ '.*'", tagged, true],
    ["branch !~ '.*'", tagged, true],
    ["'x' =~ tag", main, true],

    // values alone
    ["TRUE", main, true],
    ["FALSE", main, false],
    ["('false')", main, false],
    ["'false' or 'true'", main, true],
    ["'x'", main, true],
    ["0", main, true],
    ["-1", main, false],
    ["1.5", main, true],
    ["[]", main, false],
    ["['a', 1]", main, true],
    ["{}", main, false],
    ["{a: 'b', c: [true]}", main, true],

    // bytes there, characters here
    ["branch = 'mäin'", { ...none, branch: "mäin" }, false],
    ["branch =~ '^m.in$'", { ...none, branch: "mäin" }, false],
    ["branch =~ '^m..in$'", { ...none, branch: "mäin" }, true],
  ])("%s, %j", (condition, facts, value) => {
    expect(found(condition, facts)).toBe(value);
  });
});

test.each([
  ["", "must have a comparison or a function, not its end (column 1)"],
  ["  ", "must have a comparison or a function, not its end (column 3)"],
  ["branch", "must compare by =, !=, =~ or !~, not its end (column 7)"],
  ["branch !~", "must compare a keyword with a text in single quotes, not its end (column 10)"],
  ["branch = main", 'must compare a keyword with a text in single quotes, not "main" (column 10)'],
  ["branch = true", 'must compare a keyword with a text in single quotes, not "true" (column 10)'],
  ["branch = tag", "must compare a keyword with a text in single quotes (column 1)"],
  // the library of 2025 compares them, that of 2020 does not
  ["'prod' = 'prod'", "must compare a keyword with a text in single quotes (column 1)"],
  ["branch == 'main'", 'must compare a keyword with a text in single quotes, not "=" (column 9)'],
  ["branch = 'main' = true", 'must go on with `and` or `or`, not "=" (column 17)'],
  ["(true and false) = 'main'", 'must go on with `and` or `or`, not "=" (column 18)'],
  ["= 'main'", 'must have a comparison or a function, not "=" (column 1)'],
  ["and branch = 'main'", 'must have a comparison or a function, not "and" (column 1)'],
  ["'true' or", "must have a comparison or a function, not its end (column 10)"],
  ["(branch = 'main'", "must close its parenthesis, not its end (column 17)"],
  ["true or false)", 'must go on with `and` or `or`, not ")" (column 14)'],
  ["branch = 'main' And true", 'must go on with `and` or `or`, not "And" (column 17)'],
  ["branch = 'main' && true", "must be joined by `and` and `or` (column 17)"],
  ["not branch = 'main'", 'must not have "not", which is neither a keyword nor a function (column 1)'],
  ["Branch = 'main'", 'must not have "Branch", which is neither a keyword nor a function (column 1)'],
  ["branch_name = 'main'", 'must not have "branch_name", which is neither a keyword nor a function (column 1)'],
  ["True", 'must not have "True", which is neither a keyword nor a function (column 1)'],
  ['branch = "main"', "must have its texts in single quotes (column 10)"],
  ["branch = ''", "must have no empty text: what is empty is `!~ '.*'` (column 10)"],
  ["branch = 'main", "must close its single quote; a text cannot have one in it (column 10)"],
  ["tag = 'it\\'s'", "must close its single quote; a text cannot have one in it (column 13)"],
  ["tag = 'it''s'", 'must go on with `and` or `or`, not "s" (column 11)'],
  ["branch ! = 'main'", 'must not have "!" outside of texts (column 8)'],
  ["# branch = 'main'", 'must not have "#" outside of texts (column 1)'],
  ["['a', 1", 'must close its "]", not its end (column 8)'],
  ["[branch = 'main']", 'must have a value here, not "branch" (column 2)'],
  ["[true or false]", 'must close its "]", not "or" (column 7)'],
  ["{a 1}", 'must have a name with a colon here, not "a" (column 2)'],
  ["tag =~ '('", 'must have patterns that Perl and JavaScript read alike, not "(" (column 8)'],
  ["tag =~ '\\Av1'", 'must have patterns that Perl and JavaScript read alike, not "\\\\Av1" (column 8)'],
  ["tag =~ 'a++'", 'must have patterns that Perl and JavaScript read alike, not "a++" (column 8)'],
  ["unknown()", "must call `change_in`, the only function, not `unknown` (column 1)"],
  ["true or change_in()", "must give `change_in` one path, or a list of them, and perhaps options (column 9)"],
  ["change_in('/lib', {on_tags: false})", "must not ask what has changed: that cannot be known here (column 1)"],
  // the library of 2020 breaks when it gets there
  ["'x' and true", "must join comparisons, functions, true and false only (column 1)"],
])("%s: %s", (condition, message) => {
  expect(found(condition, main)).toBe(message);
});

test("a branch may be a bad pattern", () => {
  expect(found("'main' =~ branch", { ...none, branch: "[" })).toBe(
    'must have patterns that Perl and JavaScript read alike, not "[" (column 1)',
  );
});

// both sides are looked at
test.each(["result", "result_reason"])("only promotions know the %s", (keyword) => {
  expect(found(`false and ${keyword} = 'x'`, { branch: "main", tag: "", pullRequest: "" })).toBe(
    `must not ask for the ${keyword}, which only promotions know (column 11)`,
  );
});

test("who knows what has changed is asked with all parameters", () => {
  const isChanged = (parameters: readonly unknown[]): boolean =>
    JSON.stringify(parameters) === '[["/a","/b"],{"on_tags":false}]';
  expect(found("change_in(['/a', '/b'], {on_tags: false})", { ...main, isChanged })).toBe(true);
  expect(found("change_in('/a')", { ...main, isChanged })).toBe(false);
});

test.each([
  ["result = 'passed'", "result = 'passed'"],
  ["RESULT = 'failed'", "result = 'failed' (passed)"],
  ["'failed' != result", "'failed' != result (passed)"],
  ["(branch =~ '^m' or tag = 'x') and true", "(branch =~ '^m' (main) or tag = 'x' (none)) and true"],
  ["change_in('/a') or ['x']", 'change_in(…) or ["x"]'],
])("%s is explained by what was found: %s", (condition, explained) => {
  expect(explainWhen(parseWhen(condition), main)).toBe(explained);
});
