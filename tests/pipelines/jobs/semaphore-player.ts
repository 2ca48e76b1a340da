import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import type { GeneratedFile } from "../../../pipelines/model/generated-file";
import type { Platform } from "./platform";
import type { Commands, PipelineFile, SemaphoreSecret, Task } from "./semaphore-file";
import { SemaphoreSession } from "./semaphore-session";
import { Machine } from "./tools/machine";
import { Context, toolbox } from "./tools/toolbox";

/** How a pipeline went. */
export interface PipelineRun {
  readonly result: "passed" | "failed" | "stopped";
  /** The command that did not pass. @default - all did */
  readonly failed?: string;
  /** All that its jobs have written. */
  readonly output: string;
  /** All that follows by a promotion knows. */
  readonly context: Context;
  /** How programs were called: `docker login --username …`. */
  readonly calls: readonly string[];
}

export interface RunOptions {
  /** What a person has chosen. @default - what the promotion says */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Of the pipeline that was promoted. */
  readonly context: Context;
  /** Somebody stops it when it has written this. @default - nobody does */
  readonly stopAt?: RegExp;
}

type Variables = Readonly<Record<string, string>>;

type JobRun = Omit<PipelineRun, "context">;

interface JobOptions {
  readonly task: Omit<Task, "jobs">;
  readonly job: Task["jobs"][number];
  readonly variables: Variables;
  readonly context: Context;
  readonly stopAt?: RegExp | undefined;
}

/** Runs pipelines of Semaphore on this machine, each job with programs and a home folder of its own. */
export class SemaphorePlayer {
  private readonly pipelines: ReadonlyMap<string, PipelineFile>;

  constructor(
    files: readonly GeneratedFile[],
    private readonly platform: Platform,
    private readonly secrets: Readonly<Record<string, SemaphoreSecret>>,
    private readonly checkout: string,
    /** Of every job. */
    private readonly variables: Variables,
  ) {
    this.pipelines = new Map(
      files.map(({ path, text }) => [
        path.replace(/^.*\/|\.yml$/g, ""),
        // the figures of the record take their time, and nobody looks at them
        parse(text.replaceAll("--samples 15", "--samples 0")) as PipelineFile,
      ]),
    );
  }

  async run(id: string, options: RunOptions): Promise<PipelineRun> {
    const pipeline = this.pipelines.get(id);
    if (pipeline === undefined) throw new Error(`there is no pipeline ${id}`);
    const context = new Context(options.context);
    const variables = { ...this.defaultsOf(id), ...options.parameters };
    const runs: JobRun[] = [];
    for (const { task } of pipeline.blocks)
      for (const job of task.jobs)
        if (runs.every(({ result }) => result === "passed"))
          runs.push(await this.job({ task, job, variables, context, stopAt: options.stopAt }));
    const ended = runs.at(-1) ?? { result: "passed" };
    const { jobs = [], ...task } = pipeline.after_pipeline?.task ?? {};
    for (const job of jobs) runs.push(await this.job({ task, job, variables, context }));
    return {
      ...ended,
      context,
      output: runs.map(({ output }) => output).join(""),
      calls: runs.flatMap(({ calls }) => calls),
    };
  }

  /** Values of the parameters where the pipeline is promoted. */
  private defaultsOf(id: string): Variables {
    const promotions = [...this.pipelines.values()].flatMap(({ promotions = [] }) => promotions);
    const parameters = promotions.find((each) => each.pipeline_file === `${id}.yml`)?.parameters?.env_vars ?? [];
    return Object.fromEntries(parameters.map(({ name, default_value: value = "" }) => [name, value]));
  }

  private async job({ task, job, variables, context, stopAt }: JobOptions): Promise<JobRun> {
    const names = (task.secrets ?? []).map(({ name }) => name);
    const missing = names.find((name) => this.secrets[name] === undefined);
    if (missing !== undefined) return { result: "failed", failed: `secret ${missing}`, output: "", calls: [] };
    const secrets = names.map((name) => this.secrets[name] ?? {});
    const machine = await Machine.start({ ...this.platform.tools(true), ...toolbox(context) });
    for (const { files = {} } of secrets)
      for (const [file, text] of Object.entries(files)) writeFileSync(join(machine.home, file), text, { mode: 0o600 });
    const named = [...(task.env_vars ?? []), ...(job.env_vars ?? [])].map(({ name, value }) => [name, value] as const);
    const session = new SemaphoreSession(machine.home, {
      ...machine.variables,
      ...this.variables,
      ...Object.fromEntries(secrets.flatMap((secret) => Object.entries(secret.variables ?? {}))),
      ...Object.fromEntries(named),
      ...variables,
    });
    // a function of the toolbox: it changes the folder of the shell
    await session.run(`checkout() { command checkout "$@" && cd ${this.checkout}; }`);
    const stop = { isAsked: false };
    const stopped = stopAt && stopWhen(session, stopAt, stop);
    const failure = await firstFailure(session, [...(task.prologue?.commands ?? []), ...job.commands]);
    // of a shell that is dead nothing runs any more
    if (failure?.status !== null) await firstFailure(session, task.epilogue?.always?.commands ?? []);
    await (stop.isAsked ? stopped : session.end());
    machine.stop();
    const said = { output: session.output, calls: machine.commands() };
    if (failure === undefined) return { result: "passed", ...said };
    return { result: stop.isAsked ? "stopped" : "failed", failed: failure.command, ...said };
  }
}

async function stopWhen(session: SemaphoreSession, says: RegExp, stop: { isAsked: boolean }): Promise<void> {
  await session.says(says);
  stop.isAsked = says.test(session.output);
  await session.stop();
}

/** Runs commands until one fails. @returns it, with null when the shell has not survived it */
async function firstFailure(
  session: SemaphoreSession,
  commands: Commands["commands"],
): Promise<{ readonly command: string; readonly status: number | null } | undefined> {
  for (const command of commands) {
    const status = await session.run(command);
    if (status !== 0) return { command, status: status ?? null };
  }
  return undefined;
}
