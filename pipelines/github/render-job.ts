import type { Delivery } from "../../environments/schema/delivery";
import type { Artifact, Job, Parameter, Step as Commands } from "../model/pipeline";
import { action } from "./actions";
import { loginsFor, type Secret } from "./credentials";
import { githubEnvironment } from "./environment-names";
import { evenAfterFailure, filledIn } from "./render-condition";
import { configurationLogin, runner, setUp } from "./set-up";
import type { Concurrency, Permissions, RunningJob, Step } from "./workflow-text";

/** What a job cannot know by itself. */
export interface Surroundings {
  readonly delivery: Delivery;
  /** Ids of the jobs before it. @default - none */
  readonly after?: readonly string[];
  /** When it runs. @default - when those before it have passed */
  readonly when?: string;
  /** Expression for the image that it takes. @default - none */
  readonly image?: string;
  /** @default - none */
  readonly parameters?: readonly Parameter[];
  readonly concurrency?: Concurrency;
  /** @default - the job's own name */
  readonly name?: string;
}

/** How a job is called within its workflow. */
export const jobId = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/** A job with a machine, what it needs there, and no more rights than that takes. */
export function renderJob(job: Job, surroundings: Surroundings): RunningJob {
  const { delivery, after = [], when, concurrency, name = job.name } = surroundings;
  const { needs } = job;
  const logins = needs.access === undefined ? [] : loginsFor(needs.access);
  const secrets = [
    ...logins.flatMap(({ secret }) => secret ?? []),
    ...(needs.configuration === undefined ? [] : [configurationLogin]),
  ];
  const last = job.steps.at(-1);
  return {
    name,
    needs: after.length === 0 ? undefined : after,
    if: when,
    "runs-on": needs.access === undefined ? runner : (delivery.github?.runner ?? runner),
    "timeout-minutes": job.timeoutMinutes,
    environment: needs.access && githubEnvironment(needs.access.target.environment.name, needs.access.work),
    concurrency,
    permissions: permissionsOf(
      job,
      logins.some(({ identifies }) => identifies),
    ),
    outputs: unlessEmpty(job.gives.map((given) => [given, filledIn(`steps.gives.outputs.${given}`)])),
    env: unlessEmpty(variablesOf(job, surroundings)),
    steps: [
      ...setUp(needs, delivery),
      ...job.fetches.map(fetched),
      ...logins.flatMap(({ steps = [] }) => steps),
      ...job.steps.map((step) => rendered(step, secrets, step === last ? job.gives : [])),
      ...job.leaves.map(left),
    ],
  };
}

const variablesOf = (job: Job, { image = "", parameters = [] }: Surroundings): [string, string][] => [
  ...parameters.map(({ name, setting = name, default: usual }): [string, string] => [
    name,
    filledIn(`vars.${setting} || '${usual}'`),
  ]),
  ...job.takes.map((variable): [string, string] => [variable, filledIn(image)]),
];

function rendered(step: Commands, secrets: readonly Secret[], gives: readonly string[]): Step {
  const read = secrets.filter(({ readBy }) => step.commands.some((command) => readBy.test(command)));
  return {
    name: step.name,
    id: gives.length > 0 ? "gives" : undefined,
    if: step.always ? evenAfterFailure : undefined,
    env: unlessEmpty([...read.map(({ variables }) => variables), step.variables ?? {}].flatMap(Object.entries<string>)),
    run: [...step.commands, ...gives.map((given) => `echo "${given}=$${given}" >> "$GITHUB_OUTPUT"`)].join("\n"),
  };
}

const permissionsOf = ({ needs }: Job, identifies: boolean): Permissions => ({
  contents: "read",
  ...(needs.registry === undefined ? {} : { packages: needs.registry === "push" ? "write" : "read" }),
  ...(identifies || needs.signing === "sign" ? { "id-token": "write" } : {}),
});

const left = ({ name, path, always }: Artifact): Step => ({
  name: `Keep ${name}`,
  if: always ? evenAfterFailure : undefined,
  uses: action("uploadArtifact"),
  with: {
    name,
    path,
    "if-no-files-found": always ? "warn" : "error",
    // a job that is run again has the same files
    overwrite: true,
    "retention-days": 7,
  },
});

const fetched = (name: string): Step => ({
  name: `Fetch ${name}`,
  uses: action("downloadArtifact"),
  with: { name },
});

const unlessEmpty = (entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> | undefined =>
  entries.length === 0 ? undefined : Object.fromEntries(entries);
