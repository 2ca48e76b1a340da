import { createColors } from "picocolors";

import type { Clock } from "../clock";
import { ReportOutput } from "../report/report-output";
import { JsonOutput } from "./json-output";
import { LiveOutput, type TerminalEndings } from "./live-output";
import { marksFor } from "./marks";
import { OutputStream, type TextStream } from "./output-stream";
import { PlainOutput } from "./plain-output";
import type { ReleaseOutput } from "./release-event";
import { inGroups } from "./workflow-log";

export interface OutputOptions {
  /** `json`: events on the standard output, and what is for people on the standard error. */
  readonly format: "text" | "json";
  /** Files to write a report into at the end: `.md`, `.xml` (JUnit) or `.html`. @default - none */
  readonly reports?: readonly string[];
  readonly clock: Clock;
  /** `process`, or what plays it. */
  readonly process: OutputProcess;
}

/** What is needed of `process`. */
export interface OutputProcess extends TerminalEndings {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

/**
 * Where a release is shown and kept, by what there is: a tree in a terminal, lines in a log, JSON for programs, and
 * reports in files. On GitHub Actions the report goes to the page of the run, too.
 */
export function openOutput({ format, reports = [], clock, process }: OutputOptions): ReleaseOutput {
  const { env, platform } = process;
  const people = format === "json" ? process.stderr : process.stdout;
  const options = {
    out: new OutputStream(people),
    clock,
    colors: createColors(hasColors(people, env)),
    marks: marksFor(env, platform),
  };
  // a tree on the one would be torn by lines on the other
  const shown =
    format === "text" && isLive(people, env)
      ? new LiveOutput({ ...options, endings: process })
      : new PlainOutput({ ...options, format: inGroups(isSet(env["GITHUB_ACTIONS"]) ? "github" : "none") });
  const summary = env["GITHUB_STEP_SUMMARY"];
  const files = [...reports.map((file) => ({ file })), ...(isSet(summary) ? [{ file: summary, isShared: true }] : [])];
  const kept = new ReportOutput(files, (text) => {
    shown.event({ at: clock.now(), type: "note", level: "warning", text });
  });
  return all([...(format === "json" ? [new JsonOutput(new OutputStream(process.stdout))] : []), kept, shown]);
}

/** Tells several of what happens, in this order. */
const all = (outputs: readonly ReleaseOutput[]): ReleaseOutput => ({
  event: (event) => {
    for (const output of outputs) output.event(event);
  },
  close: () => {
    for (const output of outputs) output.close();
  },
});

const isSet = (value: string | undefined): value is string =>
  value !== undefined && !["", "0", "false"].includes(value);

const isLive = ({ isTTY }: TextStream, env: OutputProcess["env"]): boolean =>
  isTTY === true && !isSet(env["CI"]) && env["TERM"] !== "dumb";

/** As https://no-color.org and https://force-color.org have it. */
function hasColors({ isTTY }: TextStream, env: OutputProcess["env"]): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  if (env["FORCE_COLOR"] !== undefined) return env["FORCE_COLOR"] === "" || isSet(env["FORCE_COLOR"]);
  return isTTY === true && env["TERM"] !== "dumb";
}
