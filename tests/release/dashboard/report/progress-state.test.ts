import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { progressState } from "../../../../release/dashboard/progress-state";
import { ReportOutput } from "../../../../release/report/report-output";
import { advance, nothingYet } from "../../../../release/terminal/release-progress";
import { markdownReport } from "../../../../release/report/markdown-report";
import type { ReleaseEvent } from "../../../../release/terminal/release-event";
import type { Finding } from "../../../../release/verify/verdict";
import { badCanary, goodCanary, newImage, pod, start, tree } from "../../terminal/played-release";

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

  const at = start + 60_000;
  const findings: readonly Finding[] = [
    { kind: "error-rate", name: "error rate", verdict: "fail", evidence: "9 of 20 requests failed", confidence: 0.97 },
  ];
  const promoted: readonly ReleaseEvent[] = [
    { type: "started", at: start, command: "promote", environment: "aws-demo", service: "app", timeoutSeconds: 600 },
    { type: "verdict", at, verdict: { verdict: "fail", findings, image: newImage, accepted: true } },
    { type: "step", at, step: "promote", state: "running" },
    { type: "pods", at, tree: tree(pod("addressbook-canary-1", "ready")) },
    { type: "step", at, step: "promote", state: "done", note: newImage },
  ];
  const ended: ReleaseEvent = { type: "finished", at, code: 0, summary: `${newImage} is released`, next: [] };

  test("has the steps of this command, and what was known before it", () => {
    const state = after([...promoted, ended]);
    expect(state.timeline).toEqual([
      { step: "verify", state: "failed", note: "fail, accepted" },
      { step: "promote", state: "done", since: at, note: newImage },
    ]);
    expect(state.candidate).toBeUndefined();
    expect(state.released).toMatchObject({ image: newImage, verdict: "fail", accepted: true, findings });
    const running = after(promoted.slice(0, -1));
    expect(running.timeline.map(({ step, state: is }) => `${step} ${is}`)).toEqual([
      "verify failed",
      "promote running",
    ]);
    expect(running.candidate).toMatchObject({ image: newImage, verdict: "fail" });
    const rollback = after([{ ...promoted[0]!, command: "rollback" } as ReleaseEvent]);
    expect(rollback.timeline).toEqual([{ step: "rollback", state: "waiting" }]);
  });

  test("has no pods that only end", () => {
    const gone = tree(pod("addressbook-canary-1", "ready")).deployments.map((deployment) =>
      deployment.track === "canary" ? { ...deployment, desiredPods: 0 } : deployment,
    );
    const events: readonly ReleaseEvent[] = [...promoted, { type: "pods", at, tree: { deployments: gone } }];
    const sharesOf = (told: readonly ReleaseEvent[]) =>
      after(told).deployments.map(({ track, trafficPercent }) => [track, trafficPercent]);
    // as long as it runs they are shown as they are
    expect(sharesOf(events)).toEqual([
      ["canary", 25],
      ["stable", 75],
    ]);
    expect(sharesOf([...events, ended])).toEqual([["stable", 100]]);
    expect(markdownReport([...events, ended].reduce(advance, nothingYet))).not.toContain("addressbook-canary");
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
