import { addNote } from "../../../../release/dashboard/state/add-note";
import { Stage } from "../../flow/stage";
import { timelines, type Watched, watched } from "./watched";

let stage: Stage;
let dashboard: Watched;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(async () => {
  await dashboard.end();
  await stage.strike();
});

test("a release of another program is followed to its end, and what people say of it stays with it", async () => {
  const [first, next] = [stage.push("1.0.0"), stage.push("1.1.0")];
  await stage.stand(first);
  dashboard = await watched(stage);
  await stage.canary(next);
  const verified = await dashboard.settled();
  expect(verified).toMatchObject({
    address: "http://203.0.113.1",
    candidate: { track: "canary", image: next, verdict: "pass" },
    decisions: [{ command: "promote" }, { command: "rollback" }],
    diagnoses: [],
  });
  expect(verified.candidate?.findings[0]).toEqual({
    kind: "functional",
    name: "the service is ready",
    verdict: "pass",
    evidence: "GET /ready was answered with 200",
    pod: stage.pods("canary")[0]?.metadata.name,
    millis: 0,
  });
  expect(verified.decisions.flatMap(({ obstacle, accepts }) => [obstacle, accepts])).toEqual(Array(4).fill(undefined));
  expect(verified.deployments.map(({ track, trafficPercent }) => [track, trafficPercent])).toEqual([
    ["canary", 33.3],
    ["stable", 66.7],
  ]);

  const at = stage.cluster.clock.now();
  const note = await addNote(dashboard.release, " the list is quicker\u0007 ", "ana", at);
  expect(note).toEqual({ at: new Date(at).toISOString(), by: "ana", text: "the list is quicker" });
  expect((await dashboard.settled()).notes).toEqual([{ ...note, image: next }]);

  await stage.promote();
  const released = await dashboard.settled();
  expect(timelines(dashboard.states)).toEqual([
    // of what stood there before nobody knows what its verification has said
    "preflight done, migrate done, canary done, verify skipped, promote done",
    "preflight done, migrate running, canary waiting, verify waiting, promote waiting",
    "preflight done, migrate done, canary waiting, verify waiting, promote waiting",
    ...["canary running, verify waiting", "canary done, verify running", "canary done, verify done"].map(
      (steps) => `preflight done, migrate done, ${steps}, promote waiting`,
    ),
    "preflight done, migrate done, canary done, verify done, promote running",
    "preflight done, migrate done, canary done, verify done, promote done",
  ]);
  const locked = dashboard.states.find(({ lock }) => lock?.command === "release promote");
  const since = `${locked?.lock?.since.slice(11, 19) ?? ""} UTC`;
  expect(locked?.decisions.map(({ obstacle }) => obstacle)).toEqual(
    Array(2).fill(`${locked?.lock?.holder ?? ""} is at work: release promote, since ${since}`),
  );
  expect(released).toMatchObject({
    notes: [note],
    decisions: [
      { obstacle: "nothing is under way that could be promoted" },
      {
        obstacle:
          "nothing is under way that could be taken back; to go back to revision N of the history: npx release rollback --to N --environment aws-test",
      },
    ],
    revisions: [
      { revision: 2, image: stage.digest(next), isCurrent: true, pods: 3, changed: ["image"], notes: [note] },
      { revision: 1, image: stage.digest(first), isCurrent: false, pods: 0, changed: [], notes: [] },
    ],
  });
  expect(released.candidate).toBeUndefined();
  expect(released.timeline.at(-1)?.note).toBe(`${stage.digest(next)} is released`);
});
