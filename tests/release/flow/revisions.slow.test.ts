// takes about 8 s of processor time: part of npm run test:slow
import { history } from "../../../release/commands/history";
import { anotherTool, setImage } from "./book-cluster";
import { Stage } from "./stage";
import { viewed } from "./views";

jest.setTimeout(30_000);

let stage: Stage;
let first: string;
let next: string;
beforeEach(async () => {
  stage = await Stage.set();
  first = stage.push("1.0.0");
  next = stage.push("1.1.0");
  await stage.release(first);
});
afterEach(() => stage.strike());

function configure(variables: Record<string, string>): void {
  const { environment } = stage;
  const configuration = { ...environment.service.configuration, ...variables };
  Object.assign(stage, { environment: { ...environment, service: { ...environment.service, configuration } } });
}

/** Names of the ConfigMaps that stable's pods read. */
const configurations = (): string[] => [
  ...new Set(
    stage.pods("stable").map((pod) => {
      const { containers } = pod["spec"] as { containers: { envFrom: { configMapRef: { name: string } }[] }[] };
      return containers[0]?.envFrom[0]?.configMapRef.name ?? "";
    }),
  ),
];

interface ShownRevision {
  readonly revision: number;
  readonly image: string;
  readonly configuration: string;
  readonly current: boolean;
  readonly releasedBy?: string;
}

async function revisions(): Promise<readonly ShownRevision[]> {
  const { json } = await viewed(stage, history);
  return (json as { tracks: { revisions: ShownRevision[] }[] }).tracks[0]?.revisions ?? [];
}

const stableIs = (image: string): void => {
  expect(stage.images("stable")).toEqual(Array(3).fill(image));
};

test("rollback --to brings image and configuration back", async () => {
  const [before] = configurations();
  configure({ FEATURE: "on" });
  await stage.release(next);
  const [after] = configurations();
  expect(after).not.toBe(before);
  expect(await revisions()).toMatchObject([
    { revision: 2, image: stage.digest(next), configuration: after, current: true },
    { revision: 1, image: stage.digest(first), configuration: before, current: false, releasedBy: "runner-2" },
  ]);
  expect((await stage.rollback({ to: 1 })).finished).toMatchObject({
    code: 0,
    summary: `rolled back: addressbook-stable is ${stage.digest(first)} again`,
  });
  stableIs(stage.digest(first));
  expect(configurations()).toEqual([before]);
  // and it is as it was when it was released
  expect(await revisions()).toMatchObject([{ revision: 3, releasedBy: "runner-2", current: true }, { revision: 2 }]);
});

describe("rollback --to a revision that does not start any more", () => {
  beforeEach(async () => {
    await stage.release(next);
    stage.cluster.images.change(first, { crash: { exitCode: 1, afterMillis: 300, logs: ["it is gone"] } });
  });

  test("is taken back by a rollback, and so is one that was killed in the middle", async () => {
    const failed = await stage.rollback({ to: 1 });
    expect(failed).toMatchObject({
      code: 1,
      finished: {
        next: ["npx release rollback --to 1 --environment aws-test", "npx release rollback --environment aws-test"],
      },
    });
    expect(stage.images("stable")).toContain(stage.digest(first));
    expect(await stage.rollback()).toMatchObject({
      code: 0,
      finished: { summary: `rolled back: addressbook-stable is back to ${stage.digest(next)}` },
    });
    stableIs(stage.digest(next));
    expect((await stage.rollback()).finished?.summary).toMatch(/^nothing was under way/);
    stableIs(stage.digest(next));
  });

  test("is not said to be well by a rollback that has nothing to take back", async () => {
    await stage.rollback({ to: 1 });
    // as an earlier version of this tool has left it
    stage.cluster.store.modify("Deployment", "addressbook", "addressbook-stable", ({ metadata }) => {
      delete metadata.annotations?.["addressbook-platform/previous"];
    });
    const rollback = await stage.rollback();
    expect(rollback).toMatchObject({
      code: 1,
      finished: {
        next: ["npx release diagnose --environment aws-test", "npx release history --environment aws-test"],
      },
    });
    expect(rollback.finished?.summary).toBe(
      `nothing was under way; addressbook-stable is ${stage.digest(first)}; but of the 3 pods of addressbook-stable ` +
        `only 0 are ${stage.digest(first)} and ready`,
    );
  });
});

test("rollback --to that has come to its end is not taken back by the next rollback", async () => {
  await stage.release(next);
  expect((await stage.rollback({ to: 1 })).code).toBe(0);
  expect((await stage.rollback()).finished?.summary).toMatch(/^nothing was under way/);
  stableIs(stage.digest(first));
  // and a release goes on from there
  await stage.release(next);
  stableIs(stage.digest(next));
  expect((await stage.rollback()).finished?.summary).toMatch(/^nothing was under way/);
});

test("a promotion that was interrupted and taken back is no release in the history", async () => {
  await stage.canary(next);
  const killed = await stage.promote({ killedAfterWrites: 2 });
  expect(killed.writes).toContain("apply Deployment/addressbook-stable");
  await stage.cluster.clock.sleep(60_000);
  expect((await stage.rollback()).code).toBe(0);
  const [current, interrupted] = await revisions();
  expect(current).toMatchObject({ image: stage.digest(first), releasedBy: "runner-2" });
  expect(interrupted).toMatchObject({ image: stage.digest(next), current: false });
  expect(interrupted).not.toHaveProperty("releasedAt");
  expect(interrupted).not.toHaveProperty("releasedBy");
});

test("configuration alone is a revision, too", async () => {
  const [before] = configurations();
  configure({ FEATURE: "on" });
  await stage.release(first);
  expect(configurations()).not.toEqual([before]);
  await stage.rollback({ to: 1 });
  expect(configurations()).toEqual([before]);
});

test.each([
  ["a revision that there is not", { to: 7 }, /^addressbook-stable has no revision 7; it has 2, 1$/],
  [
    "a revision whose ConfigMap is gone",
    { to: 1 },
    /^revision 1 of addressbook-stable needs the ConfigMap addressbook-\w+, which is gone$/,
  ],
])("%s is refused, and the canary that is there stays", async (_, to, summary) => {
  const [before = ""] = configurations();
  configure({ FEATURE: "on" });
  await stage.release(next);
  if (to.to === 1) await anotherTool(stage).delete("ConfigMap", before);
  await stage.canary(stage.push("1.2.0"));
  const rollback = await stage.rollback(to);
  expect(rollback.finished).toMatchObject({
    code: 1,
    summary: expect.stringMatching(summary) as string,
  });
  expect(stage.deployment("canary")).toBeDefined();
  expect(stage.pods("stable")).toHaveLength(2);
});

test("a canary that is there goes with rollback --to", async () => {
  await stage.release(next);
  await stage.canary(stage.push("1.2.0"));
  expect((await stage.rollback({ to: 1 })).code).toBe(0);
  stableIs(stage.digest(first));
  expect(stage.deployment("canary")).toBeUndefined();
});

test("half a promotion is taken back before, and the revision is found under its new number", async () => {
  await stage.release(next);
  await stage.canary(stage.push("1.2.0"));
  await stage.promote({ killedAfterWrites: 2 });
  // to what it was before, which is revision 4 after the promotion is taken back
  expect((await stage.rollback({ to: 2 })).finished).toMatchObject({
    code: 0,
    summary: `rolled back: addressbook-stable is revision 2 (${stage.digest(next)}) already`,
  });
  stableIs(stage.digest(next));
});

test("what another tool has set is a revision without the notes of another image", async () => {
  await stage.release(next);
  const third = stage.push("1.2.0");
  await setImage(stage, "stable", third);
  await stage.cluster.clock.sleep(60_000);
  const [foreign] = await revisions();
  expect(foreign).toMatchObject({ revision: 3, image: third, current: true });
  expect(foreign).not.toHaveProperty("releasedBy");
  await stage.rollback({ to: 2 });
  stableIs(stage.digest(next));
  await stage.rollback({ to: 3 });
  stableIs(third);
  // a release goes on from there
  await stage.release(first);
  stableIs(stage.digest(first));
});

test("an earlier image is released again while another canary is there", async () => {
  await stage.release(next);
  await stage.canary(stage.push("1.2.0"));
  const canary = await stage.canary(first);
  expect(canary.events).toContainEqual(
    expect.objectContaining({ text: `addressbook-canary had ${stage.reference("1.2.0")}, which was not promoted` }),
  );
  expect((await stage.promote()).code).toBe(0);
  stableIs(stage.digest(first));
});

test("a canary of the image that stable has takes nothing of it back", async () => {
  await stage.release(next);
  await stage.canary(next);
  expect((await stage.rollback()).finished?.summary).toBe("rolled back: addressbook-canary is removed");
  stableIs(stage.digest(next));
  expect((await stage.rollback()).finished?.summary).toBe(
    `nothing was under way; addressbook-stable is ${stage.digest(next)}`,
  );
});

test("a promotion that lacks only the end of the canary can be taken back", async () => {
  await stage.canary(next);
  const killed = await stage.promote({ killedAfterWrites: 4 });
  expect(killed.writes.filter((write) => !write.includes("Lease"))).toEqual(
    Array(2).fill("apply Deployment/addressbook-stable"),
  );
  await stage.cluster.clock.sleep(60_000);
  stableIs(stage.digest(next));
  expect((await stage.rollback()).finished?.summary).toBe(
    `rolled back: addressbook-stable is back to ${stage.digest(first)}, addressbook-canary is removed`,
  );
  stableIs(stage.digest(first));
});

test("the first promotion of all has nothing to go back to", async () => {
  await stage.strike();
  stage = await Stage.set();
  await stage.canary(stage.push("1.0.0"));
  await stage.promote({ killedAfterWrites: 2 });
  await stage.cluster.clock.sleep(60_000);
  const rollback = await stage.rollback();
  expect(rollback.events).toContainEqual(
    expect.objectContaining({ text: "addressbook-stable has its image already, and keeps it: it had none before" }),
  );
  stableIs(stage.digest(stage.reference("1.0.0")));
  expect((await stage.promote()).finished).toMatchObject({ code: 0 });
});
