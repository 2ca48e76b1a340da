import { ValidationError } from "./problems";

/** Prints what is wrong and ends the program: 2 when it is the input, 1 when it is anything else. */
export function exitOnProblems(error: unknown): void {
  if (error instanceof ValidationError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
    return;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
