// Slow (60 s): the jobs of GitHub as a runner runs them, with the release tool in processes, and programs of the clouds that are played.
import type { CloudEnvironment } from "../../../environments/schema/environment";
import { imageRepository } from "../../../environments/schema/names";
import { githubFiles } from "../../../pipelines/github/github-files";
import type { Checkout } from "../../release/command/checkout";
import { runWorkflow, type WorkflowOptions, type WorkflowRun } from "./github-player";
import { Platform } from "./platform";
import { secrets, seenIn } from "./secrets";
import { checkOut, environments, plan } from "./shop";

jest.setTimeout(120_000);

const built = "ghcr.io/team/shop";
const [onAws, onGoogle, onDigitalocean] = environments;
const kept = { DIGITALOCEAN_ACCESS_TOKEN: secrets.digitaloceanToken };

describe("GitHub Actions", () => {
  let checkout: Checkout;
  let platform: Platform;
  beforeAll(() => {
    checkout = checkOut();
  });
  afterAll(() => {
    checkout.remove();
  });
  afterEach(async () => {
    await platform.stop();
  });

  const begin = async (environment: CloudEnvironment): Promise<void> => {
    platform = await Platform.start(environment);
    platform.connect();
  };
  const play = async (
    name: "deploy" | "rollback",
    options: Partial<WorkflowOptions>,
    token: string = secrets.githubToken,
  ): Promise<WorkflowRun> => {
    const path = `.github/workflows/${name}-${platform.environment.name}.yml`;
    const file = githubFiles(plan).find((each) => each.path === path);
    if (file === undefined) throw new Error(`there is no ${path}`);
    const run = await runWorkflow(
      file,
      { vars: { GCP_PROJECT_NUMBER: "123456789012" }, secrets: kept, ...options },
      { platform, checkout: checkout.folder, token },
    );
    expect(seenIn([run.output, ...run.calls].join("\n"))).toEqual([]);
    return run;
  };
  /** The same image in the registry of the environment. */
  const released = (image: string): string => image.replace(built, imageRepository(platform.environment));
  const passed = { canary: "success", gate: "success", stable: "success", diagnose: "skipped", rollback: "skipped" };

  test.each([onAws, onGoogle, onDigitalocean])(
    "releases an image after its predecessor on $cloud",
    async (environment) => {
      await begin(environment);
      for (const image of [platform.build(built, "1.0.0"), platform.build(built, "1.1.0")]) {
        const run = await play("deploy", { image });
        if (run.failed !== undefined) console.log(run.failed, run.output);
        expect(run.jobs).toEqual(passed);
        expect(platform.images("stable")).toEqual(Array(3).fill(released(image)));
        expect(platform.images("canary")).toEqual([]);
      }
    },
  );

  test.each([
    [
      "fails",
      { errorRate: 0.5 },
      {},
      { canary: "failure", gate: "skipped", stable: "skipped" },
      /status 500 instead of 200/,
    ],
    [
      "is rejected",
      {},
      { rejected: true },
      { canary: "success", gate: "failure", stable: "skipped" },
      /rolled back: addressbook-canary is removed/,
    ],
    [
      "is cancelled in the middle",
      { notReady: "not warm" },
      { cancelAt: /startup probe|readiness probe/ },
      { canary: "cancelled", gate: "cancelled", stable: "cancelled" },
      /rolled back: addressbook-canary is removed/,
    ],
  ])("takes back a canary that %s", async (_, behaviour, options, jobs, says) => {
    await begin(onDigitalocean);
    const [good, next] = [platform.build(built, "1.0.0"), platform.build(built, "1.1.0", behaviour)];
    expect(resultsOf(await play("deploy", { image: good }))).toEqual(passed);
    const run = await play("deploy", { image: next, ...options });
    expect(run.jobs).toMatchObject({ ...jobs, rollback: "success" });
    expect(run.output).toMatch(says);
    expect(platform.images("stable")).toEqual(Array(3).fill(released(good)));
    expect(platform.images("canary")).toEqual([]);
  });

  test.each([
    ["the registry refuses the job's token", {}, "expired", "Log in to GitHub's registry", "ghcr.io: unauthorized"],
    [
      "the GitHub environment has no token",
      {},
      secrets.githubToken,
      "Log in to the registry",
      "access token is required",
    ],
    [
      "its token has expired",
      { DIGITALOCEAN_ACCESS_TOKEN: "old" },
      secrets.githubToken,
      "Log in to the registry",
      "401",
    ],
  ])("touches nothing when %s", async (_, secretsOfRun, token, failed, says) => {
    await begin(onDigitalocean);
    const before = platform.writes;
    const run = await play("deploy", { image: platform.build(built, "1.0.0"), secrets: secretsOfRun }, token);
    expect(run).toMatchObject({ failed, jobs: { canary: "failure", gate: "skipped", stable: "skipped" } });
    expect(run.output).toContain(says);
    // not even those that look for what may be wrong
    expect(platform.writes).toEqual(before);
  });

  test("takes back by hand what is under way", async () => {
    await begin(onGoogle);
    const run = await play("rollback", {});
    expect(resultsOf(run)).toEqual({ rollback: "success" });
    expect(run.output).toContain("nothing was under way");
  });
});

/** What to look at first when a step should not have failed is in it. */
const resultsOf = ({ jobs, failed, output }: WorkflowRun): object =>
  failed === undefined ? jobs : { jobs, failed, output };
