/** What happens from outside, and how it goes, as far as nobody can know it beforehand. */
export interface Happening {
  /** What starts it all. A pull request comes from the same repository unless it says `fork`. */
  readonly on:
    | { readonly branch: string }
    | { readonly tag: string }
    | { readonly pullRequest: number; readonly fork?: boolean }
    | { readonly schedule: true }
    /** Started by hand: a workflow by its name, its path, or its file's name. */
    | { readonly dispatch: string };
  /** Jobs that do not pass, by name, `file/job` where several have it. @default - all pass */
  readonly outcomes?: Readonly<Record<string, "failed" | "stopped">>;
  /** Promotions that people start, or gates that they open, in this order, with what they choose. @default - none */
  readonly decisions?: readonly Decision[];
}

export interface Decision {
  /** Name of a promotion (Semaphore), or of the environment that waits for somebody (GitHub). */
  readonly name: string;
  /**
   * Values of its parameters. On GitHub nobody is asked for any: there they are variables of the environment, for the jobs
   * that run in it from then on. @default - their defaults
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whether somebody says no. @default false */
  readonly rejected?: boolean;
}

/** What then runs, in the order in which it starts. */
export interface Story {
  readonly runs: readonly Run[];
  /** Names of decisions, of their parameters, and of jobs with an outcome, for which there was no occasion. */
  readonly unused: readonly string[];
}

/** A pipeline of Semaphore, or a workflow of GitHub. */
export interface Run {
  /** Path of its file. */
  readonly file: string;
  readonly name: string;
  /** `waiting`: for somebody to open a gate. */
  readonly result: "passed" | "failed" | "stopped" | "waiting";
  /** What it was started with. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly jobs: readonly JobRun[];
  /** What may follow. On GitHub that is a job, so that there are none. */
  readonly promotions: readonly PromotionRun[];
}

export interface JobRun {
  readonly name: string;
  /** `skipped`: something before it did not pass, or its condition does not hold. */
  readonly result: "passed" | "failed" | "stopped" | "skipped" | "waiting";
  /** Why it is skipped or waits. @default - it runs */
  readonly why?: string;
  /** In their order, as they stand in the file; empty when it is skipped. Set-up by actions is `uses: owner/action`. */
  readonly commands: readonly string[];
  /** Path of the workflow whose jobs are its own. @default - it has commands itself */
  readonly calls?: string;
  /** What somebody has to approve. @default - it waits for nobody */
  readonly waitsFor?: string;
}

export interface PromotionRun {
  readonly name: string;
  /** Path of the file that it leads to. */
  readonly file: string;
  readonly fires: "by itself" | "by a person" | "no";
  /** The condition with the values that decided it: `result = 'passed' (failed)`. */
  readonly because: string;
}
