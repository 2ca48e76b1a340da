import { basename } from "node:path/posix";

import { ValidationError } from "../../../environments/schema/problems";
import type { Decision, Happening, Run } from "../../simulate/story";
import { targetPath } from "../checks/promotions";
import type { Promotion } from "../definition";
import type { PipelineFile } from "../read-definitions";
import type { Facts } from "../when/evaluate";
import { ask } from "./ask";
import type { Outcome } from "./job-commands";
import { promotedWith } from "./promoted-with";
import { runBlocks } from "./run-blocks";

/** Only pipelines that lead to themselves lead to so many. */
const mostRuns = 100;

type Mutable<T> = { -readonly [key in keyof T]: T[key] };
type Undecided = Mutable<Run["promotions"][number]>;

/** Runs pipelines one after the other, in the order in which they are started. */
export class Simulation {
  readonly runs: (Omit<Run, "promotions"> & { readonly promotions: Undecided[] })[] = [];
  /** Names of jobs and parameters for which there was an occasion. */
  readonly used = new Set<string>();
  private readonly waiting: { readonly pipeline: PipelineFile; readonly parameters: Run["parameters"] }[] = [];

  constructor(
    private readonly pipelines: readonly PipelineFile[],
    private readonly facts: Facts,
    private readonly outcomes: NonNullable<Happening["outcomes"]>,
  ) {}

  /** Runs a pipeline, and what then starts by itself. */
  start(pipeline: PipelineFile, parameters: Run["parameters"] = {}): void {
    this.waiting.push({ pipeline, parameters });
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift())
      this.run(next.pipeline, next.parameters);
  }

  /** @returns whether there is a promotion of that name that was not started yet; of several it is the newest */
  decide({ name, parameters = {}, rejected = false }: Decision): boolean {
    const isOpen = (each: Undecided): boolean => each.name === name && each.fires === "no";
    const run = this.runs.findLast(({ promotions }) => promotions.some(isOpen));
    const open = run?.promotions.find(isOpen);
    const from = this.pipelines.find(({ path }) => path === run?.file);
    const promotion = from?.definition.promotions?.find((each) => each.name === name);
    if (run === undefined || open === undefined || promotion === undefined) return false;
    if (rejected) {
      open.because = "somebody said no";
      return true;
    }
    open.fires = "by a person";
    open.because =
      run.result === "passed"
        ? "the pipeline has passed"
        : `although the pipeline has ${run.result}: that takes an override`;
    const values = promotedWith(promotion, run.file, parameters);
    for (const parameter of Object.keys(values)) this.used.add(parameter);
    this.start(this.target(promotion, run.file), values);
    return true;
  }

  private run(pipeline: PipelineFile, parameters: Run["parameters"]): void {
    const { path: file, definition } = pipeline;
    if (this.runs.length === mostRuns) throw refused(file, "promotions", "must not start each other for ever");
    const { result, jobs } = runBlocks(pipeline, this.facts, (job) => this.outcome(file, job));
    const facts = { ...this.facts, result, resultReason: { passed: "", failed: "test", stopped: "user" }[result] };
    const promotions = (definition.promotions ?? []).map((promotion): Undecided => {
      const { name, auto_promote: auto } = promotion;
      const { holds, because } =
        auto === undefined ? { holds: false, because: "only a person starts it" } : ask(auto.when, facts, file);
      if (holds)
        this.waiting.push({ pipeline: this.target(promotion, file), parameters: promotedWith(promotion, file, {}) });
      return { name, file: targetPath(promotion.pipeline_file, file), fires: holds ? "by itself" : "no", because };
    });
    this.runs.push({ file, name: definition.name ?? "Pipeline", result, parameters, jobs, promotions });
  }

  private outcome(file: string, job: string): Outcome {
    const key = [`${file}/${job}`, `${basename(file, ".yml")}/${job}`, job].find((each) =>
      Object.hasOwn(this.outcomes, each),
    );
    if (key === undefined) return "passed";
    this.used.add(key);
    return this.outcomes[key] ?? "passed";
  }

  private target(promotion: Promotion, from: string): PipelineFile {
    const file = targetPath(promotion.pipeline_file, from);
    const found = this.pipelines.find(({ path }) => path === file);
    if (found === undefined) throw refused(from, promotion.name, "must lead to a pipeline that there is", file);
    return found;
  }
}

const refused = (file: string, path: string, rule: string, got?: string): ValidationError =>
  new ValidationError([{ file, problems: [{ path, rule, got }] }]);
