import { didYouMean, type Problem } from "../../../environments/schema/problems";
import { bareCondition, expressionsIn, flawOf, namesIn } from "../expression";
import type { Workflow, WorkflowJob } from "../workflow";
import { calledBy, type Check, type Checked, eachJob, eachStep, thereIs } from "./check";

/** What expressions may speak of, by where they stand. */
const ofWorkflow = ["github", "vars", "inputs"];
const ofJob = [...ofWorkflow, "needs"];
const ofStep = [...ofJob, "env", "job", "runner", "steps"];
const withSecrets = [...ofStep, "secrets"];

/** Expressions can be read, and speak of what there is. GitHub makes nothing of what there is not, and says so nowhere. */
export const expressionProblems: Check = (checked) => {
  const { workflow } = checked;
  const { name, "run-name": runName, concurrency, env } = workflow;
  const ofTop: Where = { contexts: ofWorkflow, checked };
  return [
    ...inTexts({ name, "run-name": runName, concurrency: concurrency?.group }, ofTop),
    // that there is none is told elsewhere
    ...inTexts(under("env", env), { ...ofTop, contexts: [...ofWorkflow, "secrets"] }),
    ...inTexts(
      under(
        "on.workflow_call.outputs",
        Object.fromEntries(
          Object.entries(workflow.on.workflow_call?.outputs ?? {}).map(([key, { value }]) => [key, value]),
        ),
      ),
      { ...ofTop, contexts: [...ofWorkflow, "jobs"] },
    ),
    ...eachJob(workflow, (job) => jobProblems(job, checked)),
    ...eachStep(workflow, ({ if: condition, name: title, with: inputs, env: variables }, job, { index }) => {
      const where: Where = {
        contexts: withSecrets,
        checked,
        job,
        before: job.steps.slice(0, index).map(({ id }) => id),
      };
      return [
        ...inCondition(condition, { ...where, contexts: ofStep }),
        ...inTexts({ name: title, ...under("with", inputs), ...under("env", variables) }, where),
      ];
    }),
  ];
};

function jobProblems(job: WorkflowJob, checked: Checked): Problem[] {
  const where: Where = { contexts: ofJob, checked, job };
  const { name, environment, concurrency, outputs, env, with: inputs, secrets } = job;
  return [
    ...inCondition(job.if, where),
    ...inTexts(
      { name, environment, concurrency: concurrency?.group, "runs-on": job["runs-on"], ...under("with", inputs) },
      where,
    ),
    ...inTexts(under("env", env), { ...where, contexts: [...ofJob, "secrets"] }),
    ...inTexts(under("secrets", typeof secrets === "object" ? secrets : {}), {
      ...where,
      contexts: [...ofJob, "secrets"],
    }),
    ...inTexts(under("outputs", outputs), { ...where, contexts: withSecrets, before: job.steps.map(({ id }) => id) }),
  ];
}

/** What an expression may speak of. */
interface Where {
  readonly contexts: readonly string[];
  readonly checked: Checked;
  readonly job?: WorkflowJob;
  /** Of the steps before it, their `id`. */
  readonly before?: readonly (string | undefined)[];
}

const under = (parent: string, values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${parent}.${key}`, value]));

const inTexts = (texts: Readonly<Record<string, string | undefined>>, where: Where): Problem[] =>
  Object.entries(texts).flatMap(([path, text = ""]) =>
    expressionsIn(text).flatMap((expression) => flaws(expression, where, false).map((flaw) => ({ path, ...flaw }))),
  );

function inCondition(condition: string | undefined, where: Where): Problem[] {
  if (condition === undefined) return [];
  const bare = bareCondition(condition);
  const path = "if";
  if (expressionsIn(bare).length > 0)
    return [{ path, rule: "must be one expression", got: condition, fix: "with text beside ${{ }} it is always true" }];
  return flaws(bare, where, true).map((flaw) => ({ path, ...flaw }));
}

function flaws(expression: string, where: Where, isCondition: boolean): Omit<Problem, "path">[] {
  const got = expression.trim();
  const flaw = flawOf(expression, where.contexts, isCondition);
  if (flaw !== undefined) return [{ rule: `must be an expression that GitHub can evaluate there: ${flaw}`, got }];
  return namesIn(expression).paths.flatMap((path) => {
    const known = knownAt(path, where);
    const [missing] = path.slice(known.depth);
    if (missing === undefined || missing === "*" || known.names.includes(missing)) return [];
    const fix = didYouMean(missing, known.names) ?? thereIs(known.names);
    return [{ rule: `must speak of ${known.what}`, got: path.join("."), fix }];
  });
}

/** What may stand at some depth of a path. */
interface KnownNames {
  readonly depth: number;
  readonly what: string;
  readonly names: readonly string[];
}

function knownAt(path: readonly string[], { job, before = [], checked }: Where): KnownNames {
  const [context, id = "", kind] = path;
  const { workflow, workflows } = checked;
  const outputs = { depth: 3, what: `an output of ${id}`, names: outputsOf(workflow.jobs[id], workflows) };
  switch (context) {
    case "needs":
      return job?.needs.includes(id) === true && kind === "outputs"
        ? outputs
        : { depth: 1, what: "a job that this one needs", names: job?.needs ?? [] };
    case "jobs":
      return kind === "outputs" ? outputs : { depth: 1, what: "a job", names: Object.keys(workflow.jobs) };
    case "steps":
      return { depth: 1, what: "a step before it", names: before.filter((each) => each !== undefined) };
    case "inputs":
      return { depth: 1, what: "an input of the workflow", names: inputsOf(workflow) };
    case "secrets":
      return isOnlyCalled(workflow)
        ? { depth: 1, what: "a secret that the workflow is called with", names: secretsOf(workflow) }
        : { depth: 2, what: "", names: [] };
    default:
      return { depth: path.length, what: "", names: [] };
  }
}

const outputsOf = (job: WorkflowJob | undefined, workflows: Checked["workflows"]): string[] =>
  job === undefined
    ? []
    : Object.keys(
        job.uses === undefined ? job.outputs : (calledBy(job, workflows)?.workflow.on.workflow_call?.outputs ?? {}),
      );

const inputsOf = ({ on }: Workflow): string[] => [
  ...Object.keys(on.workflow_call?.inputs ?? {}),
  ...Object.keys(on.workflow_dispatch?.inputs ?? {}),
];

/** Then it has no secrets but those that it is given, and those of the environments of its jobs, which it has to name, too. */
const isOnlyCalled = ({ on }: Workflow): boolean => on.workflow_call !== undefined && Object.keys(on).length === 1;

const secretsOf = ({ on }: Workflow): string[] => ["GITHUB_TOKEN", ...Object.keys(on.workflow_call?.secrets ?? {})];
