// takes about 8 s of processor time: part of npm run test:slow
import { history } from "../../../../release/commands/history";
import { markdownRecord } from "../../../../release/dashboard/markdown-record";
import { progressState } from "../../../../release/dashboard/progress-state";
import { advance, nothingYet } from "../../../../release/terminal/release-progress";
import { markdownReport } from "../../../../release/report/markdown-report";
import { junitReport } from "../../../../release/report/junit-report";
import { type Played, Stage } from "../../flow/stage";
import { viewed } from "../../flow/views";
import { timelines, type Watched, watched } from "./watched";

jest.setTimeout(60_000);

let stage: Stage;
let dashboard: Watched;
let first: string;
let next: string;

async function set(verification: object, service: object = {}): Promise<void> {
  stage = await Stage.set({
    service: { ...service, verification: { analysis: { windowSeconds: 0 }, onFail: "wait", ...verification } },
  });
  [first, next] = [stage.push("1.0.0"), stage.push("1.1.0")];
  dashboard = await watched(stage);
}
afterEach(async () => {
  await dashboard.end();
  await stage.strike();
});

const progressOf = ({ events }: Played) => events.reduce(advance, nothingYet);

const stepOf = (state: Awaited<ReturnType<Watched["settled"]>>, wanted: string) =>
  state.timeline.find(({ step }) => step === wanted);

const ending = (code: number): string[] => [process.execPath, "-e", `process.exit(${code})`];

const failure = expect.objectContaining({
  verdict: "fail",
  evidence: expect.stringContaining("500") as string,
}) as object;

test("a failure that a person has accepted stays one, wherever the release is looked at", async () => {
  await set({});
  await stage.release(first);
  const before = await dashboard.settled();
  expect(stepOf(before, "verify")).toMatchObject({ state: "done", note: "pass" });
  expect(before.released).toMatchObject({ track: "stable", image: stage.digest(first), verdict: "pass" });

  stage.change(next, { errorRate: 1 });
  await stage.canary(next);
  const at = stage.cluster.clock.now();
  await stage.cluster.clock.sleep(120_000);
  const failed = await dashboard.settled();
  expect(stepOf(failed, "verify")).toMatchObject({ state: "failed", note: "fail" });
  // when it was is seen later, too
  expect(Math.abs(at - (stepOf(failed, "verify")?.since ?? 0))).toBeLessThan(5000);
  expect(failed.released).toBeUndefined();

  stage.change(next, {});
  const promoted = await stage.promote({ accept: "fail" });
  // it goes with what is written anyway
  expect(promoted.writes.filter((write) => !write.includes("Lease"))).toEqual([
    "apply Deployment/addressbook-stable",
    "apply Deployment/addressbook-stable",
    "delete Deployment/addressbook-canary",
  ]);
  const released = await dashboard.settled();
  expect(stepOf(released, "verify")).toEqual({ ...stepOf(failed, "verify"), note: "fail, accepted" });
  expect(released.candidate).toBeUndefined();
  expect(released.released).toMatchObject({
    track: "stable",
    image: stage.digest(next),
    verdict: "fail",
    accepted: true,
  });
  expect(released.released?.findings).toContainEqual(failure);
  expect(markdownRecord(released)).toContain("### ❌ Verification: fail, accepted\n\n| Test |");

  // the record of the command that has promoted it
  const record = progressState(progressOf(promoted));
  expect(record.timeline.map(({ step, state, note }) => `${step} ${state}: ${note}`)).toEqual([
    "verify failed: fail, accepted",
    `promote done: ${stage.digest(next)}`,
  ]);
  expect(record.candidate).toBeUndefined();
  expect(record.released).toMatchObject({ image: stage.digest(next), verdict: "fail", accepted: true });
  expect(record.released?.findings).toContainEqual(failure);
  const report = markdownReport(progressOf(promoted));
  expect(report).toContain("### ❌ Verification: fail, accepted");
  for (const { track, trafficPercent, readyPods } of record.deployments)
    expect([track, trafficPercent, readyPods]).toEqual(["stable", 100, 3]);
  expect(record.deployments).toHaveLength(1);
  expect(report).not.toContain("addressbook-canary**");
  // what is done and accepted is no failure to whoever counts them
  expect(junitReport(progressOf(promoted))).toContain(' failures="0" errors="0"');

  const { text } = await viewed(stage, history);
  expect(text).toMatch(/^revision .* verification +by\n +2 .* fail, accepted +runner-\d+\n +1 .* pass +runner-\d+\n$/);
});

test("what is brought back brings its own verdict back", async () => {
  await set({ functionalTests: [], command: ending(75) });
  await stage.canary(first, { timeoutSeconds: 3000 });
  await stage.promote({ accept: "inconclusive" });
  stage = Object.assign(stage, {
    environment: {
      ...stage.environment,
      service: {
        ...stage.environment.service,
        verification: { ...stage.environment.service.verification, command: ending(0) },
      },
    },
  });
  await stage.canary(next, { timeoutSeconds: 3000 });
  await stage.promote();
  const released = await dashboard.settled();
  expect(released.released).toMatchObject({ verdict: "pass", findings: [{ kind: "command", verdict: "pass" }] });
  await stage.rollback({ to: 1 });
  const back = await dashboard.settled();
  expect(timelines([back])).toEqual([
    "preflight done, migrate done, canary done, verify done, promote skipped, rollback done",
  ]);
  expect(back.timeline.at(-1)?.note).toBe(`${stage.digest(next)} was rolled back`);
  expect((await viewed(stage, history)).text).toMatch(/current .* inconclusive, accepted/);

  await stage.canary(next, { timeoutSeconds: 3000 });
  await stage.promote({ killedAfterWrites: 2 });
  await stage.cluster.clock.sleep(60_000);
  expect((await viewed(stage, history)).text).toMatch(/current .* pass +runner/);
  await stage.rollback();
  expect((await viewed(stage, history)).text).toMatch(/current .* inconclusive, accepted/);
});

test("a canary that promotes itself takes its verdict along at once", async () => {
  await set({ onPass: "promote" });
  const played = await stage.canary(first);
  expect(progressState(progressOf(played))).toMatchObject({ released: { image: first, verdict: "pass" } });
  const released = await dashboard.settled();
  expect(stepOf(released, "verify")).toMatchObject({
    state: "done",
    note: "pass",
    since: expect.any(Number) as number,
  });
  expect(released.released?.findings.length).toBeGreaterThan(0);
});

test("a colour keeps its verdict when it gets the requests, and when they are taken away again", async () => {
  await set({}, { strategy: "blue-green" });
  await stage.release(first);
  stage.change(next, { errorRate: 1 });
  await stage.canary(next);
  const promoted = await stage.promote({ accept: "fail" });
  const released = await dashboard.settled();
  expect(stepOf(released, "verify")).toMatchObject({ state: "failed", note: "fail, accepted" });
  expect(released.released).toMatchObject({ track: "green", image: next, verdict: "fail", accepted: true });
  expect(released.released?.findings).toContainEqual(failure);
  expect(
    progressState(progressOf(promoted)).deployments.map(({ track, trafficPercent }) => [track, trafficPercent]),
  ).toEqual([
    ["blue", 0],
    ["green", 100],
  ]);
  const back = progressState(progressOf(await stage.rollback()));
  expect(back.timeline.map(({ step, state }) => `${step} ${state}`)).toEqual(["rollback done"]);
  // the switch is the last thing that is written
  expect(back.deployments.map(({ track, trafficPercent }) => [track, trafficPercent])).toEqual([
    ["blue", 100],
    ["green", 0],
  ]);
  const afterwards = await dashboard.settled();
  expect(stepOf(afterwards, "verify")).toMatchObject({ note: "fail, accepted" });
  expect(afterwards.released).toBeUndefined();
});

test.each(["canary", "blue-green"])(
  "%s: a release from a machine whose clock is behind is seen to end",
  async (strategy) => {
    await set({}, { strategy });
    const late = { clockBehindMillis: 7_200_000 };
    const done = "preflight done, migrate done, canary done, verify done, promote";
    for (const image of [first, next]) {
      await stage.canary(image, late);
      await stage.promote(late);
      expect(timelines([await dashboard.settled()])).toEqual([`${done} done`]);
    }
    const { since } = stepOf(await dashboard.settled(), "promote") ?? {};
    expect(Math.abs(stage.cluster.clock.now() - (since ?? 0))).toBeLessThan(120_000);
    if (strategy === "canary") await stage.canary(stage.push("1.2.0"), late);
    await stage.rollback(late);
    expect(timelines([await dashboard.settled()])).toEqual([`${done} skipped, rollback done`]);
  },
);
