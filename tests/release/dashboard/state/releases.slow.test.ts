// takes about 10 s of processor time: part of npm run test:slow
import { addNote } from "../../../../release/dashboard/state/add-note";
import { anotherTool } from "../../flow/book-cluster";
import { Stage } from "../../flow/stage";
import { timelines, type Watched, watched } from "./watched";

jest.setTimeout(30_000);

let stage: Stage;
let dashboard: Watched;
let first: string;
let next: string;

async function set(options: Parameters<typeof Stage.set>[0] = {}, isReadOnly = false): Promise<void> {
  stage = await Stage.set(options);
  [first, next] = [stage.push("1.0.0"), stage.push("1.1.0")];
  dashboard = await watched(stage, { isReadOnly });
}
afterEach(async () => {
  await dashboard.end();
  await stage.strike();
});

const say = (text: string): Promise<unknown> => addNote(dashboard.release, text, "ana", stage.cluster.clock.now());

const texts = (notes: readonly { readonly text: string }[]): string[] => notes.map(({ text }) => text);

test("nothing is released, and nothing can be said of it", async () => {
  await set({}, true);
  const { timeline, decisions, revisions, deployments } = await dashboard.settled();
  expect(timeline.map(({ state }) => state)).toEqual(Array(5).fill("waiting"));
  expect([revisions, deployments]).toEqual([[], []]);
  expect(decisions.map(({ obstacle }) => obstacle)).toEqual(Array(2).fill("this page only shows, and changes nothing"));
  await expect(say("hello")).rejects.toThrow("nothing was released yet that a note could be kept with");
});

test("a bad canary: what was found, who may accept it, and what stays after the rollback", async () => {
  await set({ service: { verification: { onFail: "wait" } } });
  await stage.stand(first);
  stage.change(next, { errorRate: 1 });
  await stage.canary(next);
  const failed = await dashboard.settled();
  expect(failed.candidate).toMatchObject({ verdict: "fail" });
  expect(failed.candidate?.findings).toContainEqual(
    expect.objectContaining({ verdict: "fail", evidence: expect.stringContaining("500") as string }),
  );
  expect(failed.decisions).toEqual([{ command: "promote", accepts: "fail" }, { command: "rollback" }]);
  expect(failed.timeline.find(({ step }) => step === "verify")).toMatchObject({ state: "failed", note: "fail" });

  await Promise.all([say("one"), say("two"), say("three")]);
  await stage.rollback();
  const back = await dashboard.settled();
  expect(texts(back.notes).sort()).toEqual(["one", "three", "two"]);
  expect(back.notes[0]).toMatchObject({ image: next });
  expect(timelines([back])).toEqual([
    "preflight done, migrate done, canary done, verify failed, promote skipped, rollback done",
  ]);
  expect(back.timeline.at(-1)?.note).toBe(`${next} was rolled back`);
  await say("of stable");
  expect(texts((await dashboard.settled()).notes)[0]).toBe("of stable");
});

test("a promotion that was killed is seen, and is not taken for one that is under way", async () => {
  await set();
  await stage.stand(first);
  await stage.canary(next);
  await say("good");
  await stage.promote({ killedAfterWrites: 2 });
  await stage.cluster.clock.sleep(60_000);
  const killed = await dashboard.settled();
  expect(killed.lock).toBeUndefined();
  expect(killed.timeline.at(-1)).toEqual({
    step: "promote",
    state: "failed",
    note: "it is not at its end, and nobody is at it: promote once more, or roll back",
  });
  await say("still good");
  await stage.promote();
  const released = await dashboard.settled();
  expect(texts(released.notes)).toEqual(["still good", "good"]);
  // what was said of this version goes with it
  await stage.release(stage.push("1.2.0"));
  const later = await dashboard.settled();
  expect(later.notes).toEqual([]);
  expect(later.revisions.map(({ notes }) => texts(notes))).toEqual([[], ["still good", "good"], []]);
  await stage.rollback({ to: 2 });
  const back = await dashboard.settled();
  expect(texts(back.notes)).toEqual(["still good", "good"]);
});

test("a note that would drive out another one is refused, and the next version has room again", async () => {
  await set();
  await stage.stand(first);
  for (let number = 1; number <= 20; number++) await say(`note ${number}`);
  await expect(say("one more")).rejects.toThrow(
    "this release has 20 notes already, and no room for another one: " +
      "keep it where your issues are, and the next release has room again",
  );
  expect((await dashboard.settled()).notes).toHaveLength(20);
  await stage.canary(next);
  await say("of the canary");
  await stage.rollback();
  const { notes } = await dashboard.settled();
  expect(texts(notes).sort()).toEqual(
    ["of the canary", ...Array.from({ length: 20 }, (_, index) => `note ${index + 1}`)].sort(),
  );
});

test("blue and green: the switch, what is said meanwhile, and the way back", async () => {
  await set({ service: { strategy: "blue-green" } });
  await stage.release(first);
  await stage.canary(next);
  await say("green looks good");
  const verified = await dashboard.settled();
  expect(verified.candidate).toMatchObject({ track: "green", verdict: "pass" });
  expect(verified.revisions.map(({ track, isCurrent, notes }) => [track, isCurrent, texts(notes)])).toEqual([
    ["green", false, ["green looks good"]],
    ["blue", true, []],
  ]);
  await stage.promote();
  const released = await dashboard.settled();
  expect(timelines([released])).toEqual(["preflight done, migrate done, canary done, verify done, promote done"]);
  expect(texts(released.notes)).toEqual(["green looks good"]);
  expect(released.deployments.map(({ track, trafficPercent }) => [track, trafficPercent])).toEqual([
    ["blue", 0],
    ["green", 100],
  ]);
  expect(released.revisions.map(({ track, changed }) => [track, changed])).toEqual([
    ["green", ["image"]],
    ["blue", []],
  ]);
  await stage.rollback();
  const back = await dashboard.settled();
  expect(timelines([back])).toEqual([
    "preflight done, migrate done, canary done, verify done, promote skipped, rollback done",
  ]);
});

test("a canary that does not start is explained, and what was edited by hand breaks nothing", async () => {
  await set();
  await stage.stand(first);
  stage.change(next, { notReady: "the database is not available" });
  const canary = stage.canary(next, { timeoutSeconds: 60 });
  await stage.cluster.clock.sleep(50_000);
  const under = dashboard.states.at(-1)!;
  expect(under.diagnoses[0]).toMatchObject({ subject: expect.stringMatching("^pod/addressbook-canary-") as string });
  expect(under.timeline.find(({ step }) => step === "canary")).toMatchObject({
    state: "running",
    note: "0 of 1 pod ready",
  });
  await anotherTool(stage).patch("Deployment", "addressbook-canary", {
    metadata: {
      annotations: Object.fromEntries(
        ["verdict", "findings", "reports", "proven-image", "released-at", "candidate"].map((name) => [
          `addressbook-platform/${name}`,
          "<script>",
        ]),
      ),
    },
  });
  expect((await dashboard.settled()).notes).toEqual([]);
  await canary;
});

test("a command that was started here tells its steps itself", async () => {
  await set();
  await stage.stand(first);
  const output = dashboard.watch.begun("promote");
  const at = stage.cluster.clock.now();
  output.event({ at, type: "step", step: "promote", state: "running" });
  const running = await dashboard.settled();
  expect(running.timeline.at(-1)).toEqual({ step: "promote", state: "running", since: at });
  expect(running.decisions[0]?.obstacle).toBe("promote was started here, and is at work");
  expect(running.events[0]).toMatchObject({ subject: "promote", text: "promote begins" });
  output.event({ at, type: "finished", code: 1, summary: "there is no canary to promote", next: [] });
  expect(dashboard.watch.current()).toMatchObject({
    command: { command: "promote", state: "failed", summary: "there is no canary to promote" },
  });
});

test("states come four times a second at most, and every 15 s", async () => {
  await set();
  await stage.release(first);
  await stage.cluster.clock.sleep(60_000);
  const gaps = dashboard.states.slice(1).map(({ at }, index) => at - dashboard.states[index]!.at);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(15_000);
});
