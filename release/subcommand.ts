import type { Command } from "commander";

import { environmentOption, outputOption } from "../environments/schema/options";
import * as option from "./options";

export const exitCodes = `
Exit codes:
  0   done
  1   failed, or interrupted; what is there can stay so, and the next command is printed
  2   wrong input, nothing touched
  70  the time is over
  75  another release is at work
`;

/**
 * A command of the program.
 *
 * @param examples what can be written behind `npx release`
 * @param timeout its own option for the time. @default - 600 seconds for all of it
 */
export function subcommand(
  release: Command,
  name: string,
  description: string,
  examples: readonly string[],
  timeout = option.timeoutOption(),
): Command {
  const lines = examples.map((example) => `  npx release ${example}\n`).join("");
  return release
    .command(name)
    .description(description)
    .addOption(environmentOption())
    .addOption(timeout)
    .addOption(outputOption())
    .addHelpText("after", `${exitCodes}\nExamples:\n${lines}`);
}

/** One that talks to the environment's cluster. */
export const inCluster: typeof subcommand = (...words) =>
  subcommand(...words)
    .addOption(option.kubeconfigOption())
    .addOption(option.contextOption());

/** One that may take long there, or change something. */
export const reporting: typeof subcommand = (...words) => dryRun(inCluster(...words).addOption(option.reportOption()));

export const dryRun = (command: Command): Command =>
  command.option("--dry-run", "say what would be done, and change nothing");
