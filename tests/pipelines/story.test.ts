import { readdirSync, readFileSync } from "node:fs";

import { simulateGithub } from "../../pipelines/github/simulate";
import { simulateSemaphore } from "../../pipelines/semaphore/simulate";
import type { Happening, Run } from "../../pipelines/simulate/story";

const filesIn = (folder: string) =>
  readdirSync(folder).map((name) => ({ path: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, "utf8") }));

const semaphore = filesIn(".semaphore");
const github = filesIn(".github/workflows");

/** One environment tells the story; the others are like it. */
const target = "aws-production";
const isElsewhere = ({ file }: Run): boolean => /-(demo|production)\.yml$/.test(file) && !file.includes(target);

/** A run in short: what it is, how it ended, and of its jobs those that did not just pass. */
function inShort({ file, result, jobs }: Run): string {
  const name = file.replace(/^.*\/|\.yml$/g, "").replace(`-${target}`, "");
  const ours = jobs.filter((job) => !/\((google|digitalocean)/.test(job.name));
  const all = ours.map((job) => ({ ...job, name: job.name.replace(` (${target})`, "") }));
  const isNoteworthy = ({ name: job, result: end }: (typeof all)[number]): boolean =>
    end === "skipped" ? job === "Plan" : end !== "passed";
  const noteworthy = all.filter(isNoteworthy);
  const reactions = all.filter(
    ({ name: job, result: end }) => job === "Rollback" && end === "passed" && all.length > 1,
  );
  const told = [
    ...noteworthy.map(({ name: job, result: end }) => `${job} ${end === "waiting" ? "waits" : end}`),
    ...reactions.map(({ name: job }) => `${job} passed`),
  ];
  return `\`${name}\` ${result === "waiting" ? "waits" : result}${told.length === 0 ? "" : ` (${told.join(", ")})`}`;
}

const tell = (runs: readonly Run[]): string =>
  runs
    .filter((run) => !isElsewhere(run) && !run.file.includes("plan-"))
    .map(inShort)
    .join(", ") || "nothing";

const master = { on: { branch: "master" } } as const;
const stable = { decisions: [{ name: `Stable Deployment (${target})` }] } as const;
const v1 = { on: { tag: "v1.2.0" } } as const;
const approved = { decisions: [{ name: `${target}-promote` }] } as const;

interface Row {
  readonly what: string;
  readonly happening: Happening;
  readonly runs: string;
}

const onSemaphore: readonly Row[] = [
  { what: "a push to `master`", happening: master, runs: "`semaphore` passed, `deploy-canary` passed" },
  {
    what: "… and somebody promotes it",
    happening: { ...master, ...stable },
    runs: "`semaphore` passed, `deploy-canary` passed, `deploy-stable` passed",
  },
  {
    what: "… and that fails",
    happening: { ...master, ...stable, outcomes: { [`.semaphore/deploy-stable-${target}.yml/Stable`]: "failed" } },
    runs: "`semaphore` passed, `deploy-canary` passed, `deploy-stable` failed (Stable failed), `rollback-canary` passed",
  },
  {
    what: "… and somebody stops that",
    happening: { ...master, ...stable, outcomes: { [`.semaphore/deploy-stable-${target}.yml/Stable`]: "stopped" } },
    runs: "`semaphore` passed, `deploy-canary` passed, `deploy-stable` stopped (Stable stopped), `rollback-canary` passed",
  },
  {
    what: "a test fails",
    happening: { ...master, outcomes: { "Functional test": "failed" } },
    runs: "`semaphore` failed (Functional test failed)",
  },
  {
    what: "the canary fails",
    happening: { ...master, outcomes: { [`.semaphore/deploy-canary-${target}.yml/Canary`]: "failed" } },
    runs: "`semaphore` passed, `deploy-canary` failed (Canary failed), `rollback-canary` passed",
  },
  {
    what: "somebody stops the canary",
    happening: { ...master, outcomes: { [`.semaphore/deploy-canary-${target}.yml/Canary`]: "stopped" } },
    runs: "`semaphore` passed, `deploy-canary` stopped (Canary stopped), `rollback-canary` passed",
  },
  {
    what: "a tag `hotfix-1`",
    happening: { on: { tag: "hotfix-1" } },
    runs: "`semaphore` passed, `deploy-canary` passed",
  },
  { what: "a tag `v1.2.0`", happening: v1, runs: "`semaphore` passed" },
  { what: "a push to another branch", happening: { on: { branch: "feature" } }, runs: "`semaphore` passed" },
  { what: "a pull request", happening: { on: { pullRequest: 7 } }, runs: "`semaphore` passed" },
];

const onGithub: readonly Row[] = [
  {
    what: "a tag `v1.2.0`",
    happening: v1,
    runs: "`release` waits (Deploy waits), `deploy` waits (Promote? waits, Stable waits, Diagnose waits, Rollback waits)",
  },
  {
    what: "… and somebody approves it",
    happening: { ...v1, ...approved },
    runs: "`release` waits, `deploy` passed",
  },
  {
    what: "… and somebody refuses it",
    happening: { ...v1, decisions: [{ name: `${target}-promote`, rejected: true }] },
    runs: "`release` waits (Deploy failed), `deploy` failed (Promote? failed, Rollback passed)",
  },
  {
    what: "… and stable fails",
    happening: { ...v1, ...approved, outcomes: { [`deploy-${target}/Stable`]: "failed" } },
    runs: "`release` waits (Deploy failed), `deploy` failed (Stable failed, Rollback passed)",
  },
  {
    what: "a test fails",
    happening: { ...v1, outcomes: { "Functional test": "failed" } },
    runs: "`release` failed (Functional test failed)",
  },
  {
    what: "the canary fails",
    happening: { ...v1, outcomes: { [`deploy-${target}/Canary`]: "failed" } },
    runs: "`release` waits (Deploy failed), `deploy` failed (Canary failed, Rollback passed)",
  },
  {
    what: "somebody cancels the run in the canary",
    happening: { ...v1, outcomes: { [`deploy-${target}/Canary`]: "stopped" } },
    runs: "`release` stopped (Deploy stopped), `deploy` stopped (Canary stopped, Rollback passed)",
  },
  {
    what: "a tag `hotfix-1`",
    happening: { on: { tag: "hotfix-1" } },
    runs: "`release` waits (Deploy waits), `deploy` waits (Promote? waits, Stable waits, Diagnose waits, Rollback waits)",
  },
  { what: "a pull request", happening: { on: { pullRequest: 7 } }, runs: "`ci` passed, `infrastructure` passed" },
  {
    what: "a pull request from a fork",
    happening: { on: { pullRequest: 7, fork: true } },
    runs: "`ci` passed, `infrastructure` passed (Plan skipped)",
  },
  {
    what: "a push to `master`",
    happening: master,
    runs: "`ci` passed, `infrastructure` waits (Apply waits)",
  },
  { what: "a push to another branch", happening: { on: { branch: "feature" } }, runs: "nothing" },
  {
    what: "`rollback` is started by hand",
    happening: { on: { dispatch: `.github/workflows/rollback-${target}.yml` } },
    runs: "`rollback` passed",
  },
];

const documentation = readFileSync("docs/pipelines.md", "utf8").replaceAll(/ +/g, " ");

describe.each([
  {
    system: "Semaphore",
    simulate: (happening: Happening) => simulateSemaphore(semaphore, happening),
    rows: onSemaphore,
  },
  { system: "GitHub", simulate: (happening: Happening) => simulateGithub(github, happening), rows: onGithub },
])("What happens on $system", ({ simulate, rows }) => {
  test.each(rows)("$what", ({ what, happening, runs }) => {
    const story = simulate(happening);
    expect(story.unused).toEqual([]);
    expect(tell(story.runs)).toBe(runs);
    // whoever reads about it reads the same
    expect(documentation).toContain(`| ${what} | ${runs} |`);
  });
});
