import type { Happening, Run, Story } from "../../../pipelines/simulate/story";
import { simulateSemaphore } from "../../../pipelines/semaphore/simulate";
import { book, changed, shop } from "./support/pipelines";

const signs = { passed: "+", failed: "failed", stopped: "stopped", skipped: "-", waiting: "?" } as const;

/** A run in one line: `canary failed: Canary failed, Status +`. */
const line = ({ file, result, parameters, jobs }: Run): string =>
  [
    `${file.replace(/^\.semaphore\/|\.yml$/g, "")} ${result}`,
    ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`),
  ].join(" ") + `: ${jobs.map(({ name, result: end }) => `${name} ${signs[end]}`).join(", ")}`;

const tests = "semaphore passed: Build +, Lint +, Unit +, Functional +";
const canary = "canary passed CANARY_PODS=1 STABLE_PODS=2: Canary +, Status +";
const rollback = "rollback passed: Rollback +";
const main = { on: { branch: "main" } } as const;
const promoted = [{ name: "Stable", parameters: { STABLE_PODS: "3" } }];

describe("the story of a release", () => {
  test.each<[title: string, happening: Happening, expected: readonly string[]]>([
    ["a push to the release branch: a canary, which waits for somebody", main, [tests, canary]],
    [
      "somebody promotes it",
      { ...main, decisions: promoted },
      [tests, canary, "stable passed STABLE_PODS=3: Stable +"],
    ],
    ["somebody refuses it", { ...main, decisions: [{ name: "Stable", rejected: true }] }, [tests, canary]],
    [
      "a test fails: nothing follows",
      { ...main, outcomes: { Unit: "failed" } },
      ["semaphore failed: Build +, Lint +, Unit failed, Functional +"],
    ],
    [
      "the build fails: what needs it does not run",
      { ...main, outcomes: { Build: "failed" } },
      ["semaphore failed: Build failed, Lint +, Unit +, Functional -"],
    ],
    [
      "somebody stops the tests: nothing else begins",
      { ...main, outcomes: { Lint: "stopped" } },
      ["semaphore stopped: Build +, Lint stopped, Unit +, Functional -"],
    ],
    [
      "the canary fails: it is taken back",
      { ...main, outcomes: { Canary: "failed" } },
      [tests, "canary failed CANARY_PODS=1 STABLE_PODS=2: Canary failed, Status +", rollback],
    ],
    [
      "somebody stops the canary: it is taken back",
      { ...main, outcomes: { Canary: "stopped" } },
      [tests, "canary stopped CANARY_PODS=1 STABLE_PODS=2: Canary stopped, Status +", rollback],
    ],
    [
      "stable fails: it is taken back",
      { ...main, decisions: promoted, outcomes: { Stable: "failed" } },
      [tests, canary, "stable failed STABLE_PODS=3: Stable failed", rollback],
    ],
    [
      "what runs at the end has no consequences",
      { ...main, outcomes: { Status: "failed" } },
      [tests, canary.replace("Status +", "Status failed")],
    ],
    ["a hot fix is released from a tag", { on: { tag: "hotfix-login" } }, [tests, canary]],
    ["another tag is not", { on: { tag: "v1" } }, [tests]],
    ["another branch is not", { on: { branch: "feature" } }, [tests]],
    ["a pull request is not", { on: { pullRequest: 7 } }, [tests]],
    [
      "a person may do so, with other numbers",
      {
        on: { branch: "feature" },
        decisions: [{ name: "Canary", parameters: { CANARY_PODS: "2", STABLE_PODS: "4" } }],
      },
      [tests, "canary passed CANARY_PODS=2 STABLE_PODS=4: Canary +, Status +"],
    ],
    [
      "a block may be skipped, and is as good as passed",
      { on: { branch: "documents/typo" } },
      ["semaphore passed: Build +, Lint -, Unit -, Functional +"],
    ],
    [
      "infrastructure is applied on one branch",
      { ...main, decisions: [{ name: "Apply" }] },
      [tests, canary, "apply passed: Plan +, Apply +"],
    ],
    [
      "and only planned on others",
      { on: { branch: "feature" }, decisions: [{ name: "Apply" }] },
      [tests, "apply passed: Plan +, Apply -"],
    ],
    [
      "one of two pipelines has a job that fails",
      {
        ...main,
        decisions: promoted,
        outcomes: { ".semaphore/stable.yml/Stable": "failed", ".semaphore/canary.yml/Stable": "failed" },
      },
      [tests, canary, "stable failed STABLE_PODS=3: Stable failed", rollback],
    ],
    ["GitHub's schedules are none of its business", { on: { schedule: true } }, []],
    ["nor are GitHub's workflows", { on: { dispatch: ".github/workflows/rollback.yml" } }, []],
  ])("%s", (_, happening, expected) => {
    expect(simulateSemaphore(shop, happening).runs.map(line)).toEqual(expected);
  });
});

const promotions = ({ runs }: Story, run: number): string[] =>
  (runs[run]?.promotions ?? []).map(({ name, file, fires, because }) => `${name} (${file}): ${fires}, ${because}`);

test("it says why something follows, or does not", () => {
  const story = simulateSemaphore(shop, { ...main, decisions: promoted });
  expect(promotions(story, 0)).toEqual([
    "Canary (.semaphore/canary.yml): by itself, result = 'passed' and (branch = 'main' or tag =~ '^hotfix' (none))",
    "Apply (.semaphore/apply.yml): no, only a person starts it",
  ]);
  expect(promotions(story, 1)).toEqual([
    "Stable (.semaphore/stable.yml): by a person, the pipeline has passed",
    "Rollback (.semaphore/rollback.yml): no, result = 'failed' (passed) or result = 'stopped' (passed)",
  ]);
});

test("it says when a person goes on in spite of a failure, or says no", () => {
  const failed = simulateSemaphore(shop, { ...main, outcomes: { Canary: "failed" }, decisions: promoted });
  expect(promotions(failed, 1)[0]).toBe(
    "Stable (.semaphore/stable.yml): by a person, although the pipeline has failed: that takes an override",
  );
  const refused = simulateSemaphore(shop, { ...main, decisions: [{ name: "Stable", rejected: true }] });
  expect(promotions(refused, 1)[0]).toBe("Stable (.semaphore/stable.yml): no, somebody said no");
});

test("it says why a job does not run", () => {
  const why = (happening: Happening, run = 0) =>
    simulateSemaphore(shop, happening).runs[run]?.jobs.flatMap((job) =>
      job.why === undefined ? [] : [`${job.name}: ${job.why}`],
    );
  expect(why({ on: { branch: "documents/typo" } })).toEqual([
    "Lint: is skipped when branch =~ '^documents/' (documents/typo)",
    "Unit: is skipped when branch =~ '^documents/' (documents/typo)",
  ]);
  expect(why({ ...main, outcomes: { Build: "failed" } })).toEqual(["Functional: Build did not pass"]);
  expect(why({ ...main, outcomes: { Unit: "stopped" } })).toEqual(["Functional: the pipeline was stopped"]);
  const applies = { decisions: [{ name: "Apply" }] };
  expect(why({ on: { branch: "x" }, ...applies }, 1)).toEqual(["Apply: runs when branch = 'main' (x)"]);
});

test("where it says so, nothing begins after a failure", () => {
  const files = changed("semaphore", "blocks:\n", "fail_fast:\n  cancel:\n    when: branch != 'main'\nblocks:\n");
  const jobs = (branch: string) =>
    simulateSemaphore(files, { on: { branch }, outcomes: { Lint: "failed" } }).runs.map(line);
  expect(jobs("main")).toEqual(["semaphore failed: Build +, Lint failed, Unit +, Functional +"]);
  expect(jobs("feature")).toEqual(["semaphore failed: Build +, Lint failed, Unit +, Functional -"]);
});

test.each([
  ["passed", ["checkout", "npm ci", "npm run lint", "test-results publish junit.xml", "df --human-readable"]],
  [
    "failed",
    [
      "checkout",
      "npm ci",
      "npm run lint",
      "test-results publish junit.xml",
      "df --human-readable",
      "cat npm-debug.log",
    ],
  ],
  ["stopped", ["checkout", "npm ci", "npm run lint"]],
] as const)("a job that has %s runs what surrounds it, too", (outcome, commands) => {
  const outcomes: Happening["outcomes"] = outcome === "passed" ? {} : { Lint: outcome };
  const [run] = simulateSemaphore(shop, { ...main, outcomes }).runs;
  expect(run?.jobs[1]).toEqual({ name: "Lint", result: outcome, commands });
});

test("names for which there was no occasion are told", () => {
  const { unused } = simulateSemaphore(shop, {
    ...main,
    outcomes: { Rollback: "failed", Lint: "failed" },
    decisions: [{ name: "Stable" }, { name: "Apply", parameters: { REGION: "x" } }],
  });
  expect(unused).toEqual(["Stable", "Rollback", "REGION"]);
});

test.each<[files: typeof shop, happening: Happening, message: string]>([
  [
    changed("apply", "blocks:", "blocks: {}\nblock:"),
    main,
    '.semaphore/apply.yml has 2 problems:\n  - `blocks` must be a list of 1 to 300 blocks, got: {}\n  - `block` is not a setting of Semaphore; did you mean "blocks"?',
  ],
  [
    shop,
    { ...main, decisions: [{ name: "Stable" }] },
    ".semaphore/canary.yml has 1 problem:\n  - `Stable.STABLE_PODS` is required",
  ],
  [
    shop,
    { on: { branch: "x" }, decisions: [{ name: "Canary", parameters: { STABLE_PODS: "3" } }] },
    '.semaphore/semaphore.yml has 1 problem:\n  - `Canary.STABLE_PODS` must be one of 2, 4, got: "3"',
  ],
  [
    changed("semaphore", "canary.yml", "none.yml"),
    main,
    '.semaphore/semaphore.yml has 1 problem:\n  - `Canary` must lead to a pipeline that there is, got: ".semaphore/none.yml"',
  ],
  [
    changed("semaphore", "branch =~ '^documents/'", "change_in('/documents')"),
    main,
    ".semaphore/semaphore.yml has 1 problem:\n  - `when` must not ask what has changed: that cannot be known here (column 1), got: \"change_in('/documents')\"",
  ],
  [
    changed(
      "canary",
      "pipeline_file: rollback.yml\n    auto_promote:\n      when: result = 'failed'",
      "pipeline_file: canary.yml\n    auto_promote:\n      when: result = 'passed'",
    ),
    main,
    ".semaphore/canary.yml has 1 problem:\n  - `promotions` must not start each other for ever",
  ],
])("it cannot be told: %#", (files, happening, message) => {
  expect(() => simulateSemaphore(files, happening)).toThrow(new Error(message));
});

describe("the book's release", () => {
  const runs = (outcomes: Happening["outcomes"] = {}) =>
    simulateSemaphore(book, { on: { branch: "master" }, outcomes }).runs.map(({ name }) => name);
  const begin = ["Demo", "Canary Deployment (DigitalOcean)"];

  test("is taken back when it fails, by a pipeline with a wrong name", () => {
    expect(runs({ "Test and migrate": "failed" })).toEqual([...begin, "Deploy Stable (DigitalOcean)"]);
  });

  test("is left half way when somebody stops it", () => {
    expect(runs({ "Test and migrate": "stopped" })).toEqual(begin);
  });

  test("is begun by a tag that is no hot fix", () => {
    const { runs: begun } = simulateSemaphore(book, { on: { tag: "hotfires-2" } });
    expect(begun.map(({ name }) => name)).toEqual(begin);
  });

  test("runs its blocks one after the other", () => {
    const [, canaryRun] = simulateSemaphore(book, {
      on: { branch: "master" },
      outcomes: { "Canary Deployment": "failed" },
    }).runs;
    expect(canaryRun?.jobs.map(({ name, why }) => [name, why])).toEqual([
      ["Canary Deployment", undefined],
      ["Test and migrate", "Deploy did not pass"],
    ]);
  });
});
