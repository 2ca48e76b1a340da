import { basename } from "node:path";

import type { Decision, Happening } from "../../simulate/story";

/** Everything about a happening that only the outside knows, and what of it was of any use. */
export interface Outside {
  readonly outcomeOf: (file: string, job: string) => "failed" | "stopped" | undefined;
  /** What somebody says when a job waits for an environment. Everything is said once. */
  readonly decisionOn: (environment: string) => Decision | undefined;
  /** There was an occasion for these parameters. */
  readonly take: (parameters: readonly string[]) => void;
  /** Names in the happening for which there was no occasion. */
  readonly unused: () => string[];
}

export function outside({ outcomes = {}, decisions = [] }: Happening): Outside {
  const met = new Set<string>();
  const made = new Set<Decision>();
  const taken = new Set<string>();
  return {
    outcomeOf: (file, job) => {
      const key = [job, `${file}/${job}`, `${basename(file, ".yml")}/${job}`].find((each) => each in outcomes);
      if (key === undefined) return undefined;
      met.add(key);
      return outcomes[key];
    },
    decisionOn: (environment) => {
      const decision = decisions.find((each) => each.name === environment && !made.has(each));
      if (decision !== undefined) made.add(decision);
      return decision;
    },
    take: (parameters) => {
      for (const name of parameters) taken.add(name);
    },
    unused: () => [
      ...Object.keys(outcomes).filter((key) => !met.has(key)),
      ...decisions.filter((decision) => !made.has(decision)).map(({ name }) => name),
      ...decisions.flatMap(({ parameters = {} }) => Object.keys(parameters)).filter((name) => !taken.has(name)),
    ],
  };
}
