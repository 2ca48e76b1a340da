import { githubProblems } from "../../../pipelines/github/problems";
import { simulateGithub } from "../../../pipelines/github/simulate";
import type { Happening } from "../../../pipelines/simulate/story";
import { filesFor, onAws, onDigitalocean, onGoogle } from "./rendered";
import { officialProblems } from "./support/official";

/** One environment tells the story. */
const files = filesFor([onAws], { environments: { eu: { provision: true } } });

/** What runs in the environment, and how that ends. */
const inEnvironment = (happening: Happening, workflows = files): string[] =>
  simulateGithub(workflows, happening).runs.flatMap(({ jobs }) =>
    jobs
      .filter(({ commands }) =>
        commands.some((command) => /npx release (canary|promote|rollback)|cdktf|apply/.test(command)),
      )
      .map(({ name, result }) => `${name} ${result}`),
  );

test("a canary that people start waits for them, too, and is none when they refuse", () => {
  const manual = filesFor([onAws], { environments: { eu: { canary: "manual" } } });
  const jobsWith = (...decisions: Happening["decisions"] & object) =>
    inEnvironment({ on: { tag: "v1" }, decisions }, manual);
  expect(jobsWith()).toStrictEqual([]);
  expect(jobsWith({ name: "eu-start", rejected: true })).toStrictEqual([]);
  expect(jobsWith({ name: "eu-start" }, go)).toStrictEqual(["Canary passed", "Stable passed"]);
});

const go = { name: "eu-promote" };
const noGo = { name: "eu-promote", rejected: true };

it.each<[string, Happening, readonly string[]]>([
  ["a tag is a canary", { on: { tag: "v1.2.0" } }, ["Canary passed"]],
  ["it goes to stable", { on: { tag: "v1.2.0" }, decisions: [go] }, ["Canary passed", "Stable passed"]],
  ["so does a hot fix", { on: { tag: "hotfix-1" }, decisions: [go] }, ["Canary passed", "Stable passed"]],
  ["somebody says no", { on: { tag: "v1.2.0" }, decisions: [noGo] }, ["Canary passed", "Rollback passed"]],
  ["a failing test", { on: { tag: "v1.2.0" }, outcomes: { "Functional test": "failed" } }, []],
  ["a failing canary", { on: { tag: "v1.2.0" }, outcomes: { Canary: "failed" } }, ["Canary failed", "Rollback passed"]],
  [
    "a stopped canary",
    { on: { tag: "v1.2.0" }, outcomes: { Canary: "stopped" } },
    ["Canary stopped", "Rollback passed"],
  ],
  [
    "stopped while it waits",
    { on: { tag: "v1.2.0" }, outcomes: { "Promote? (eu)": "stopped" } },
    ["Canary passed", "Rollback passed"],
  ],
  [
    "a failing stable",
    { on: { tag: "v1.2.0" }, decisions: [go], outcomes: { Stable: "failed" } },
    ["Canary passed", "Stable failed", "Rollback passed"],
  ],
  ["a tag of something else", { on: { tag: "version" } }, []],
  ["a feature branch", { on: { branch: "feature" } }, []],
  ["its pull request", { on: { pullRequest: 3 } }, ["Plan (eu) passed"]],
  ["that of a fork", { on: { pullRequest: 3, fork: true } }, []],
  ["a merge waits for reviewers", { on: { branch: "main" } }, ["Plan (eu) passed"]],
  [
    "they approve",
    { on: { branch: "main" }, decisions: [{ name: "eu-apply" }] },
    ["Plan (eu) passed", "Apply (eu) passed"],
  ],
  ["a plan that is refused", { on: { branch: "main" }, outcomes: { "Plan (eu)": "failed" } }, ["Plan (eu) failed"]],
  ["by hand", { on: { dispatch: ".github/workflows/rollback-eu.yml" } }, ["Rollback passed"]],
  ["every morning", { on: { schedule: true } }, ["Drift (eu) passed"]],
])("%s", (_, happening, expected) => {
  expect(inEnvironment(happening)).toStrictEqual(expected);
});

/** All that can be rendered. */
const rendered = filesFor([onAws, onGoogle, onDigitalocean], {
  environments: { eu: { provision: true }, us: {} },
  github: {
    repository: "acme/web.shop",
    imageRepository: "ghcr.io/acme/shop",
    gitOps: { repository: "acme/clusters", environments: ["asia"] },
  },
});

it.each(rendered.map((file) => [file.path, file] as const))("%s is a workflow for GitHub, too", async (_, file) => {
  await expect(officialProblems(file)).resolves.toStrictEqual([]);
});

it("finds nothing in what is rendered", () => {
  expect(githubProblems(rendered, { environments: ["eu", "us", "asia"] })).toStrictEqual([]);
});
