// Slow (60 s): the jobs of Semaphore as it runs them, with the release tool in processes, and programs of the clouds that are played.
import type { CloudEnvironment } from "../../../environments/schema/environment";
import { imageRepository } from "../../../environments/schema/names";
import { semaphoreFiles } from "../../../pipelines/semaphore/semaphore-files";
import type { Checkout } from "../../release/command/checkout";
import { Platform } from "./platform";
import { databaseLogin, googleCredentials, secrets, seenIn } from "./secrets";
import type { SemaphoreSecret } from "./semaphore-file";
import { type PipelineRun, type RunOptions, SemaphorePlayer } from "./semaphore-player";
import { checkOut, environments, plan } from "./shop";
import { Context } from "./tools/toolbox";

jest.setTimeout(120_000);

const built = "docker.io/team/shop";
const kept: Readonly<Record<string, SemaphoreSecret>> = {
  dockerhub: { variables: { DOCKER_USERNAME: "shop-bot", DOCKER_PASSWORD: secrets.dockerPassword } },
  "aws-key": { variables: { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: secrets.awsKey } },
  "gcp-key": { files: { "gcp-key.json": googleCredentials } },
  "do-key": { variables: { DO_ACCESS_TOKEN: secrets.digitaloceanToken } },
  ...Object.fromEntries(environments.map(({ name }) => [`db-${name}`, { variables: databaseLogin }])),
};

let checkout: Checkout;
beforeAll(() => {
  checkout = checkOut();
});
afterAll(() => {
  checkout.remove();
});

const [onAws, onGoogle, onDigitalocean, onTrusting] = environments;

describe("Semaphore", () => {
  let platform: Platform;
  afterEach(async () => {
    await platform.stop();
  });

  const begin = async (environment: CloudEnvironment): Promise<void> => {
    platform = await Platform.start(environment);
    // its jobs have no more rights than their role
    if (environment === onTrusting) platform.connect();
  };
  /** Context of the pipeline that has built an image. */
  const contextOf = (image: string): Context => {
    const context = new Context();
    context.put("IMAGE", image);
    return context;
  };
  const play = async (pipeline: string, options: RunOptions, secretsOfRun = kept): Promise<PipelineRun> => {
    const player = new SemaphorePlayer(semaphoreFiles(plan), platform, secretsOfRun, checkout.folder, {
      SEMAPHORE: "true",
      SEMAPHORE_JOB_ID: "5c1d3f0e",
      SEMAPHORE_OIDC_TOKEN: secrets.identityToken,
    });
    const run = await player.run(`${pipeline}-${platform.environment.name}`, options);
    expect(seenIn([run.output, ...run.calls].join("\n"))).toEqual([]);
    return run;
  };
  /** The same image in the registry of the environment. */
  const released = (image: string): string => image.replace(built, imageRepository(platform.environment));
  const release = async (image: string): Promise<void> => {
    const canary = await play("deploy-canary", { context: contextOf(image) });
    const stable = await play("deploy-stable", { context: canary.context });
    expect([resultOf(canary), resultOf(stable)]).toEqual(["passed", "passed"]);
  };

  test.each([onAws, onGoogle, onDigitalocean, onTrusting])(
    "releases an image beside its predecessor to $name",
    async (environment) => {
      await begin(environment);
      const [first, second] = [platform.build(built, "1.0.0"), platform.build(built, "1.1.0")];
      await release(first);
      expect(platform.images("stable")).toEqual(Array(3).fill(released(first)));

      const parameters = { CANARY_PODS: "2", STABLE_PODS: "2" };
      const canary = await play("deploy-canary", { context: contextOf(second), parameters });
      expect(resultOf(canary)).toBe("passed");
      expect(platform.images("canary")).toEqual(Array(2).fill(released(second)));
      expect(platform.images("stable")).toEqual(Array(2).fill(released(first)));

      const stable = await play("deploy-stable", { context: canary.context });
      expect(resultOf(stable)).toBe("passed");
      expect(platform.images("stable")).toEqual(Array(3).fill(released(second)));
      expect(platform.images("canary")).toEqual([]);
    },
  );

  test("tells why a canary fails, and takes it back", async () => {
    await begin(onGoogle);
    const [good, bad] = [platform.build(built, "1.0.0"), platform.build(built, "1.1.0", { errorRate: 0.5 })];
    await release(good);
    const canary = await play("deploy-canary", { context: contextOf(bad) });
    expect(canary).toMatchObject({ result: "failed", failed: expect.stringMatching(/^npx release canary /) as string });
    expect(canary.output).toMatch(/500/);
    const rollback = await play("rollback-canary", { context: canary.context });
    expect(resultOf(rollback)).toBe("passed");
    expect(platform.images("stable")).toEqual(Array(3).fill(released(good)));
    expect(platform.images("canary")).toEqual([]);
  });

  test("takes back what somebody has stopped in the middle", async () => {
    await begin(onDigitalocean);
    const [good, slow] = [platform.build(built, "1.0.0"), platform.build(built, "1.1.0", { notReady: "not warm" })];
    await release(good);
    const canary = await play("deploy-canary", { context: contextOf(slow), stopAt: /startup probe|readiness probe/ });
    expect(canary).toMatchObject({ result: "stopped" });
    expect(platform.images("canary")).toEqual([released(slow)]);
    const rollback = await play("rollback-canary", { context: canary.context });
    expect(resultOf(rollback)).toBe("passed");
    expect(platform.images("stable")).toEqual(Array(3).fill(released(good)));
    expect(platform.images("canary")).toEqual([]);
  });

  test("leaves the canary of a later run alone", async () => {
    await begin(onAws);
    const [good, bad, next] = [
      platform.build(built, "1.0.0"),
      platform.build(built, "1.1.0", { errorRate: 0.5 }),
      platform.build(built, "1.2.0"),
    ];
    await release(good);
    const failed = await play("deploy-canary", { context: contextOf(bad) });
    const passed = await play("deploy-canary", { context: contextOf(next) });
    expect([failed.result, passed.result]).toEqual(["failed", "passed"]);
    const rollback = await play("rollback-canary", { context: failed.context });
    expect(resultOf(rollback)).toBe("passed");
    expect(rollback.output).toContain("nothing of this image is under way");
    expect(platform.images("canary")).toEqual([released(next)]);
  });

  const wrong = (name: string, variables?: Record<string, string>): typeof kept => ({
    ...kept,
    [name]: variables === undefined ? {} : { variables },
  });
  const withoutKey = Object.fromEntries(Object.entries(kept).filter(([name]) => name !== "aws-key"));
  test.each([
    ["a secret is missing", withoutKey, "secret aws-key", ""],
    ["a key is not in it", wrong("aws-key"), /^aws ecr get-login-password /, "Unable to locate credentials"],
    [
      "a key is of the past",
      wrong("aws-key", { AWS_ACCESS_KEY_ID: "AKIA0", AWS_SECRET_ACCESS_KEY: "old" }),
      /^aws ecr get-login-password /,
      "the security token is invalid",
    ],
    [
      "the registry does not know the password",
      wrong("dockerhub", { DOCKER_USERNAME: "shop-bot", DOCKER_PASSWORD: "old" }),
      /^printf /,
      "docker.io: unauthorized",
    ],
    [
      "the password of the database is missing",
      wrong("db-shop-aws", { DB_HOST: "db.internal" }),
      /^npx release connect /,
      "DB_PASSWORD",
    ],
  ])("touches nothing when %s", async (_, secretsOfRun, failed, says) => {
    await begin(onAws);
    const canary = await play("deploy-canary", { context: contextOf(platform.build(built, "1.0.0")) }, secretsOfRun);
    expect(canary).toMatchObject({ result: "failed", failed: expect.stringMatching(failed) as string });
    expect(canary.output).toContain(says);
    expect(platform.writes).toEqual([]);
  });

  test("touches nothing when nobody has built an image", async () => {
    await begin(onAws);
    const canary = await play("deploy-canary", { context: new Context() });
    expect(canary).toMatchObject({ result: "failed", failed: `IMAGE="$(sem-context get IMAGE)"` });
    expect(platform.writes).toEqual([]);
  });
});

/** What to look at first when a pipeline should have passed. */
const resultOf = ({ result, failed = "", output }: PipelineRun): string =>
  result === "passed" ? result : `${result} at ${failed}\n${output}`;
