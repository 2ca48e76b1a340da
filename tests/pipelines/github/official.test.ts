import { officialProblems } from "./support/official";
import { broken, workflows } from "./support/workflows";

it.each(workflows.map((file) => [file.path, file] as const))("%s is a workflow", async (_, file) => {
  await expect(officialProblems(file)).resolves.toStrictEqual([]);
});

it.each([
  ["ci", "timeout-minutes: 5", "timeout-minute: 5", "12: Unexpected value 'timeout-minute'"],
  ["ci", "needs: build", "needs: biuld", "30: Job 'functional' depends on unknown job 'biuld'."],
  ["ci", "contents: read", "contents: all", "7: Unexpected value 'all'"],
  [
    "infrastructure",
    "github.ref == 'refs/heads/trunk'",
    "secrets.KEY != ''",
    "49: Unrecognized named-value: 'secrets'",
  ],
  [
    "drift",
    "17 5 * * 1-5",
    "17 24 * * 1-5",
    "4: Invalid cron expression. Expected format: '* * * * *' (minute hour day month weekday)",
  ],
])("GitHub, too, refuses %s.yml with %j as %j", async (name, from, to, expected) => {
  const file = broken(name, from, to).find(({ path }) => path.endsWith(`/${name}.yml`));

  await expect(officialProblems(file!)).resolves.toStrictEqual([expected]);
});
