import { z } from "zod";

/** A value of which every fault is told by one sentence. */
const mustBe = (what: string) => ({ error: `must be ${what}` });

const text = () => z.string(mustBe("text"));
const flag = () => z.boolean(mustBe("true or false"));
const section = <T extends z.core.$ZodLooseShape>(shape: T) => z.strictObject(shape, mustBe("an object"));
const names = () => z.array(text(), mustBe("a list of text"));

/** GitHub makes text of all of them. */
const values = () =>
  z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], mustBe("text, a number, true or false")).transform(String),
    mustBe("an object"),
  );

const variables = () => values().default({});

const condition = () => z.union([z.string(), z.boolean().transform(String)], mustBe("an expression")).optional();

const permissions = () =>
  z
    .union(
      [z.enum(["read-all", "write-all"]), z.record(z.string(), z.enum(["read", "write", "none"]))],
      mustBe("an object of scopes with read, write or none"),
    )
    .optional();

const concurrency = () =>
  z
    .union(
      [
        z.string().transform((group) => ({ group, "cancel-in-progress": false, queue: "single" as const })),
        z.strictObject({
          group: z.string(),
          "cancel-in-progress": z.union([z.boolean(), z.string()]).default(false),
          queue: z.enum(["single", "max"]).default("single"),
        }),
      ],
      mustBe("a group, or { group, cancel-in-progress, queue }"),
    )
    .optional();

const minutes = () => z.int(mustBe("a number of minutes")).positive(mustBe("a number of minutes")).optional();

const defaults = () =>
  section({ run: section({ shell: text().optional(), "working-directory": text().optional() }) }).optional();

const stepSchema = section({
  id: text().optional(),
  name: text().optional(),
  if: condition(),
  uses: text().optional(),
  with: variables(),
  run: text().optional(),
  env: variables(),
  shell: text().optional(),
  "working-directory": text().optional(),
  "timeout-minutes": minutes(),
}).refine((step) => (step.uses === undefined) !== (step.run === undefined), {
  error: "must have either `uses` or `run`",
});

const jobSchema = section({
  name: text().optional(),
  needs: z.union([z.string().transform((one) => [one]), z.array(z.string())], mustBe("names of jobs")).default([]),
  if: condition(),
  "runs-on": text().optional(),
  permissions: permissions(),
  environment: z
    .union(
      [z.string(), z.strictObject({ name: z.string(), url: z.string().optional() }).transform(({ name }) => name)],
      mustBe("the name of an environment"),
    )
    .optional(),
  concurrency: concurrency(),
  outputs: variables(),
  env: variables(),
  defaults: defaults(),
  "timeout-minutes": minutes(),
  steps: z.array(stepSchema, mustBe("a list of steps")).default([]),
  // of another workflow
  uses: text().optional(),
  with: variables(),
  secrets: z.union([z.literal("inherit"), values()], mustBe("an object")).optional(),
}).refine((job) => (job.uses === undefined) === (job["runs-on"] !== undefined && job.steps.length > 0), {
  error: "must have either `uses`, or `runs-on` and `steps`",
});

const inputs = () =>
  z
    .record(
      z.string(),
      section({
        description: text().optional(),
        type: text().optional(),
        required: flag().default(false),
        default: z.union([z.string(), z.number(), z.boolean()]).transform(String).optional(),
        options: names().optional(),
      }),
      mustBe("an object"),
    )
    .default({});

/** `push:` alone is a trigger, too. */
const trigger = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.preprocess((written) => written ?? {}, section(shape)).optional();

/** @see Workflow */
export const workflowSchema = section({
  name: text().optional(),
  "run-name": text().optional(),
  on: section({
    push: trigger({ branches: names().optional(), tags: names().optional() }),
    pull_request: trigger({ branches: names().optional(), types: names().optional() }),
    schedule: z.array(section({ cron: text() }), mustBe("a list of times")).optional(),
    workflow_dispatch: trigger({ inputs: inputs() }),
    workflow_call: trigger({
      inputs: inputs(),
      outputs: z.record(z.string(), section({ description: text().optional(), value: text() })).default({}),
      secrets: z.record(z.string(), z.unknown()).optional(),
    }),
    // refused with a reason
    pull_request_target: z.unknown().optional(),
    workflow_run: z.unknown().optional(),
  }),
  permissions: permissions(),
  env: variables(),
  defaults: defaults(),
  concurrency: concurrency(),
  jobs: z.record(z.string(), jobSchema, mustBe("an object")),
});

/** What is read of a workflow. Settings that are neither checked nor simulated are refused, rather than overlooked. */
export type Workflow = z.output<typeof workflowSchema>;
export type WorkflowJob = z.output<typeof jobSchema>;
export type WorkflowStep = z.output<typeof stepSchema>;
export type Permissions = WorkflowJob["permissions"];

/** What may stand at a path such as `jobs.build`. */
export function keysAt(path: string): string[] {
  if (path === "") return Object.keys(workflowSchema.shape);
  if (/^jobs\.[^.]+$/.test(path)) return Object.keys(jobSchema.shape);
  return /^jobs\.[^.]+\.steps\.\d+$/.test(path) ? Object.keys(stepSchema.shape) : [];
}

/** All jobs that must have ended before this one starts, however indirectly. Names that do not exist are left out. */
export function ancestorsOf({ jobs }: Pick<Workflow, "jobs">, id: string): string[] {
  const found = new Set<string>();
  const visit = (job: string): void => {
    for (const before of jobs[job]?.needs ?? []) {
      if (jobs[before] === undefined || found.has(before)) continue;
      found.add(before);
      visit(before);
    }
  };
  visit(id);
  return [...found];
}
