import type { Environment } from "../environment";
import type { Problem } from "../problems";
import { type FunctionalTest, type Json, templatePattern } from "../verification";

/** Relations between the settings of the verification. */
export function verificationProblems({ service: { verification } }: Environment): Problem[] {
  const { functionalTests, command, job, analysis, load, onPass } = verification;
  const problems = [...nameProblems(functionalTests), ...templateProblems(functionalTests)];
  const path = "service.verification";
  if (load.requestsPerSecond > 0 && load.paths.length === 0) {
    problems.push({
      path: `${path}.load.paths`,
      rule: "must name at least one path when `service.verification.load.requestsPerSecond` is not 0",
      got: load.paths,
      related: [`${path}.load.requestsPerSecond`],
    });
  }
  if (load.requestsPerSecond > 0 && analysis.windowSeconds === 0) {
    problems.push({
      path: `${path}.load.requestsPerSecond`,
      rule: "must be 0 when `service.verification.analysis.windowSeconds` is 0: nobody counts the requests",
      got: load.requestsPerSecond,
      related: [`${path}.analysis.windowSeconds`],
    });
  }
  const isVerified = functionalTests.length + command.length + job.length + analysis.windowSeconds > 0;
  if (onPass === "promote" && !isVerified) {
    problems.push({
      path: `${path}.onPass`,
      rule: 'must be "wait" when nothing is verified',
      got: onPass,
      fix: "set `functionalTests`, `analysis.windowSeconds`, `command` or `job`",
      related: ["functionalTests", "command", "job", "analysis.windowSeconds"].map((name) => `${path}.${name}`),
    });
  }
  return problems;
}

const pathOf = (index: number): string => `service.verification.functionalTests.${index}`;

function nameProblems(tests: readonly FunctionalTest[]): Problem[] {
  const names = tests.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ path: `${pathOf(index)}.name`, rule: "must not be the name of two tests", got: name }],
  );
}

/** A value must be kept by an earlier test before a request can hold it. */
function templateProblems(tests: readonly FunctionalTest[]): Problem[] {
  const kept = new Set(["run"]);
  const unknown = (path: string, value: Json | undefined): Problem[] =>
    [...new Set(templateNames(value))]
      .filter((name) => !kept.has(name))
      .map((name) => ({
        path,
        rule: `must not need {{${name}}}, which no earlier test keeps`,
        fix: `there ${kept.size === 1 ? "is" : "are"} ${[...kept].map((known) => `{{${known}}}`).join(", ")}`,
      }));
  return tests.flatMap(({ request, keep, expect, cleanup }, index) => {
    const problems = unknown(`${pathOf(index)}.request`, { ...request });
    // what an answer holds may be compared with itself, and cleaned up
    for (const name of Object.keys(keep ?? {})) kept.add(name);
    problems.push(...unknown(`${pathOf(index)}.expect`, { ...expect }));
    problems.push(...unknown(`${pathOf(index)}.cleanup`, cleanup && { ...cleanup }));
    return problems;
  });
}

/** Names of the values in all texts of a JSON. */
function templateNames(json: Json | undefined): string[] {
  if (typeof json === "string") return [...json.matchAll(templatePattern)].map(([, name = ""]) => name);
  if (typeof json !== "object" || json === null) return [];
  return Object.values(json).flatMap((value: Json) => templateNames(value));
}
