import { canaryThenPromoted, playAllKilled } from "./killed-again";

jest.setTimeout(60_000);

test("a canary that is killed after any of its writes is started again, and promoted", async () => {
  const runs = await playAllKilled(canaryThenPromoted);
  expect(runs.map(({ write }) => write)).toEqual(
    expect.arrayContaining(["apply Deployment/addressbook-canary", "patch Deployment/addressbook-stable", undefined]),
  );
});
