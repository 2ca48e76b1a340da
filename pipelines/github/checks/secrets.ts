import type { Problem } from "../../../environments/schema/problems";
import { shownSecrets } from "../../commands/command-problems";
import { expressionsIn, namesIn } from "../expression";
import { type Check, eachJob, eachStep } from "./check";

/** The secrets in a text, by name; `GITHUB_TOKEN` is the job's own. */
export const secretsIn = (text: string): string[] =>
  expressionsIn(text)
    .flatMap((expression) => namesIn(expression).paths)
    .flatMap(([context, name = "*"]) => {
      if (context === "secrets") return [name];
      return context === "github" && name === "token" ? ["GITHUB_TOKEN"] : [];
    });

/** Only the steps that need a secret get it, as a variable, and hand it on where nobody can read it. */
export const secretProblems: Check = ({ workflow }) => [
  ...everywhere("env", workflow.env),
  ...eachJob(workflow, (job) => [...everywhere("env", job.env), ...everywhere("outputs", job.outputs)]),
  ...eachStep(workflow, ({ run, env }) => [
    ...(run?.includes("${{") === true
      ? [
          {
            path: "run",
            rule: "must not contain ${{ }}",
            got: run,
            fix: "a value with quotes in it would become commands: hand it over by `env`",
          },
        ]
      : []),
    ...shownSecrets(run ?? "", (variable) => secretsIn(env[variable] ?? "").length > 0).map((problem) => ({
      path: "run",
      ...problem,
    })),
  ]),
];

const everywhere = (place: string, values: Readonly<Record<string, string>>): Problem[] =>
  Object.entries(values)
    .filter(([, value]) => secretsIn(value).length > 0)
    .map(([name, got]) => ({
      path: `${place}.${name}`,
      rule: "must not be a secret",
      got,
      fix: "give it to the steps that need it",
    }));
