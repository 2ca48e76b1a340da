import { SettingsError } from "./settings";

/** Exit codes of the programs: 0 is done. */
export const exitCodes = {
  /** It did not work. */
  failed: 1,
  /** The settings or arguments are wrong, and nothing was begun. */
  wrongInput: 2,
} as const;

/**
 * Whoever read what a program writes may be gone, as in `| head`. What it does is not undone by that, so it goes on, and
 * tells nobody.
 */
function writeToNobody(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** Runs a program, and tells what is wrong with its settings or what went wrong in one place. */
export async function runProgram(program: () => Promise<void>): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", writeToNobody);
  try {
    await program();
  } catch (error) {
    if (error instanceof SettingsError) {
      process.stderr.write(error.problems.map((problem) => `error: ${problem}\n`).join(""));
      process.exitCode = exitCodes.wrongInput;
    } else {
      process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = exitCodes.failed;
    }
  }
}

/** Commander ends a program that is used in a wrong way with 1, which is for what fails. */
export function exitOnUsage({ exitCode }: { readonly exitCode: number }): never {
  process.exit(exitCode === 0 ? 0 : exitCodes.wrongInput);
}
