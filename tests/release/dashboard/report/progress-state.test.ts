import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { progressState } from "../../../../release/dashboard/progress-state";
import { ReportOutput } from "../../../../release/report/report-output";
import { advance, nothingYet } from "../../../../release/terminal/release-progress";
import { badCanary, goodCanary, newImage, start } from "../../terminal/played-release";

const after = (events: typeof badCanary) => progressState(events.reduce(advance, nothingYet));

describe("What the dashboard shows of a command that has ended", () => {
  test("is what it has told", () => {
    const state = after(goodCanary);
    expect(state).toMatchObject({
      environment: "aws-demo",
      service: "addressbook",
      namespace: "addressbook",
      strategy: "canary",
      candidate: { track: "canary", image: newImage, verdict: "pass" },
      diagnoses: [],
    });
    expect(state.timeline.map(({ step, state: is }) => `${step} ${is}`)).toEqual([
      "preflight done",
      "migrate done",
      "canary done",
      "verify done",
      "promote waiting",
      "rollback waiting",
    ]);
    expect(state.timeline[1]).toEqual({ step: "migrate", state: "done", since: start + 3000, note: "0002_index.sql" });
    expect(state.deployments.map(({ track }) => track)).toEqual(["canary", "stable"]);
    expect(state.events.at(-1)).toEqual({
      at: start + 700,
      level: "warning",
      subject: "canary",
      text: "2 of 3 nodes have room for a pod",
      count: 1,
    });
  });

  test("has what was taken away, and why", () => {
    const state = after(badCanary);
    expect(state.timeline.filter(({ state: is }) => is === "failed").length).toBeGreaterThan(0);
    expect(state.diagnoses.length).toBeGreaterThan(0);
    const end = badCanary.find((event) => event.type === "finished");
    expect(state.events[0]).toMatchObject({ level: "error", text: end?.summary });
  });

  test("is kept as a page when the report is to be one", () => {
    const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
    const warnings: string[] = [];
    const output = new ReportOutput([{ file: join(folder, "canary.html") }], (text) => warnings.push(text));
    for (const event of badCanary) output.event(event);
    output.close();
    const [file = "", ...others] = readdirSync(folder);
    const text = readFileSync(join(folder, file), "utf8");
    rmSync(folder, { recursive: true });
    expect({ warnings, file, others }).toEqual({ warnings: [], file: "canary.html", others: [] });
    expect(text).toContain("<title>addressbook in aws-demo</title>");
    const [, data = ""] = /id="data">([^]*?)<\/script>/.exec(text) ?? [];
    expect(JSON.parse(data)).toEqual({ state: JSON.parse(JSON.stringify(after(badCanary))) as unknown, samples: [] });
  });

  test("is nothing before it has begun", () => {
    expect(after([])).toMatchObject({ at: 0, candidate: undefined, events: [], deployments: [] });
  });
});
