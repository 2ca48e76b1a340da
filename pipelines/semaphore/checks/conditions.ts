import type { Problem } from "../../../environments/schema/problems";
import { evaluateWhen, type Facts } from "../when/evaluate";
import { comparisons, type Expression, isMixed } from "../when/expression";
import { parseWhen } from "../when/parse";
import { WhenError } from "../when/when-error";
import { type Check, valuesOf } from "./check";

/** What conditions are tried with; only promotions know how a pipeline ended. */
export const someBranch: Facts = { branch: "some-branch", tag: "", pullRequest: "", isChanged: () => true };

/** Conditions that cannot be read, that ask for what there is not, or that say something else than they seem to. */
export const conditionProblems: Check = ({ definition }) => [
  ...valuesOf("when", definition).flatMap(({ path, value }) =>
    typeof value === "string" ? textProblems(path, value) : [],
  ),
  ...valuesOf("auto_promote_on", definition).map(({ path }) => ({
    path,
    rule: "must not be used any more",
    fix: "use `auto_promote`",
  })),
];

function textProblems(path: string, got: string): Problem[] {
  const isPromotion = path.startsWith("promotions.");
  try {
    const expression = parseWhen(got);
    evaluateWhen(expression, isPromotion ? { ...someBranch, result: "passed" } : someBranch);
    return traps(expression, isPromotion).map((problem) => ({ path, got, ...problem }));
  } catch (error) {
    if (!(error instanceof WhenError)) throw error;
    return [{ path, rule: error.message, got }];
  }
}

function traps(expression: Expression, isPromotion: boolean): Omit<Problem, "path" | "got">[] {
  const patterns = comparisons(expression).flatMap(({ operator, left, right }) =>
    operator === "=~" && "keyword" in left && "text" in right ? [right.text] : [],
  );
  return [
    ...(isMixed(expression)
      ? [
          {
            rule: "must not mix `and` with `or` without parentheses",
            fix: "Semaphore goes from left to right: write parentheses",
          },
        ]
      : []),
    ...patterns.flatMap((pattern) => {
      const [, letter = ""] = /(?<!\\)([A-Za-z0-9])\*/.exec(pattern) ?? [];
      const rule = `must not have \`${letter}*\` in a pattern, which is any number of ${letter}, and none, too`;
      return letter === "" ? [] : [{ rule, fix: "a pattern need not match the whole: leave the star out" }];
    }),
    ...(isPromotion ? patterns.filter((pattern) => !/^(\^|\.[*+]$)/.test(pattern)) : []).map((pattern) => ({
      rule: `must begin its pattern '${pattern}' with ^`,
      fix: "without it the pattern matches in the middle, too",
    })),
  ];
}
