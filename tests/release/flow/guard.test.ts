import { Stage } from "./stage";

/** `--image` of `promote` and `rollback`: what a pipeline does is about the image that it was started with. */
describe("a release of another image", () => {
  let stage: Stage;
  let first: string;
  let second: string;
  beforeEach(async () => {
    stage = await Stage.set();
    first = stage.push("1.0.0");
    await stage.stand(first);
    second = stage.push("1.1.0");
  });
  afterEach(() => stage.strike());

  /** The same image as another registry has it. */
  const elsewhere = (reference: string): string =>
    stage.digest(reference).replace(/^.*@/, "ghcr.io/example-org/addressbook@");
  const next = ["npx release status --environment aws-test"];

  test("is not promoted, and nothing is touched", async () => {
    const third = stage.push("1.2.0");
    await stage.canary(stage.digest(third));
    const { code, finished, writes } = await stage.promote({ only: elsewhere(second) });
    expect({ code, finished }).toMatchObject({
      code: 1,
      finished: {
        summary: `${elsewhere(second)} is not what would be promoted: addressbook-canary is ${stage.digest(third)}, addressbook-stable is ${stage.digest(first)}`,
        next,
      },
    });
    expect(writes.filter((write) => !write.includes("Lease"))).toEqual([]);
  });

  test("is not taken back, which is no failure", async () => {
    const third = stage.push("1.2.0");
    await stage.canary(stage.digest(third));
    const { code, finished, writes } = await stage.rollback({ only: elsewhere(second) });
    expect({ code, finished }).toMatchObject({
      code: 0,
      finished: {
        summary: `nothing of this image is under way; addressbook-canary is ${stage.digest(third)}, addressbook-stable is ${stage.digest(first)}`,
        next,
      },
    });
    expect(writes.filter((write) => !write.includes("Lease"))).toEqual([]);
  });

  test("is told from this one, which is taken back, and cannot be promoted then", async () => {
    await stage.canary(stage.digest(second));
    expect(await stage.rollback({ only: elsewhere(second) })).toMatchObject({
      code: 0,
      finished: { summary: "rolled back: addressbook-canary is removed" },
    });
    const { code, finished } = await stage.promote({ only: elsewhere(second) });
    expect(code).toBe(1);
    expect(finished?.summary).toMatch(
      /^ghcr\.io\/\S+ is not what would be promoted: addressbook-stable is \S+; it was rolled back at \d{4}-\S+Z$/,
    );
  });
});
