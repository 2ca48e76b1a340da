import { hostname } from "node:os";

import { holderOf } from "../../../release/holder";

test.each<[string, NodeJS.ProcessEnv, RegExp, string | undefined]>([
  ["a person", {}, /^\S+@/, undefined],
  [
    "GitHub Actions",
    {
      GITHUB_ACTOR: "ana",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "team/platform",
      GITHUB_RUN_ID: "42",
    },
    /^ana@/,
    "https://github.com/team/platform/actions/runs/42",
  ],
  [
    "Semaphore",
    {
      SEMAPHORE_GIT_COMMITTER: "bob",
      SEMAPHORE_ORGANIZATION_URL: "https://team.semaphoreci.com",
      SEMAPHORE_JOB_ID: "j1",
    },
    /^bob@/,
    "https://team.semaphoreci.com/jobs/j1",
  ],
])("%s", (_who, variables, person, url) => {
  const holder = holderOf(variables);

  expect(holder.name).toMatch(person);
  expect(holder.name).toMatch(new RegExp(`@${hostname()} \\([0-9a-f]{8}\\)$`));
  expect(holder.url).toBe(url);
  expect(holderOf(variables).name).not.toBe(holder.name);
});
