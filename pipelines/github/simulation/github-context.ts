import type { Happening } from "../../simulate/story";

/** What workflows know of what has happened. Where they are is not important, but that a fork is elsewhere. */
export interface GithubContext {
  readonly event_name: "push" | "pull_request" | "schedule" | "workflow_dispatch";
  readonly repository: string;
  readonly ref: string;
  readonly ref_name: string;
  readonly ref_type: "branch" | "tag";
  readonly head_ref: string;
  readonly event: object;
}

const repository = "owner/repository";

/** @param releaseBranch that on which schedules run, from which people start workflows, and into which pull requests go */
export function githubContext(on: Happening["on"], releaseBranch: string): GithubContext {
  const about = (event_name: GithubContext["event_name"], ref_type: "branch" | "tag", ref_name: string) => ({
    event_name,
    repository,
    ref: `refs/${ref_type === "tag" ? "tags" : "heads"}/${ref_name}`,
    ref_name,
    ref_type,
    head_ref: "",
    event: {},
  });
  if ("branch" in on) return about("push", "branch", on.branch);
  if ("tag" in on) return about("push", "tag", on.tag);
  if ("schedule" in on) return about("schedule", "branch", releaseBranch);
  if ("dispatch" in on) return about("workflow_dispatch", "branch", releaseBranch);
  const { pullRequest: number, fork = false } = on;
  return {
    ...about("pull_request", "branch", `${number}/merge`),
    ref: `refs/pull/${number}/merge`,
    head_ref: "feature",
    event: {
      number,
      pull_request: {
        number,
        head: { ref: "feature", repo: { full_name: fork ? "somebody/fork" : repository, fork } },
        base: { ref: releaseBranch, repo: { full_name: repository, fork: false } },
      },
    },
  };
}
