import { digestOption, urlOption } from "../../../release/options";
import { requestOf } from "../../../release/request";
import { TestCluster } from "../../cluster/test-cluster";
import { environment, minimal } from "../../support/environments";
import { KubeconfigFile, run } from "./release-process";

// after a change the first process makes a new bundle
jest.setTimeout(30_000);

/** What is wrong is told at once, in the user's own words, before anybody is asked. */
describe("wrong input of `npx release`", () => {
  let cluster: TestCluster;
  let kubeconfig: KubeconfigFile;
  beforeAll(async () => {
    cluster = await TestCluster.start({ https: true, namespaces: ["addressbook"], scale: 1 });
    kubeconfig = new KubeconfigFile(cluster);
  });
  afterAll(async () => {
    kubeconfig.remove();
    await cluster.stop();
  });

  test.each<{ name: string; args: string[]; variables?: Record<string, string>; lines: (string | RegExp)[] }>([
    {
      name: "all flags at once, each by its name",
      args: ["canary", "--environment=aws-demo", "--image=app 1", "--canary-pods=0", "--canary-weight=5"],
      variables: { DATABASE_SECRET: "DB_params" },
      lines: [
        "the release to aws-demo has 4 problems:",
        '  - `--canary-pods` must be a whole number between 1 and 100, got: "0"',
        '  - `DATABASE_SECRET` must be at most 63 lower-case letters, digits or hyphens, got: "DB_params"',
        '  - `--canary-weight` must not be set without `service.route`, got: "5"',
        '  - `--image` must not contain white space, got: "app 1"',
      ],
    },
    {
      name: "an environment that is not there",
      args: ["promote"],
      variables: { ENVIRONMENT: "aws-dmo" },
      lines: [/^the choice of environment has 1 problem:$/, /got: "aws-dmo"; did you mean "aws-demo"\?$/],
    },
    {
      name: "a kubeconfig of another cluster",
      args: ["canary", "--environment=aws-demo", "--kubeconfig=KUBECONFIG"],
      lines: [
        "the kubeconfig has 1 problem:",
        /`current-context` must be a context of addressbook-aws-demo, got: "test-cluster"; `npx cdktf output aws-demo`/,
      ],
    },
    {
      name: "a kubeconfig that is not there: it ends all the same",
      args: ["canary", "--environment=local", "--kubeconfig=/nowhere/kubeconfig"],
      lines: ["/nowhere/kubeconfig has 1 problem:", "  - there is no such file, or it may not be read"],
    },
    {
      name: "a canary that is to be watched for longer than there is time",
      args: ["canary", "--environment=local", "--timeout=60", "--kubeconfig=KUBECONFIG", "--context=test-cluster"],
      lines: [
        "the command line has 1 problem:",
        "  - `--timeout` must be more than `service.verification.analysis.windowSeconds` (60), got: 60",
      ],
    },
    {
      name: "reports that cannot be written, as long as nothing is done",
      args: [
        "promote",
        "--environment=local",
        "--report=/proc/x/y.md",
        "--report=/tmp",
        "--kubeconfig=KUBECONFIG",
        "--context=test-cluster",
      ],
      lines: [
        "the command line has 2 problems:",
        /^ {2}- `--report` must be a file that can be written: E[A-Z]+: .*mkdir '\/proc.*', got: "\/proc\/x\/y.md"$/,
        '  - `--report` must be a file that can be written: it is a folder, got: "/tmp"',
      ],
    },
    {
      name: "an image of a promotion that is none, as when a pipeline's variable is empty",
      args: ["promote", "--environment=aws-demo", "--image="],
      lines: [
        "error: option '-i, --image <reference>' argument '' is invalid. It must be an image by its digest, such as REPOSITORY@sha256:…",
      ],
    },
    {
      name: "a copy of an image to a cluster without a registry",
      args: ["push", "--environment=local", `--image=app@sha256:${"0".repeat(64)}`],
      lines: [
        "the command line has 1 problem:",
        '  - `--environment` must not be a local environment, which has no registry, got: "local"; load the image into the cluster, for example with `kind load docker-image`',
      ],
    },
  ])("$name", async ({ args, variables, lines }) => {
    const ended = await run(
      args.map((arg) => arg.replace("=KUBECONFIG", `=${kubeconfig.path}`)),
      { variables },
    );
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    const said = ended.stderr.trimEnd().split("\n");
    expect(said).toHaveLength(lines.length);
    for (const [index, line] of lines.entries()) expect(said[index]).toMatch(line);
    expect(cluster.api.requests).toEqual([]);
  });

  const named = environment("aws-test", minimal.aws);

  test.each([
    [{ canaryPods: "abc" }, '`--canary-pods` must be a whole number between 1 and 100, got: "abc"'],
    [{ canaryPods: "1.5" }, '`--canary-pods` must be a whole number between 1 and 100, got: "1.5"'],
    [{ canaryPods: "101" }, '`--canary-pods` must be a whole number between 1 and 100, got: "101"'],
    [{ canaryPods: "5" }, "`--canary-pods` must not be more than `service.stablePods` (3)"],
    [{ canaryPods: "5", stablePods: "2" }, "`--canary-pods` must not be more than `--stable-pods` (2)"],
    [{ stablePods: "0" }, '`--stable-pods` must be a whole number between 1 and 100, got: "0"'],
  ])("speaks of the flags that were given: %j", (options, message) => {
    expect(() => requestOf(named, options, "beside the canary", {})).toThrow(message);
  });

  test("speaks of the variable that was set", () => {
    const options = { canaryPods: "5", stablePods: "2" };
    expect(() => requestOf(named, options, "beside the canary", { CANARY_PODS: "5" })).toThrow(
      "`CANARY_PODS` must not be more than `--stable-pods` (2)",
    );
  });

  test("takes empty variables for none, as continuous integration passes them", () => {
    const empty = { image: "", canaryPods: "", stablePods: "", canaryWeight: "", databaseSecret: "" };
    const { settings } = requestOf(named, empty, "beside the canary", {}).request;
    expect(settings).toMatchObject({ canaryPods: 1, stablePods: 2, databaseSecret: "db-params" });
  });

  test("refuses pods of a canary where there is none", () => {
    const blueGreen = environment("aws-test", { ...minimal.aws, service: { strategy: "blue-green" } });
    expect(() => requestOf(blueGreen, { canaryPods: "1" }, "beside the canary", {})).toThrow(
      '`--canary-pods` must not be set when `service.strategy` is "blue-green"',
    );
  });

  const withDigest = `registry.example/app:1.0.0@sha256:${"0".repeat(64)}`;

  test.each(["app", "app:1.0.0", "app@sha256:0123", withDigest.toUpperCase(), `${withDigest} `])(
    "takes %j for no image by its digest",
    (text) => {
      expect(() => {
        digestOption("").parseArg?.(text, undefined);
      }).toThrow("It must be an image by its digest, such as REPOSITORY@sha256:…");
    },
  );

  test("takes an image by its digest as it is, with a tag, too", () => {
    const option = digestOption("");
    expect(option).toHaveProperty("parseArg");
    expect(() => {
      option.parseArg?.(withDigest, undefined);
    }).not.toThrow();
  });

  test.each([
    "",
    "127.0.0.1:3000",
    "ftp://host",
    "http://host/path",
    "http://user@host",
    "http://host?x",
    "http://host#x",
  ])("takes %j for no address", (text) => {
    expect(() => {
      urlOption().parseArg?.(text, undefined);
    }).toThrow("It must be an address such as http://127.0.0.1:3000, without a path.");
  });
});
