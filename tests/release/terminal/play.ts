import { Command, Option } from "commander";

import { systemClock } from "../../../release/clock";
import { openOutput } from "../../../release/terminal/open-output";
import type { ReleaseEvent } from "../../../release/terminal/release-event";
import { badCanary, goodCanary, start } from "./played-release";

interface Options {
  readonly release: "good" | "bad";
  readonly output: "text" | "json";
  readonly slower: number;
  readonly report: readonly string[];
}

/** Plays a release to look at in a terminal: `node tools/run-typescript.mjs tests/release/terminal/play.ts`. */
new Command("play")
  .addOption(new Option("--release <which>", "the canary to play").choices(["good", "bad"]).default("good"))
  .addOption(new Option("--output <format>", "as the release tool has it").choices(["text", "json"]).default("text"))
  .option("--slower <factor>", "how many times as slow as it is written down", Number, 1)
  .option("--report <file...>", "reports to write", [])
  .action(play)
  .parseAsync()
  .catch((error: unknown) => {
    throw error;
  });

async function play({ release, output, slower, report }: Options): Promise<void> {
  const shown = openOutput({ format: output, reports: report, clock: systemClock, process });
  const from = Date.now();
  for (const event of release === "good" ? goodCanary : badCanary) {
    const moved = nowInsteadOf(event, from);
    await systemClock.sleep(Math.max(0, (event.at - start) * slower - (Date.now() - from)));
    shown.event({ ...moved, at: Date.now() });
  }
  shown.close();
}

/** The same event with all its times as far from now as they were from the begin. */
function nowInsteadOf(event: ReleaseEvent, from: number): ReleaseEvent {
  return JSON.parse(JSON.stringify(event), (key, value: unknown) =>
    ["at", "since", "until"].includes(key) && typeof value === "number" ? value - start + from : value,
  ) as ReleaseEvent;
}
