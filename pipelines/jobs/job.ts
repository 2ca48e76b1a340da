import type { Job } from "../model/pipeline";

/** A job with what most jobs have: the packages, and nothing to take or to give. */
export const job = (
  given: Pick<Job, "name" | "steps" | "timeoutMinutes"> &
    Partial<Omit<Job, "needs">> & { needs?: Partial<Job["needs"]> },
): Job => ({
  takes: [],
  gives: [],
  leaves: [],
  fetches: [],
  ...given,
  needs: { packages: true, ...given.needs },
});

/** Text as one word of a shell. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

export const words = (...command: readonly string[]): string => command.map(quoted).join(" ");
