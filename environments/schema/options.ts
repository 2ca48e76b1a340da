import { InvalidArgumentError, Option } from "commander";

/** `--environment NAME` or the variable ENVIRONMENT, for programs that work on one environment. */
export const environmentOption = (): Option =>
  new Option("-e, --environment <name>", "a file in environments/")
    .env("ENVIRONMENT")
    .argParser(notEmpty("the name of a file in environments/"))
    .makeOptionMandatory();

/** `--output text` or `json`. */
export const outputOption = (): Option =>
  new Option("-o, --output <format>", "for people or for machines").choices(["text", "json"]).default("text");

/** Continuous integration passes a variable that is not set as an empty one. */
export function notEmpty(what: string): (given: string) => string {
  return (given) => {
    if (given === "") throw new InvalidArgumentError(`It must be ${what}.`);
    return given;
  };
}

/** Commander ends a program that is used in a wrong way with 1, which is for what fails; wrong input is 2. */
export function exitOnUsage(error: { readonly exitCode: number }): never {
  process.exit(error.exitCode === 0 ? 0 : 2);
}
