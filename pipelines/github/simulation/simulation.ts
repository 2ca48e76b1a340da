import type { Run } from "../../simulate/story";
import { asksPeople, nameWithin } from "../environment-names";
import { bareCondition, expressionsIn, fill, holds, namesIn, type World } from "../expression";
import type { WorkflowFile } from "../read-workflows";
import type { Workflow, WorkflowJob } from "../workflow";
import { commandsOf } from "./commands";
import type { Outside } from "./outside";
import { tellRun } from "./tell-run";
import {
  ancestorsIn,
  type JobState,
  readyJobs,
  resultOf,
  resultWords,
  statusFor,
  type WorkflowRun,
  workflowRun,
  worldOf,
} from "./workflow-run";

interface Turn {
  readonly run: WorkflowRun;
  readonly state: JobState;
}

/**
 * Runs workflows in thought. Jobs whose turn comes at the same time take equally long, so that who stops one of them stops
 * the others, too.
 */
export class Simulation {
  private readonly runs: WorkflowRun[] = [];
  private readonly begun: JobState[] = [];
  /** Variables by the environment that has them. */
  private readonly vars = new Map<string, JobState["vars"]>();

  constructor(
    private readonly workflows: readonly WorkflowFile[],
    private readonly outside: Outside,
  ) {}

  start(file: WorkflowFile, world: World): void {
    const inputs = defaultsOf(file.workflow.on.workflow_dispatch?.inputs);
    this.runs.push(workflowRun(file, { world, inputs, whole: { cancelled: false } }));
  }

  play(): Run[] {
    for (let turns = this.nextTurns(); turns.length > 0; turns = this.nextTurns()) {
      this.end(turns.filter((turn) => this.begin(turn)));
      // the inner ones have begun later
      for (const { jobs } of this.runs.toReversed())
        for (const state of jobs) if (state.called !== undefined) state.result = resultOf(state.called);
    }
    return this.runs.map((run) => tellRun(run, this.begun));
  }

  private nextTurns(): Turn[] {
    return this.runs.flatMap((run) => readyJobs(run).map((state) => ({ run, state })));
  }

  /** @returns whether the job runs now; else it is skipped, waits, was refused, or has called a workflow */
  private begin({ run, state }: Turn): boolean {
    const { job } = state;
    const world = worldOf(run, state);
    const environment = fill(job.environment ?? "", world);
    state.vars = this.vars.get(nameWithin(environment)) ?? {};
    state.begun = true;
    this.begun.push(state);
    if (!holds(job.if, world, statusFor(run, state))) {
      state.result = "skipped";
      state.why = whySkipped(run, state);
      return false;
    }
    const called = this.workflows.find(({ path }) => job.uses === `./${path}`);
    if (called === undefined) return this.isAllowed(run, state, environment);
    const given = Object.entries(job.with).map(([name, value]) => [name, fill(value, world)] as const);
    const inputs = { ...defaultsOf(called.workflow.on.workflow_call?.inputs), ...Object.fromEntries(given) };
    state.called = workflowRun(called, { ...run, inputs });
    state.commands = [`uses: ${job.uses ?? ""}`];
    this.runs.push(state.called);
    return false;
  }

  private isAllowed({ file }: WorkflowRun, state: JobState, environment: string): boolean {
    // somebody may also stop it while it waits
    if (!asksPeople(environment) || this.outside.outcomeOf(file.path, state.name) === "stopped") return true;
    const decision = this.outside.decisionOn(environment);
    if (decision === undefined) {
      state.why = `for somebody to approve ${environment}`;
      state.waitsFor = environment;
      return false;
    }
    if (decision.rejected !== true) {
      const name = nameWithin(environment);
      this.vars.set(name, { ...this.vars.get(name), ...decision.parameters });
      return true;
    }
    state.why = `somebody has refused ${environment}`;
    state.result = "failure";
    return false;
  }

  private end(running: readonly Turn[]): void {
    for (const { run, state } of running) {
      const outcome = this.outside.outcomeOf(run.file.path, state.name);
      if (outcome === "stopped") run.whole.cancelled = true;
      if (outcome !== undefined) state.result = outcome === "stopped" ? "cancelled" : "failure";
    }
    const waiting = this.runs.flatMap((run) =>
      run.jobs.filter((state) => state.begun && state.called === undefined).map((state) => ({ run, state })),
    );
    for (const { run, state } of waiting) {
      const world = worldOf(run, state);
      const goesOn = !run.whole.cancelled || holds(state.job.if, world, "cancelled");
      if (!goesOn && state.result === undefined) {
        state.result = "cancelled";
        delete state.why;
        delete state.waitsFor;
      }
      if (!running.some((turn) => turn.state === state)) continue;
      state.result ??= "success";
      state.commands = commandsOf(state.job, world, state.result);
      this.outside.take(varsIn(state.job).filter((name) => name in state.vars));
    }
  }
}

/** The variables of which a job speaks. */
const varsIn = (job: WorkflowJob): string[] =>
  expressionsIn(JSON.stringify(job))
    .flatMap((expression) => namesIn(expression).paths)
    .flatMap(([context, name]) => (context === "vars" && name !== undefined ? [name] : []));

const defaultsOf = (inputs: NonNullable<Workflow["on"]["workflow_dispatch"]>["inputs"] = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(inputs).map(([name, { default: value = "" }]) => [name, value]));

function whySkipped(run: WorkflowRun, state: JobState): string {
  if (state.job.if !== undefined) return `not ${bareCondition(state.job.if)}`;
  if (run.whole.cancelled) return "the run was stopped";
  return ancestorsIn(run, state)
    .filter(({ result }) => result !== undefined && result !== "success")
    .map(({ name, result = "skipped" }) => `${name} ${result === "skipped" ? "was skipped" : resultWords[result]}`)
    .join(", ");
}
