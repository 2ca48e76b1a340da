import type { Problem } from "../../../environments/schema/problems";
import type { Known } from "../../known";
import type { PipelineFile } from "../read-definitions";
import { type ShellCommand, shellCommands } from "../../commands/shell-commands";

/** What pipelines of Semaphore may name, beside what commands may. What is left out is not looked at. */
export interface SemaphoreKnown extends Known {
  /** Names of secrets. */
  readonly secrets?: readonly string[];
}

/** A pipeline with all that it may refer to. */
export interface Checked extends PipelineFile {
  /** All files that are pipelines. */
  readonly pipelines: readonly PipelineFile[];
  readonly known: SemaphoreKnown;
}

/** Finds what one rule, or a few of a kind, have against a pipeline. */
export type Check = (checked: Checked) => Problem[];

/** All values of a setting, wherever it stands, with their paths. */
export function valuesOf(setting: string, within: unknown, path = ""): { path: string; value: unknown }[] {
  if (typeof within !== "object" || within === null) return [];
  return Object.entries(within).flatMap(([key, value]: [string, unknown]) => {
    const here = path === "" ? key : `${path}.${key}`;
    return key === setting ? [{ path: here, value }] : valuesOf(setting, value, here);
  });
}

/** All commands of a pipeline, each with its path. */
export const commandsOf = ({ definition }: PipelineFile): { path: string; command: string }[] =>
  valuesOf("commands", definition).flatMap(({ path, value }) =>
    (value as readonly string[]).map((command, index) => ({ path: `${path}.${index}`, command })),
  );

/** All that the shells of its jobs start. */
export const startedBy = (pipeline: PipelineFile): ShellCommand[] =>
  commandsOf(pipeline).flatMap(({ command }) => shellCommands(command));

/** Texts that are there more than once, by the index of the later one. */
export const repeated = (names: readonly (string | undefined)[]): { index: number; name: string }[] =>
  names.flatMap((name, index) => (name !== undefined && names.indexOf(name) < index ? [{ index, name }] : []));
