import type { Condition } from "./condition";
import type { Target } from "./target";

/**
 * What runs one after the other when something has happened, and what may follow. On Semaphore it is a file, and its
 * promotions lead to others; on GitHub it is a part of a workflow, and its promotions are jobs that need others.
 *
 * @typeParam When on which conditions something follows by itself
 */
export interface Pipeline<When extends Condition = Condition> {
  /** Name of its file without ending: `deploy-canary-aws-production`. */
  readonly id: string;
  /** For people: `Canary (aws-production)`. */
  readonly name: string;
  /** What it works on. @default - on nothing but the checkout */
  readonly target?: Target;
  /** Whether it may change what runs in the target, so that it must not run beside another one that may. */
  readonly exclusive: boolean;
  /** What a person may set when it is started. */
  readonly parameters: readonly Parameter[];
  readonly stages: readonly Stage[];
  /** Runs at the end, also when it failed or was stopped, and changes nothing. @default - nothing does */
  readonly diagnostics?: Job;
  readonly promotions: readonly Promotion<When>[];
}

/** Jobs that run at the same time. */
export interface Stage {
  readonly name: string;
  /** Names of the stages that must have passed. */
  readonly after: readonly string[];
  readonly jobs: readonly Job[];
  /** The only branch on which it runs; on others it is skipped. @default - on all */
  readonly onlyOn?: string;
}

/** What one machine does. */
export interface Job {
  readonly name: string;
  readonly needs: Needs;
  readonly steps: readonly Step[];
  /** Variables that a job of an earlier stage or pipeline gives. */
  readonly takes: readonly Variable[];
  /** Variables that its last step leaves for later stages and pipelines. */
  readonly gives: readonly Variable[];
  /** Files that it leaves for others, or for people: JUnit for `.xml`, which the system shows. */
  readonly leaves: readonly Artifact[];
  /** Names of files that others have left. */
  readonly fetches: readonly string[];
  /** After which it is stopped. */
  readonly timeoutMinutes: number;
}

/** Values that go from job to job: the image by its digest. */
export type Variable = "IMAGE";

export interface Artifact {
  readonly name: string;
  /** Relative to the checkout. */
  readonly path: string;
  /** Whether it is there when the job has failed, too. */
  readonly always: boolean;
}

/** Commands for bash. A person can run them in a checkout, in this order, with the same tools and credentials. */
export interface Step {
  readonly name: string;
  readonly commands: readonly string[];
  /** Variables, never secrets. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether it runs when a step before it has failed. @default false */
  readonly always?: boolean;
}

/**
 * What the machine has to have beside a checkout, which each system gets in its own way. A job gets no credentials but
 * those that it names.
 */
export interface Needs {
  /** Node.js, and the packages of package-lock.json. */
  readonly packages: boolean;
  /** A PostgreSQL on port 5432 of the machine whose administrator is `postgres` with this password. */
  readonly postgresPassword?: string;
  readonly terraform?: true;
  /** syft and cosign, and, to sign, an identity of the job. */
  readonly signing?: "sign" | "verify";
  /** A checkout of that repository of the same system in the folder `configuration`, from which it can be pushed to. */
  readonly configuration?: string;
  /** A login to the registry that images are pushed to when they are built. */
  readonly registry?: "pull" | "push";
  /** The command line tool of the target's cloud, with credentials for this kind of work. */
  readonly access?: { readonly target: Target; readonly work: Work };
  /** The variables `DB_HOST` … with the login of the target's service, where the system keeps it. */
  readonly databaseLogin?: true;
}

/** `release` works in the service's namespace, `plan` reads all of the infrastructure, `apply` changes it. */
export type Work = "release" | "plan" | "apply";

export interface Parameter {
  /** A variable of the jobs: `CANARY_PODS`. */
  readonly name: string;
  /**
   * What it is called where it is not asked for, but set once for all that follows, and another parameter has its name.
   *
   * @default - its name
   */
  readonly setting?: string;
  readonly description: string;
  readonly default: string;
}

/** A pipeline that may follow. */
export interface Promotion<When extends Condition = Condition> {
  /** For people: `Stable (aws-production)`. */
  readonly name: string;
  readonly pipeline: Pipeline<When>;
  /** When it follows by itself. @default - a person says so */
  readonly when?: When;
}
