import { readFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openOutput, type OutputOptions } from "../../../release/terminal/open-output";
import { FakeProcess, FakeStream } from "./fake-process";
import { ManualClock } from "./manual-clock";
import { badCanary, goodCanary, start } from "./played-release";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "release-output-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function play(process: FakeProcess, options: Partial<OutputOptions> = {}, events = badCanary): void {
  const output = openOutput({ format: "text", clock: new ManualClock(start), process, ...options });
  for (const event of events) output.event(event);
  output.close();
}

const hidden = "\u001b[?25l";
const red = "\u001b[31m";

test.each([
  ["a terminal", true, {}, { live: true, colors: true }],
  ["a terminal without colours", true, { NO_COLOR: "1" }, { live: true, colors: false }],
  ["a dumb terminal", true, { TERM: "dumb" }, { live: false, colors: false }],
  ["a terminal of continuous integration", true, { CI: "true" }, { live: false, colors: true }],
  ["a terminal where CI is false", true, { CI: "false" }, { live: true, colors: true }],
  ["a pipe", false, {}, { live: false, colors: false }],
  ["a pipe that is to have colours", false, { FORCE_COLOR: "1" }, { live: false, colors: true }],
  ["a pipe that is to have none", false, { FORCE_COLOR: "0" }, { live: false, colors: false }],
  [
    "a pipe of somebody who wants none at all",
    false,
    { FORCE_COLOR: "1", NO_COLOR: "1" },
    { live: false, colors: false },
  ],
])("%s", (_, isTTY, env, expected) => {
  const process = new FakeProcess(new FakeStream(isTTY), env);
  play(process);
  const { text } = process.stdout;
  expect({ live: text.includes(hidden), colors: text.includes(red) }).toEqual(expected);
  expect(text).toContain("failed");
});

test.each([
  [{ LANG: "de_DE.UTF-8" }, "linux", "✓"],
  [{ LANG: "de_DE.UTF-8", LC_ALL: "C" }, "linux", "+"],
  [{ LC_CTYPE: "C.utf8", LC_ALL: "" }, "linux", "✓"],
  [{}, "linux", "+"],
  [{}, "darwin", "✓"],
  [{}, "win32", "+"],
  [{ WT_SESSION: "1" }, "win32", "✓"],
])("%j on %s has the mark %s", (env, platform, mark) => {
  const process = new FakeProcess(new FakeStream(false), env, new FakeStream(false), platform);
  play(process, {}, goodCanary);
  expect(process.stdout.text).toContain(`${mark} ready (`);
});

test("JSON: one object a line with times as ISO 8601, and everything for people on the standard error", () => {
  const process = new FakeProcess(new FakeStream(true), {}, new FakeStream(true));
  play(process, { format: "json" }, goodCanary);
  const events = process.stdout.lines.map((line) => JSON.parse(line) as Record<string, never>);
  expect(events).toHaveLength(goodCanary.length);
  expect(events[0]).toMatchObject({ type: "started", at: "2026-03-01T12:00:00.000Z", environment: "aws-demo" });
  expect(events[11]).toMatchObject({
    type: "pods",
    tree: {
      deployments: [
        {
          trafficPercent: 25,
          pods: [{ state: "ready", since: "2026-03-01T12:00:03.000Z", until: "2026-03-01T12:00:14.000Z" }],
        },
        {},
      ],
    },
  });
  expect(events.at(-1)).toEqual({
    type: "finished",
    at: "2026-03-01T12:00:15.000Z",
    code: 0,
    summary: "the canary is good",
    next: ["npx release promote --environment aws-demo"],
  });
  expect(process.stderr.text).toContain("verdict: ");
  expect(process.stderr.text).not.toContain(hidden);
});

test.each(["text", "json"] as const)(
  "a reader of %s that goes away breaks nothing, and the report is written",
  (format) => {
    const file = join(folder, "release.md");
    const process = new FakeProcess(new FakeStream(false));
    const output = openOutput({ format, reports: [file], clock: new ManualClock(start), process });
    output.event(goodCanary[0]!);
    const { text } = process.stdout;
    expect(text).not.toBe("");
    // some streams throw, others tell of it later
    process.stdout.isBroken = true;
    output.event(goodCanary[2]!);
    process.stdout.emit("error", new Error("write EPIPE"));
    process.stdout.isBroken = false;
    for (const event of goodCanary.slice(3)) output.event(event);
    output.close();
    expect(process.stdout.text).toBe(text);
    expect(readFileSync(file, "utf8")).toContain("canary of addressbook to aws-demo: done");
  },
);

test("the report goes to the page of the run on GitHub, behind what others wrote there", () => {
  const summary = join(folder, "summary");
  writeFileSync(summary, "# Tests\n");
  play(new FakeProcess(new FakeStream(false), { GITHUB_STEP_SUMMARY: summary, GITHUB_ACTIONS: "true" }));
  expect(readFileSync(summary, "utf8")).toMatch(/^# Tests\n\n## ❌ canary of addressbook to aws-demo: failed\n/);
});

test("a report that cannot be written is a warning at the end", () => {
  writeFileSync(join(folder, "file"), "");
  const process = new FakeProcess(new FakeStream(false));
  play(process, { reports: [join(folder, "file", "release.xml")] });
  expect(process.stdout.lines.at(-1)).toMatch(
    /^12:00:00 {2}release {4}warning: the report .*release\.xml could not be written: E[A-Z]+: /,
  );
});
