// takes about 5 s of processor time: part of npm run test:slow
import { plan, type PlannedCommand } from "../../../release/commands/plan";
import { requestOf } from "../../../release/request";
import type { PlannedStep } from "../../../release/terminal/render-plan";
import { Stage } from "./stage";
import { viewed } from "./views";

jest.setTimeout(30_000);

interface Planned {
  readonly text: string;
  readonly image: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly steps: readonly string[];
}

let stage: Stage;
let first: string;
let next: string;

async function set(service: object = {}): Promise<void> {
  stage = await Stage.set({ service });
  [first, next] = [stage.push("1.0.0"), stage.push("1.1.0")];
}
afterEach(() => stage.strike());

async function planned(command: PlannedCommand, image?: string, to?: number): Promise<Planned> {
  const { request } = requestOf(stage.environment, image === undefined ? {} : { image }, "afterwards");
  const { text, json } = await viewed(stage, (release) =>
    plan(release, request, command, to === undefined ? {} : { to }),
  );
  const { steps, ...images } = json as Omit<Planned, "text" | "steps"> & { readonly steps: readonly PlannedStep[] };
  return { ...images, text, steps: steps.map(({ what }) => what) };
}

const nothing = { image: null, from: null, to: null, steps: [], text: "there is nothing to do\n" };

const without = (writes: readonly string[], kind: string): string[] => writes.filter((write) => !write.includes(kind));

describe("what a command would do", () => {
  test("after a promotion a rollback takes back the canary, and not the promotion", async () => {
    await set();
    await stage.release(first);
    const third = stage.push("1.2.0");
    await stage.release(next);
    await stage.canary(third);
    const rollback = await planned("rollback");
    expect(rollback).toMatchObject({
      image: third,
      from: third,
      to: stage.digest(next),
      steps: ["give stable all its pods", "end the canary"],
    });
    expect(rollback.text.split("\n").slice(0, 3)).toEqual([`from  ${third}`, `to    ${stage.digest(next)}`, ""]);
    // and it does nothing else: what is brought back is applied
    expect(without((await stage.rollback()).writes, "Lease")).toEqual([
      "patch Deployment/addressbook-stable",
      "patch Deployment/addressbook-stable",
      "delete Deployment/addressbook-canary",
    ]);
    expect(await planned("rollback")).toEqual(nothing);
    expect(await planned("rollback", undefined, 1)).toMatchObject({
      from: stage.digest(next),
      to: stage.digest(first),
      steps: ["bring stable to revision 1"],
    });
    // the command ends as the rollback itself would
    await expect(planned("rollback", undefined, 99)).rejects.toThrow("nothing was shown");
  });

  test("half a promotion is brought to its end, or back to what was there before it", async () => {
    await set();
    await stage.release(first);
    await stage.canary(next);
    expect(await planned("promote")).toMatchObject({ image: next, from: stage.digest(first), to: next });
    await stage.promote({ killedAfterWrites: 2 });
    await stage.cluster.clock.sleep(60_000);
    expect(await planned("promote")).toMatchObject({ from: stage.digest(first), to: next });
    expect(await planned("rollback")).toMatchObject({
      from: next,
      to: stage.digest(first),
      steps: ["bring stable back", "give stable all its pods", "end the canary"],
    });
    expect((await stage.rollback()).finished?.summary).toBe(
      `rolled back: addressbook-stable is back to ${stage.digest(first)}, addressbook-canary is removed`,
    );
  });

  test("the first canary of all goes, and nothing comes back", async () => {
    await set();
    expect(await planned("canary", first)).toMatchObject({ image: first, from: null, to: first });
    await stage.canary(first);
    const rollback = await planned("rollback");
    expect(rollback).toMatchObject({ from: first, to: null, steps: ["end the canary"] });
    expect(rollback.text).toContain(`from  ${first}\nto    nothing\n\n`);
  });

  test("of blue and green the new one goes before the switch; after it, the old one comes back", async () => {
    await set({ strategy: "blue-green" });
    await stage.release(first);
    await stage.canary(next);
    expect(await planned("promote")).toMatchObject({ from: first, to: next, steps: ["give green the requests"] });
    expect(await planned("rollback")).toMatchObject({ image: next, from: next, to: first, steps: ["end green"] });
    await stage.promote();
    expect(await planned("rollback")).toMatchObject({
      image: next,
      from: next,
      to: first,
      steps: ["give blue the requests"],
    });
    expect(await planned("promote")).toEqual(nothing);
    await stage.rollback();
    expect(await planned("rollback")).toEqual(nothing);
    expect(await planned("promote")).toEqual(nothing);
    expect((await stage.rollback()).finished?.summary).toBe(`nothing was under way; addressbook-blue is ${first}`);
  });
});
