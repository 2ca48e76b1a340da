import type { Problem } from "../../../environments/schema/problems";
import { shownSecrets, unknownNames } from "../../commands/command-problems";
import { type ShellCommand, shellCommands } from "../../commands/shell-commands";
import { type Check, commandsOf } from "./check";

/** Commands that end the job's shell, that show secrets, or that name what there is not. */
export const commandProblems: Check = (checked) =>
  commandsOf(checked).flatMap(({ path, command: got }) => {
    const problems: Omit<Problem, "path" | "got">[] = [
      ...shellCommands(got).flatMap(shellProblems),
      ...shownSecrets(got),
      ...(/[$%]\{\{/.test(got)
        ? [{ rule: "must not have a template, which Semaphore leaves alone in commands", fix: "use the variable" }]
        : []),
    ];
    return [
      ...problems.map((problem) => ({ path, got, ...problem })),
      ...unknownNames(got, checked.known).map((problem) => ({ path, ...problem })),
    ];
  });

/** A job is one shell. When it ends, the job has failed, and nothing is left that could run its epilogue. */
function shellProblems({ words: [name, ...options], isInSubshell }: ShellCommand): Omit<Problem, "path" | "got">[] {
  if (isInSubshell) return [];
  const rule = "ends the shell of the job, and its epilogue does not run";
  if (name === "exit") return [{ rule: `must not call \`exit\`: it ${rule}`, fix: "use `false`" }];
  const isStrict = options.some((option) => /^-[a-z]*e[a-z]*$/.test(option) || option === "errexit");
  if (name !== "set" || !isStrict) return [];
  return [
    {
      rule: `must not call \`set -e\`: what fails ${rule}`,
      fix: "Semaphore stops at the first command that fails by itself",
    },
  ];
}
