import type { Diagnosis } from "./diagnosis";

/**
 * A diagnosis for people, in lines without colours: what is wrong, what that was concluded from, what to change, what to
 * type.
 */
export function describe({ subject, cause, evidence, setting, command, doomed }: Diagnosis): string[] {
  return [
    `${subject}: ${cause}`,
    ...labelled("seen", evidence),
    ...labelled("change", setting === undefined ? [] : [`${setting.path}: ${setting.advice}`]),
    ...labelled("run", command === undefined ? [] : [command]),
    ...labelled("note", doomed ? [] : ["it may pass by itself"]),
  ];
}

const labelled = (label: string, lines: readonly string[]): string[] =>
  lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd(6)}  ${line}`);
