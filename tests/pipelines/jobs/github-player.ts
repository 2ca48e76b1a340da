import { parse } from "yaml";

import { fill, holds, type Status, type World } from "../../../pipelines/github/expression";
import type { GeneratedFile } from "../../../pipelines/model/generated-file";
import { runStep } from "./github-run";
import { actions, runnerTools } from "./github-steps";
import type { Platform } from "./platform";
import { Machine } from "./tools/machine";

type Variables = Readonly<Record<string, string | number | boolean>>;
type Strings = Readonly<Record<string, string>>;

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Variables;
  readonly env?: Variables;
  readonly run?: string;
}
interface Job {
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly env?: Variables;
  readonly steps: readonly Step[];
}

/** How a workflow went. */
export interface WorkflowRun {
  readonly jobs: Readonly<Record<string, Status>>;
  /** Name of the first step that did not succeed. @default - all did */
  readonly failed?: string;
  readonly output: string;
  readonly calls: readonly string[];
}

export interface WorkflowOptions {
  readonly image?: string;
  /** Variables of the GitHub environment. */
  readonly vars?: Variables;
  /** Secrets of the GitHub environment. */
  readonly secrets: Variables;
  /** A reviewer says no to a gate. @default false */
  readonly rejected?: boolean;
  readonly cancelAt?: RegExp;
}

/** Runs the jobs of a workflow on this machine, one after the other. */
export async function runWorkflow(
  { text }: GeneratedFile,
  options: WorkflowOptions,
  { platform, checkout, token }: { readonly platform: Platform; readonly checkout: string; readonly token: string },
): Promise<WorkflowRun> {
  // the figures of the record take their time, and nobody looks at them
  const workflow = parse(text.replaceAll("--samples 15", "--samples 0")) as {
    readonly jobs: Readonly<Record<string, Job>>;
  };
  const results: Record<string, Status> = {};
  const calls: string[] = [];
  let output = "";
  let failed: string | undefined;
  const run = { isCancelled: false };

  const play = async (job: Job, world: World): Promise<Status> => {
    const machine = await Machine.start({ ...platform.tools(false), ...runnerTools });
    const exported: Record<string, string> = { GITHUB_ACTIONS: "true", GITHUB_ACTOR: "shop-actor" };
    const files = { RUNNER_TEMP: machine.home, GITHUB_STEP_SUMMARY: `${machine.home}/summary` };
    const filled = (values: Variables = {}): Strings =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(`${value}`, world)]));
    // what was cancelled before does not stop it: its condition has said so
    let status: Status = "success";
    for (const step of job.steps) {
      if (!holds(step.if, world, status)) continue;
      if (step.uses !== undefined) {
        const [name = ""] = step.uses.split("@");
        const effect = actions[name];
        if (effect === undefined) throw new Error(`nobody knows what ${name} does`);
        Object.assign(exported, effect(filled(step.with), machine));
        continue;
      }
      const {
        isSuccess,
        isCancelled,
        output: said,
      } = await runStep(step.run ?? "", {
        home: machine.home,
        folder: checkout,
        variables: { ...machine.variables, ...exported, ...files, ...filled(job.env), ...filled(step.env) },
        cancelAt: run.isCancelled ? undefined : options.cancelAt,
      });
      output += said;
      run.isCancelled ||= isCancelled;
      if (isSuccess) continue;
      failed ??= step.name;
      status = isCancelled ? "cancelled" : "failure";
    }
    calls.push(...machine.commands());
    machine.stop();
    return status;
  };

  for (const [id, job] of Object.entries(workflow.jobs)) {
    const needs = Object.fromEntries((job.needs ?? []).map((need) => [need, { result: results[need] ?? "skipped" }]));
    const world: World = {
      github: { token },
      inputs: { image: options.image ?? "" },
      vars: options.vars ?? {},
      secrets: options.secrets,
      needs,
    };
    const status = run.isCancelled ? "cancelled" : statusOf(Object.values(needs).map(({ result }) => result));
    if (!holds(job.if, world, status)) results[id] = run.isCancelled ? "cancelled" : "skipped";
    else if (options.rejected === true && job.environment?.endsWith("-promote") === true) results[id] = "failure";
    else results[id] = await play(job, world);
  }
  return { jobs: results, output, calls, ...(failed === undefined ? {} : { failed }) };
}

const statusOf = (results: readonly Status[]): Status =>
  results.find((each) => each === "failure") ?? results.find((each) => each !== "success") ?? "success";
