import { didYouMean, type Problem } from "../../environments/schema/problems";
import type { Known } from "../known";
import { shellCommands } from "./shell-commands";

const named = [
  { pattern: /\bnpm run (?:--?[\w-]+ )*([\w:-]+)/g, of: "npmScripts", what: "a script of package.json" },
  { pattern: /\bnpx release ([\w-]+)/g, of: "releaseCommands", what: "a command of `npx release`" },
  { pattern: /--environment[ =]([\w.-]+)/g, of: "environments", what: "an environment" },
] as const;

/** What the commands of a job name and what is not there: scripts, commands of the release tool, environments. */
export function unknownNames(commands: string, known: Known): Omit<Problem, "path">[] {
  return named.flatMap(({ pattern, of, what }) => {
    const names = known[of];
    if (names === undefined) return [];
    return [...commands.matchAll(pattern)]
      .map(([, name = ""]) => name)
      .filter((name) => !names.includes(name))
      .map((got) => ({ rule: `must name ${what}`, got, fix: didYouMean(got, names) }));
  });
}

/** What variables with secrets are called. */
const soundsSecret = /(PASSWORD|PASSWD|SECRET|TOKEN|ACCESS_KEY|API_KEY|PRIVATE_KEY)$/;
const secretOption = /^--?(password|passwd|token|access-token|secret|api-key)(=|$)/;

/** They are part of the shell, so that nobody sees their arguments. */
const builtins = ["export", "declare", "local", "readonly", "test", "[", "[[", ":"];

/**
 * Secrets that commands show: to whoever lists processes, or in the log.
 *
 * @param isSecret by the name of a variable @default - what sounds like it
 */
export const shownSecrets = (
  commands: string,
  isSecret: (variable: string) => boolean = () => false,
): Omit<Problem, "path">[] =>
  shellCommands(commands).flatMap(({ words, isRedirected }) => {
    const [name = ""] = words;
    const secret = words
      .map((word, index) => secretIn(word, words.slice(0, index), isSecret))
      .find((found) => found !== undefined);
    if (secret === undefined || builtins.includes(name)) return [];
    if (name !== "printf" && name !== "echo")
      return [
        {
          rule: `must not have $${secret} among the arguments of ${name}, which everybody on the machine can read`,
          got: commands,
          fix: "hand it over by a pipe or a variable",
        },
      ];
    return isRedirected ? [] : [{ rule: `must not print $${secret}`, got: commands }];
  });

/** The variable with a secret that a word has, by its name or by the option that it is given to. */
function secretIn(
  word: string,
  before: readonly string[],
  isSecret: (variable: string) => boolean,
): string | undefined {
  const variables = [...word.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, variable = ""]) => variable);
  const option = before.at(-1) ?? "";
  const isPassword = secretOption.test(option) || (option === "-p" && before.includes("login"));
  return isPassword || secretOption.test(word)
    ? variables[0]
    : variables.find((variable) => soundsSecret.test(variable) || isSecret(variable));
}
