import type { Colors } from "picocolors/types";

import type { Clock } from "../clock";
import { duration, shortDuration, timeOfDay } from "./duration";
import { diagnosisLines, finishedLines, noteLine, startedLine, verdictLines } from "./event-lines";
import { type Line, paint, span } from "./line";
import type { Marks } from "./marks";
import type { OutputStream } from "./output-stream";
import { changesBetween, type TreeChange } from "./pod-changes";
import type { EventOf, ReleaseEvent, ReleaseOutput, ReleaseTree } from "./release-event";
import { advance, nothingYet, runningStep, stepMillis } from "./release-progress";
import { Ticker } from "./ticker";
import { inGroups, type LogFormat } from "./workflow-log";

export interface PlainOutputOptions {
  readonly out: OutputStream;
  readonly clock: Clock;
  readonly colors: Colors;
  readonly marks: Marks;
  /** How lines are put together where the log can be folded. @default - lines, and nothing else */
  readonly format?: LogFormat | undefined;
}

/** Silence after which somebody asks whether it still works, in milliseconds. */
const patience = 30_000;

/** A line for each thing that happens, and for every 30 seconds in which nothing does. */
export class PlainOutput implements ReleaseOutput {
  private progress = nothingYet;
  private tree: ReleaseTree | undefined;
  private lastLine: number;
  private readonly told = new Set<string>();
  private readonly ticker: Ticker;
  private readonly format: LogFormat;

  constructor(private readonly options: PlainOutputOptions) {
    const { clock } = options;
    this.format = options.format ?? inGroups("none");
    this.lastLine = clock.now();
    this.ticker = new Ticker(
      clock,
      () => Math.max(1, this.lastLine + patience - clock.now()),
      () => {
        this.heartbeat();
      },
    );
  }

  event(event: ReleaseEvent): void {
    const before = this.progress;
    this.progress = advance(before, event);
    switch (event.type) {
      case "started":
        this.say(event.at, [startedLine(event)]);
        return;
      case "step":
        this.step(event);
        return;
      case "note":
        this.say(event.at, [noteLine(event)]);
        return;
      case "pods":
        for (const line of this.news(event.tree)) this.say(event.at, [line]);
        return;
      case "verdict":
        this.say(event.at, verdictLines(event.verdict, this.options.marks));
        return;
      case "diagnosis":
        this.important(event.at, this.once(diagnosisLines(event.diagnosis)));
        return;
      case "finished":
        this.important(event.at, finishedLines(event));
    }
  }

  close(): void {
    this.ticker.stop();
    this.write(this.format.end());
  }

  private step(event: EventOf<"step">): void {
    const { at, step, state, note } = event;
    const why = note === undefined ? "" : `: ${note}`;
    if (state === "running") {
      this.write(this.format.begin(step));
      this.say(at, [[span(`begins${why}`)]]);
      return;
    }
    const millis = stepMillis(this.progress.steps[step], at);
    const how = { done: "done", failed: "failed", skipped: "skipped" }[state];
    const style = state === "done" ? "green" : state === "failed" ? "red" : "dim";
    const after = millis === undefined || state === "skipped" ? "" : ` after ${shortDuration(millis)}`;
    this.say(at, [[span(how, style), span(`${after}${why}`)]], step);
  }

  private news(tree: ReleaseTree): Line[] {
    const changes = changesBetween(this.tree, tree);
    this.tree = tree;
    for (const { pods } of tree.deployments)
      for (const { name, state } of pods) if (state === "ready") this.forget(name);
    return changes
      .filter((change) => this.isNew(change))
      .map(({ text, isTrouble }) => [span(text, isTrouble ? "yellow" : undefined)]);
  }

  /** A pod that crashes is told of once for each way in which it does, however often it goes back and forth. */
  private isNew({ text }: TreeChange): boolean {
    if (!/^pod \S+ (waits|fails)/.test(text)) return true;
    if (this.told.has(text)) return false;
    this.told.add(text);
    return true;
  }

  private forget(pod: string): void {
    for (const text of this.told) if (text.startsWith(`pod ${pod} `)) this.told.delete(text);
  }

  private once(lines: readonly Line[]): readonly Line[] {
    const text = JSON.stringify(lines);
    if (this.told.has(text)) return [];
    this.told.add(text);
    return lines;
  }

  private heartbeat(): void {
    const now = this.options.clock.now();
    if (now - this.lastLine < patience || this.progress.finished !== undefined) return;
    const step = runningStep(this.progress);
    const millis = step === undefined ? undefined : stepMillis(this.progress.steps[step], now);
    if (millis === undefined) return;
    const waiting = this.progress.tree.deployments
      .flatMap(({ pods }) => pods)
      .filter(({ state }) => state !== "ready")
      .map(({ name, why }) => `${name} (${why})`);
    const what = waiting.length === 0 ? "" : `: ${waiting.slice(0, 3).join(", ")}`;
    const more = waiting.length > 3 ? ` and ${waiting.length - 3} more` : "";
    this.say(now, [[span(`waits for ${duration(millis)}${what}${more}`, "dim")]]);
  }

  /** Where nobody has to unfold anything to see it. */
  private important(at: number, lines: readonly Line[]): void {
    if (lines.length === 0) return;
    const step = runningStep(this.progress);
    this.write(this.format.end());
    this.say(at, lines, step);
  }

  private say(at: number, lines: readonly Line[], step = runningStep(this.progress)): void {
    if (lines.length === 0) return;
    this.lastLine = this.options.clock.now();
    const { colors } = this.options;
    const head = `${colors.dim(timeOfDay(at))}  ${(step ?? "release").padEnd(9)}  `;
    this.write(lines.map((line, index) => this.format.line(`${index === 0 ? head : margin}${paint(line, colors)}`)));
  }

  private write(lines: readonly string[]): void {
    if (lines.length > 0) this.options.out.write(lines.map((line) => `${line}\n`).join(""));
  }
}

const margin = " ".repeat(21);
