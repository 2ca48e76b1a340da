import { basename } from "node:path/posix";

import { didYouMean, type Problem } from "../../environments/schema/problems";
import type { Decision, Happening, JobRun, Run, Story } from "./story";

/** What is to happen, as it is said on the command line. */
export interface Chosen {
  readonly system: "semaphore" | "github";
  readonly branch?: string;
  readonly tag?: string;
  readonly pullRequest?: boolean;
  readonly fork?: boolean;
  readonly schedule?: boolean;
  readonly dispatch?: string;
  readonly fail: readonly string[];
  readonly stop: readonly string[];
  readonly promote: readonly string[];
  readonly reject: readonly string[];
  readonly parameter: Readonly<Record<string, string>>;
}

/** Of these there is one. */
export const starts = ["branch", "tag", "pullRequest", "schedule", "dispatch"] as const;

/** Options that mean nothing without others, or on the other system: the story would not be about them. */
export function optionProblems(chosen: Chosen): Problem[] {
  const { system, pullRequest = false, fork = false, schedule = false, dispatch, promote, parameter } = chosen;
  const [set] = Object.keys(parameter);
  const ofGithub = { rule: "must come with --system github" };
  const isElsewhere = system === "semaphore";
  return [
    ...(fork && !pullRequest ? [{ path: "--fork", rule: "must come with --pull-request" }] : []),
    ...(fork && pullRequest && isElsewhere
      ? [{ path: "--fork", ...ofGithub, fix: "on Semaphore a setting of the project says whether anything runs then" }]
      : []),
    ...(schedule && isElsewhere ? [{ path: "--schedule", ...ofGithub }] : []),
    ...(dispatch !== undefined && isElsewhere
      ? [{ path: "--dispatch", ...ofGithub, got: dispatch, fix: "on Semaphore people start promotions: use --promote" }]
      : []),
    ...(set !== undefined && promote.length === 0
      ? [{ path: "--parameter", rule: "must come with --promote, which says for what", got: set }]
      : []),
  ];
}

/** @param releaseBranch what is pushed to when nothing else is said */
export function happeningOf(chosen: Chosen, releaseBranch: string): Happening {
  const { fail, stop, promote, reject, parameter } = chosen;
  const decisions: Decision[] = [
    ...promote.map((name) => ({ name, parameters: parameter })),
    ...reject.map((name) => ({ name, rejected: true })),
  ];
  return {
    on: startOf(chosen, releaseBranch),
    outcomes: {
      ...Object.fromEntries(fail.map((job) => [job, "failed" as const])),
      ...Object.fromEntries(stop.map((job) => [job, "stopped" as const])),
    },
    decisions,
  };
}

function startOf(
  { branch, tag, pullRequest = false, fork = false, schedule = false, dispatch }: Chosen,
  releaseBranch: string,
): Happening["on"] {
  if (tag !== undefined) return { tag };
  if (dispatch !== undefined) return { dispatch };
  if (pullRequest) return { pullRequest: 1, fork };
  if (schedule) return { schedule };
  return { branch: branch ?? releaseBranch };
}

/** Somebody decides what nobody is asked, chooses what nothing takes, or a job fails that does not run. */
export const unusedProblems = ({ fail, stop, parameter }: Chosen, { runs, unused }: Story): Problem[] =>
  [...new Set(unused)].map((name) => {
    if (fail.includes(name) || stop.includes(name)) return jobProblem(name, runs);
    if (Object.hasOwn(parameter, name)) {
      const known = runs.flatMap(({ parameters }) => Object.keys(parameters));
      return problem(name, "must be a parameter of what somebody starts or approves", known);
    }
    const known = runs.flatMap(({ jobs, promotions }) => [
      ...jobs.flatMap(({ waitsFor }) => waitsFor ?? []),
      ...promotions.filter(({ fires }) => fires === "no").map((promotion) => promotion.name),
    ]);
    return problem(name, "must be a promotion or an environment that waits for somebody", known);
  });

function jobProblem(path: string, runs: readonly Run[]): Problem {
  const rule = "must be a job that runs";
  const all = runs.flatMap(({ file, jobs }) => jobs.map((job) => ({ job, names: namesOf(job, file) })));
  const calling = all.find(({ job, names }) => job.calls !== undefined && names.includes(path))?.job.calls;
  if (calling !== undefined) return { path, rule, fix: `it is what the jobs of ${calling} are: name one of them` };
  const running = all.filter(({ job }) => job.calls === undefined && !["skipped", "waiting"].includes(job.result));
  return problem(
    path,
    rule,
    running.flatMap(({ names }) => names),
  );
}

/** With the file where several have the name. */
const namesOf = ({ name }: JobRun, file: string): string[] => [
  name,
  `${file}/${name}`,
  `${basename(file, ".yml")}/${name}`,
];

/** @param known what could be meant; what was refused is not */
const problem = (path: string, rule: string, known: readonly string[]): Problem => ({
  path,
  rule,
  fix: didYouMean(
    path,
    known.filter((name) => name !== path),
  ),
});
