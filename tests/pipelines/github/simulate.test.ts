import { simulateGithub } from "../../../pipelines/github/simulate";
import type { Happening, Run } from "../../../pipelines/simulate/story";
import { broken, workflows } from "./support/workflows";

/** A run in one line: `Release waiting: Build +, Sign +, Stable ?`. */
const line = ({ name, result, jobs }: Run): string =>
  `${name} ${result}: ${jobs.map((job) => `${job.name} ${signs[job.result]}`).join(", ")}`;

const signs = { passed: "+", failed: "failed", stopped: "stopped", skipped: "-", waiting: "?" } as const;

const stop = { outcomes: { Canary: "stopped" } } as const;
const fail = (job: string) => ({ outcomes: { [job]: "failed" } }) as const;
const approved = { decisions: [{ name: "shop-promote" }] };
const refused = { decisions: [{ name: "shop-promote", rejected: true }] };
const released = (result: string, deployed: string) => `Release ${result}: Build +, Sign +, Deploy (shop) ${deployed}`;

it.each<[string, Happening, readonly string[]]>([
  [
    "a tag: a canary, which waits for somebody",
    { on: { tag: "v1" } },
    [released("waiting", "?"), "Deploy (shop) waiting: Canary +, Promote? ?, Stable ?, Rollback ?"],
  ],
  [
    "somebody approves it",
    { on: { tag: "v1" }, ...approved },
    [released("passed", "+"), "Deploy (shop) passed: Canary +, Promote? +, Stable +, Rollback -"],
  ],
  [
    "a tag of a hot fix",
    { on: { tag: "hotfix-login" }, ...approved },
    [released("passed", "+"), "Deploy (shop) passed: Canary +, Promote? +, Stable +, Rollback -"],
  ],
  ["another tag", { on: { tag: "version-1" } }, []],
  [
    "the canary fails",
    { on: { tag: "v1" }, ...fail("Canary") },
    [released("failed", "failed"), "Deploy (shop) failed: Canary failed, Promote? -, Stable -, Rollback +"],
  ],
  [
    "somebody stops it in the canary",
    { on: { tag: "v1" }, ...stop },
    [released("stopped", "stopped"), "Deploy (shop) stopped: Canary stopped, Promote? -, Stable -, Rollback +"],
  ],
  [
    "somebody stops it while it waits",
    { on: { tag: "v1" }, outcomes: { "Promote?": "stopped" } },
    [released("stopped", "stopped"), "Deploy (shop) stopped: Canary +, Promote? stopped, Stable -, Rollback +"],
  ],
  [
    "somebody refuses it",
    { on: { tag: "v1" }, ...refused },
    [released("failed", "failed"), "Deploy (shop) failed: Canary +, Promote? failed, Stable -, Rollback +"],
  ],
  [
    "stable fails",
    { on: { tag: "v1" }, ...approved, ...fail("Stable") },
    [released("failed", "failed"), "Deploy (shop) failed: Canary +, Promote? +, Stable failed, Rollback +"],
  ],
  ["a build fails", { on: { tag: "v1" }, ...fail("Build") }, ["Release failed: Build failed, Sign -, Deploy (shop) -"]],
  [
    "a pull request of a feature branch",
    { on: { pullRequest: 7 } },
    ["CI passed: Build +, Unit test +, Functional test +", "Infrastructure passed: Plan +, Comment +, Apply -"],
  ],
  [
    "a pull request whose plan is refused: the comment says why",
    { on: { pullRequest: 7 }, ...fail("Plan") },
    ["CI passed: Build +, Unit test +, Functional test +", "Infrastructure failed: Plan failed, Comment +, Apply -"],
  ],
  [
    "a pull request of a fork",
    { on: { pullRequest: 7, fork: true } },
    ["CI passed: Build +, Unit test +, Functional test +", "Infrastructure passed: Plan -, Comment -, Apply -"],
  ],
  [
    "a push to the branch that is released",
    { on: { branch: "trunk" } },
    ["CI passed: Build +, Unit test +, Functional test +", "Infrastructure waiting: Plan +, Comment -, Apply ?"],
  ],
  [
    "tests that somebody stops, and others at the same time; another workflow goes on",
    { on: { branch: "trunk" }, outcomes: { "Unit test": "stopped" }, decisions: [{ name: "shop-apply" }] },
    [
      "CI stopped: Build stopped, Unit test stopped, Functional test -",
      "Infrastructure passed: Plan +, Comment -, Apply +",
    ],
  ],
  ["a push to another branch", { on: { branch: "feature" } }, []],
  ["the time of the schedule", { on: { schedule: true } }, ["Drift passed: Drift +"]],
  ["started by hand", { on: { dispatch: ".github/workflows/drift.yml" } }, ["Drift passed: Drift +"]],
  ["started by hand, by its file", { on: { dispatch: "drift.yml" } }, ["Drift passed: Drift +"]],
  ["started by hand, by its name", { on: { dispatch: "Drift" } }, ["Drift passed: Drift +"]],
])("%s", (_, happening, expected) => {
  const story = simulateGithub(workflows, happening);

  expect(story.runs.map(line)).toStrictEqual(expected);
  expect(story.unused).toStrictEqual([]);
});

it("tells commands, what a run was started with, and why a job does not run", () => {
  const { runs } = simulateGithub(workflows, {
    on: { tag: "v1" },
    decisions: [{ name: "shop-promote", rejected: true }],
  });

  expect(runs[1]).toStrictEqual({
    file: ".github/workflows/deploy-shop.yml",
    name: "Deploy (shop)",
    result: "failed",
    parameters: { image: "(IMAGE of Build)", CANARY_PODS: "1", STABLE_PODS: "3" },
    promotions: [],
    jobs: [
      {
        name: "Canary",
        result: "passed",
        commands: [
          "uses: actions/checkout",
          "uses: aws-actions/configure-aws-credentials",
          'npx release canary --environment shop --image "$IMAGE"',
        ],
      },
      { name: "Promote?", result: "failed", why: "somebody has refused shop-promote", commands: [] },
      { name: "Stable", result: "skipped", why: "Promote? failed", commands: [] },
      {
        name: "Rollback",
        result: "passed",
        commands: [
          "uses: actions/checkout",
          "uses: aws-actions/configure-aws-credentials",
          'npx release rollback --environment shop --image "$IMAGE"',
        ],
      },
    ],
  });
});

const more = { STABLE_PODS: "5", CANARY_PODS: "7" };

it("has variables of the environment that somebody approves, from then on", () => {
  const { runs, unused } = simulateGithub(workflows, {
    on: { tag: "v1" },
    decisions: [{ name: "shop-promote", parameters: more }],
  });

  // the canary has begun before
  expect(runs[1]?.parameters).toMatchObject({ STABLE_PODS: "5", CANARY_PODS: "1" });
  expect(unused).toStrictEqual(["CANARY_PODS"]);
});

it("has none in an environment that nobody has approved", () => {
  const other = workflows.find(({ path }) => path.endsWith("/deploy-shop.yml"))!;
  const release = workflows.find(({ path }) => path.endsWith("/release.yml"))!;
  const text = `${release.text.trimEnd()}\n${release.text.slice(release.text.indexOf("  shop:\n")).replaceAll("shop", "book")}`;
  const files = [
    { ...other, path: other.path.replace("shop", "book"), text: other.text.replaceAll("shop", "book") },
    other,
    { ...release, text },
  ];
  const { runs } = simulateGithub(files, {
    on: { tag: "v1" },
    decisions: [{ name: "shop-promote", parameters: { STABLE_PODS: "5" } }, { name: "book-promote" }],
  });

  const pods = runs.map(({ name, parameters }) => [name, parameters["STABLE_PODS"]]);
  expect(pods).toStrictEqual([
    ["Release", undefined],
    ["Deploy (shop)", "5"],
    ["Deploy (book)", "3"],
  ]);
});

it("takes no variable for one that a job has which does not run", () => {
  const { unused } = simulateGithub(workflows, {
    on: { tag: "v1" },
    outcomes: { Canary: "failed" },
    decisions: [{ name: "shop-promote", parameters: { STABLE_PODS: "5" } }],
  });

  expect(unused).toStrictEqual(["shop-promote", "STABLE_PODS"]);
});

it.each([
  [".github/workflows/ci.yml", "must be one that people can start (Drift)", ""],
  ["drfit", "must be one that people can start (Drift)", '; did you mean "drift"?'],
])("cannot be started by hand: %s", (dispatch, rule, hint) => {
  expect(() => simulateGithub(workflows, { on: { dispatch } })).toThrow(
    new Error(`the choice of workflow has 1 problem:\n  - ${rule}, got: "${dispatch}"${hint}`),
  );
});

it("tells what a job calls, and what it waits for", () => {
  const told = simulateGithub(workflows, { on: { tag: "v1" } }).runs.flatMap(({ jobs }) =>
    jobs.flatMap(({ name, calls, waitsFor }) => (calls ?? waitsFor) && `${name}: ${calls ?? waitsFor ?? ""}`),
  );

  expect(told.filter((each) => each !== undefined)).toStrictEqual([
    "Deploy (shop): .github/workflows/deploy-shop.yml",
    "Promote?: shop-promote",
  ]);
});

it.each<[Happening, string, string | undefined]>([
  [{ on: { tag: "v1" } }, "Promote?", "for somebody to approve shop-promote"],
  [{ on: { tag: "v1" } }, "Stable", "for Promote?"],
  [{ on: { tag: "v1" }, ...fail("Canary") }, "Stable", "Canary failed, Promote? was skipped"],
  [{ on: { tag: "v1" }, ...stop }, "Stable", "the run was stopped"],
  [{ on: { tag: "v1" }, outcomes: { "Promote?": "stopped" } }, "Promote?", undefined],
  [{ on: { pullRequest: 7 } }, "Apply", "not github.ref == 'refs/heads/trunk'"],
])("%j: why not %s", (happening, name, why) => {
  const jobs = simulateGithub(workflows, happening).runs.flatMap((run) => run.jobs);

  expect(jobs.find((job) => job.name === name)?.why).toBe(why);
});

it("tells the steps of a job that fails which run then", () => {
  const { runs } = simulateGithub(workflows, { on: { tag: "v1" }, ...fail("Canary") });

  expect(runs[1]?.jobs[0]?.commands.at(-1)).toBe("npx release status --environment shop");
});

it("tells what there was no occasion for", () => {
  const { unused } = simulateGithub(workflows, {
    on: { tag: "v1" },
    outcomes: { "Unit test": "failed", "deploy-shop/Canary": "failed" },
    decisions: [{ name: "shop-promote" }],
  });

  expect(unused).toStrictEqual(["Unit test", "shop-promote"]);
});

it.each([
  ["ci/Build", "CI failed: Build failed, Unit test +, Functional test -"],
  [".github/workflows/ci.yml/Build", "CI failed: Build failed, Unit test +, Functional test -"],
  ["Build", "CI failed: Build failed, Unit test +, Functional test -"],
])("knows a job as %s", (name, expected) => {
  const [run] = simulateGithub(workflows, { on: { branch: "trunk" }, ...fail(name) }).runs;

  expect(line(run!)).toBe(expected);
});

it.each([
  ["a rollback only after failures", "contains(needs.*.result, 'cancelled')", "false"],
  ["a rollback that a stopped run stops, too", "always()", "!cancelled()"],
])("%s leaves a stopped canary as it is", (_, from, to) => {
  const { runs } = simulateGithub(broken("deploy-shop", from, to), { on: { tag: "v1" }, ...stop });

  expect(line(runs[1]!)).toBe("Deploy (shop) stopped: Canary stopped, Promote? -, Stable -, Rollback -");
});

it("follows the branch and tag filters", () => {
  const files = broken("release", '["v[0-9]**", "hotfix**"]', '["v*", "!v*-rc?", "v1-r"]');
  const starts = (tag: string): boolean => simulateGithub(files, { on: { tag } }).runs.length > 0;

  expect(["v1", "v1/2", "v1-rc", "v1-r", "1"].map(starts)).toStrictEqual([true, false, false, true, false]);
});

it("takes a dot in a branch for a dot", () => {
  const files = broken("ci", "branches: [trunk]", "branches: [release/1.x]");
  const runs = (branch: string): number => simulateGithub(files, { on: { branch } }).runs.length;

  expect(["release/1.x", "release/1yx"].map(runs)).toStrictEqual([1, 0]);
});

it("refuses what it cannot read", () => {
  const files = broken("ci", "runs-on", "runs-at");

  expect(() => simulateGithub(files, { on: { branch: "trunk" } })).toThrow(
    expect.objectContaining({ name: "ValidationError" }) as Error,
  );
});
