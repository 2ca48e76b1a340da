// takes about 8 s of processor time: part of npm run test:slow
import { type Played, Stage } from "./stage";

jest.setTimeout(60_000);

let stage: Stage;
afterEach(() => stage.strike());

describe("a promotion that was killed when stable had one write", () => {
  let first: string;
  let second: string;
  let killed: Played;
  beforeEach(async () => {
    stage = await Stage.set();
    first = stage.push("1.0.0");
    await stage.stand(first);
    second = stage.push("1.1.0");
    await stage.canary(stage.digest(second));
    killed = await stage.promote({ only: stage.digest(second), killedAfterWrites: 2 });
  });

  test("is brought to its end by the same image", async () => {
    expect(killed.writes).toEqual(["create Lease/", "apply Deployment/addressbook-stable"]);
    expect(await stage.promote({ only: stage.digest(second) })).toMatchObject({ code: 0 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(second)));
    expect(stage.deployment("canary")).toBeUndefined();
  });

  test("is taken back by the same image", async () => {
    expect(await stage.rollback({ only: stage.digest(second) })).toMatchObject({ code: 0 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
  });

  test("is under way for both when the next canary has come: it is not taken for released, and is taken back", async () => {
    const third = stage.push("1.2.0");
    await stage.canary(stage.digest(third));
    const promotion = await stage.promote({ only: stage.digest(second) });
    expect(promotion).toMatchObject({ code: 1 });
    expect(promotion.finished?.summary).toContain("is not what would be promoted: addressbook-canary is");
    expect(await stage.rollback({ only: stage.digest(second) })).toMatchObject({ code: 0 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
    expect(stage.deployment("canary")).toBeUndefined();
  });
});

describe("the same image of another registry", () => {
  let first: string;
  let second: string;
  beforeEach(async () => {
    stage = await Stage.set();
    first = stage.push("1.0.0");
    await stage.stand(first);
    second = stage.push("1.1.0");
  });

  const elsewhere = (reference: string): string =>
    stage.digest(reference).replace(/^.*@/, "ghcr.io/example-org/addressbook@");

  test("is promoted, and is so once more", async () => {
    await stage.canary(stage.digest(second));
    expect(await stage.promote({ only: elsewhere(second) })).toMatchObject({ code: 0 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(second)));

    expect(await stage.promote({ only: elsewhere(second) })).toMatchObject({
      code: 0,
      finished: { summary: `${stage.digest(second)} is released already` },
    });
    // also when the next one is on its way
    const third = stage.push("1.2.0");
    await stage.canary(stage.digest(third));
    expect(await stage.promote({ only: elsewhere(second) })).toMatchObject({ code: 0 });
    expect(stage.images("canary")).toEqual([stage.digest(third)]);
  });

  test("is known by its tag as far as its pods are proven", async () => {
    await stage.canary(second);
    expect(await stage.promote({ only: elsewhere(first) })).toMatchObject({
      code: 0,
      finished: { summary: `${stage.digest(first)} is released already` },
    });
    expect(await stage.promote({ only: elsewhere(second) })).toMatchObject({ code: 0 });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(second)));
  });
});

describe("blue/green", () => {
  let first: string;
  let second: string;
  beforeEach(async () => {
    stage = await Stage.set({ service: { strategy: "blue-green" } });
    first = stage.digest(stage.push("1.0.0"));
    second = stage.digest(stage.push("1.1.0"));
    await stage.release(first);
    await stage.canary(second);
  });

  test("promotes nothing but the new colour's image, and takes nothing else back", async () => {
    expect(await stage.promote({ only: first })).toMatchObject({
      code: 0,
      finished: { summary: `${first} is released already` },
    });
    expect(await stage.rollback({ only: first })).toMatchObject({
      code: 0,
      finished: {
        summary: `nothing of this image is under way; addressbook-blue is ${first}, addressbook-green is ${second}`,
      },
    });
    expect(await stage.promote({ only: second })).toMatchObject({
      code: 0,
      finished: { summary: `${second} is released` },
    });
    expect(await stage.promote({ only: second })).toMatchObject({
      code: 0,
      finished: { summary: `${second} is released already` },
    });
    // the old colour is kept, but has no requests any more
    expect(await stage.promote({ only: first })).toMatchObject({ code: 1 });
  });

  test("takes the new colour away before it has the requests, and switches back afterwards", async () => {
    expect(await stage.rollback({ only: second })).toMatchObject({
      code: 0,
      finished: { summary: "rolled back: addressbook-green is removed" },
    });
    await stage.canary(second);
    await stage.promote();
    expect(await stage.rollback({ only: second })).toMatchObject({
      code: 0,
      finished: { summary: `rolled back: requests go to addressbook-blue (${first}) again` },
    });
    // done twice, it does nothing the second time
    const again = await stage.rollback({ only: second });
    expect(again).toMatchObject({ code: 0 });
    expect(again.finished?.summary).toMatch(/^nothing of this image is under way; /);
  });
});
