import type { Colors } from "picocolors/types";

import type { Clock } from "../clock";
import { diagnosisLines, finishedLines, noteLine, verdictLines } from "./event-lines";
import { frameOf } from "./frame";
import { type Line, paint } from "./line";
import type { Marks } from "./marks";
import type { OutputStream } from "./output-stream";
import type { ReleaseEvent, ReleaseOutput } from "./release-event";
import { advance, nothingYet } from "./release-progress";
import { Screen } from "./screen";
import { Ticker } from "./ticker";

export interface LiveOutputOptions {
  readonly out: OutputStream;
  readonly clock: Clock;
  readonly colors: Colors;
  readonly marks: Marks;
  /** Tells of signals and of the end of the process: `process`. */
  readonly endings: TerminalEndings;
}

/** What is needed of `process`. */
export interface TerminalEndings {
  readonly pid: number;
  on(event: "exit" | NodeJS.Signals, listener: () => void): unknown;
  off(event: "exit" | NodeJS.Signals, listener: () => void): unknown;
  listenerCount(event: NodeJS.Signals): number;
  kill(pid: number, signal: NodeJS.Signals): unknown;
}

/** Milliseconds between two frames. */
const interval = 200;

const lethal = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A tree that is drawn again whenever something happens, and every second; what is worth keeping stays above it. */
export class LiveOutput implements ReleaseOutput {
  private progress = nothingYet;
  private permanent: Line[] = [];
  private readonly told = new Set<string>();
  private readonly screen: Screen;
  private readonly ticker: Ticker;
  private readonly listeners: readonly (readonly ["exit" | NodeJS.Signals, () => void])[];

  constructor(private readonly options: LiveOutputOptions) {
    const { out, clock, endings } = options;
    this.screen = new Screen(out);
    this.ticker = new Ticker(
      clock,
      () => interval,
      () => {
        this.draw();
      },
    );
    this.listeners = [
      [
        "exit",
        () => {
          this.screen.leave();
        },
      ],
      // whoever comes back finds a new frame below what was typed meanwhile
      [
        "SIGTSTP",
        () => {
          this.screen.leave();
          endings.kill(endings.pid, "SIGSTOP");
        },
      ],
      ...lethal.map(
        (signal) =>
          [
            signal,
            () => {
              this.end(signal);
            },
          ] as const,
      ),
    ];
    for (const [event, listener] of this.listeners) endings.on(event, listener);
  }

  event(event: ReleaseEvent): void {
    this.progress = advance(this.progress, event);
    switch (event.type) {
      case "note":
        this.permanent.push(noteLine(event));
        return;
      case "verdict":
        this.permanent.push(...verdictLines(event.verdict, this.options.marks));
        return;
      case "diagnosis":
        this.permanent.push(...this.once(diagnosisLines(event.diagnosis)));
    }
  }

  close(): void {
    this.ticker.stop();
    this.draw();
    this.screen.leave();
    for (const [event, listener] of this.listeners) this.options.endings.off(event, listener);
    const { finished } = this.progress;
    if (finished === undefined) return;
    const { out, colors } = this.options;
    out.write(["", ...finishedLines(finished).map((line) => paint(line, colors))].map((line) => `${line}\n`).join(""));
  }

  private draw(): void {
    const { out, clock, colors, marks } = this.options;
    // the last column stays free: some terminals break the line there
    const size = { columns: out.columns - 1, rows: out.rows };
    const frame = frameOf(this.progress, clock.now(), size, marks);
    const permanent = this.permanent.splice(0);
    this.screen.draw(
      frame.map((line) => paint(line, colors, size.columns, marks.ellipsis)),
      permanent.map((line) => paint(line, colors)),
    );
  }

  private once(lines: readonly Line[]): readonly Line[] {
    const text = JSON.stringify(lines);
    if (this.told.has(text)) return [];
    this.told.add(text);
    return lines;
  }

  /** Node.js ends by a signal only as long as nobody listens to it. */
  private end(signal: (typeof lethal)[number]): void {
    const { endings } = this.options;
    if (endings.listenerCount(signal) > 1) return;
    this.close();
    endings.kill(endings.pid, signal);
  }
}
