import { didYouMean } from "../../../environments/schema/problems";
import { unknownNames } from "../../commands/command-problems";
import { nameWithin } from "../environment-names";
import { type Check, eachJob, eachStep } from "./check";

/** Commands and environments that there are. */
export const commandProblems: Check = ({ workflow, known }) => [
  ...eachStep(workflow, ({ run }) => unknownNames(run ?? "", known).map((problem) => ({ path: "run", ...problem }))),
  ...eachJob(workflow, ({ environment = "" }) => {
    const name = nameWithin(environment);
    if (known.environments === undefined || name === "" || known.environments.includes(name)) return [];
    return [
      {
        path: "environment",
        rule: "must be an environment, or one with -plan, -apply, -start or -promote behind its name",
        got: environment,
        fix: didYouMean(name, known.environments),
      },
    ];
  }),
];
