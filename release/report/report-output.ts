import { extname } from "node:path";
import { types } from "node:util";

import { htmlReport } from "../dashboard/html-report";
import { progressState } from "../dashboard/progress-state";
import { oneLine } from "../terminal/printable";
import type { ReleaseEvent, ReleaseOutput } from "../terminal/release-event";
import { advance, nothingYet, type ReleaseProgress } from "../terminal/release-progress";
import { junitReport } from "./junit-report";
import { markdownReport } from "./markdown-report";
import { type ReportFile, writeReport } from "./write-report";

/** By the ending of the file. */
const renderers: Readonly<Record<string, (progress: ReleaseProgress) => string>> = {
  ".xml": junitReport,
  ".html": (progress) => htmlReport({ state: progressState(progress), samples: [] }),
};

/** Keeps what happens, and writes it into files when the release has ended. */
export class ReportOutput implements ReleaseOutput {
  private progress = nothingYet;

  /** @param warn is told of a file that cannot be written, which is no failure of the release */
  constructor(
    private readonly files: readonly ReportFile[],
    private readonly warn: (text: string) => void,
  ) {}

  event(event: ReleaseEvent): void {
    this.progress = advance(this.progress, event);
  }

  close(): void {
    for (const target of this.files)
      try {
        const { [extname(target.file)]: render = markdownReport } = renderers;
        writeReport(target, render(this.progress));
      } catch (error) {
        const why = types.isNativeError(error) ? error.message : String(error);
        this.warn(oneLine(`the report ${target.file} could not be written: ${why}`));
      }
  }
}
