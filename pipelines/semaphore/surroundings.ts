/** What a job has around its own commands. On Semaphore the jobs of a block share it. */
export interface Surroundings {
  /** Names of secrets: each brings variables, files in the home folder, or both. */
  readonly secrets: readonly string[];
  readonly variables: Variables;
  /** Run before the job's own, in the same shell. The job ends at the first that fails. */
  readonly commands: readonly string[];
}

export type Variables = Readonly<Record<string, string>>;

/** All of them, one after the other. */
export const together = (parts: readonly Partial<Surroundings>[]): Surroundings => ({
  secrets: [...new Set(parts.flatMap(({ secrets = [] }) => secrets))],
  variables: merged(parts.map(({ variables }) => variables)),
  commands: parts.flatMap(({ commands = [] }) => commands),
});

export const merged = (all: readonly (Variables | undefined)[]): Variables =>
  Object.fromEntries(all.flatMap((variables = {}) => Object.entries(variables)));
