import { ReleaseFailure } from "../failure";
import type { ClusterOptions } from "../options";
import { writeReport } from "../report/write-report";
import { runView } from "../run-command";
import { htmlReport } from "./html-report";
import { markdownRecord } from "./markdown-record";
import { type ReleaseRecord, takeRecord } from "./release-record";

export interface ReportOptions extends ClusterOptions {
  readonly format: "html" | "markdown";
  /** `-` is the standard output. @default - by the environment and the format */
  readonly file?: string;
  /** How long requests are measured before, in seconds. @default 0 */
  readonly samples?: number;
}

const formats = {
  html: { ending: "html", render: htmlReport },
  markdown: { ending: "md", render: ({ state }: ReleaseRecord) => markdownRecord(state) },
} as const;

/** Keeps in a file what the dashboard shows now. */
export async function runReport({ format, file, samples = 0, ...options }: ReportOptions): Promise<void> {
  const { ending, render } = formats[format];
  const target = file ?? `release-${options.environment}.${ending}`;
  await runView(options, async (release, strategy) => {
    const record = await takeRecord(release, strategy, samples);
    const text = render(record);
    if (target === "-") return { text, json: record };
    write(target, text);
    return { text: `${target}\n`, json: { file: target, bytes: Buffer.byteLength(text) } };
  });
}

function write(file: string, text: string): void {
  try {
    writeReport({ file }, text);
  } catch (error) {
    throw new ReleaseFailure(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
