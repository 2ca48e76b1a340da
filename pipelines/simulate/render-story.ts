import colors from "picocolors";

import type { JobRun, Run, Story } from "./story";

const signs = {
  passed: colors.green("passed "),
  failed: colors.red("failed "),
  stopped: colors.red("stopped"),
  waiting: colors.yellow("waits  "),
  skipped: colors.dim("skipped"),
} as const;

/** A story for people: a paragraph for each pipeline or workflow that runs. */
export const renderStory = ({ runs }: Story, withCommands: boolean): string =>
  runs.length === 0 ? "nothing runs" : runs.map((run) => renderRun(run, withCommands)).join("\n\n");

function renderRun({ file, name, result, parameters, jobs, promotions }: Run, withCommands: boolean): string {
  const given = Object.entries(parameters).map(([key, value]) => `${key}=${value}`);
  return [
    [`${signs[result]}  ${colors.bold(name)}`, colors.dim(file), ...given].join("  "),
    ...jobs.flatMap((job) => renderJob(job, withCommands)),
    ...promotions.map(({ name: next, fires, because }) =>
      fires === "no"
        ? colors.dim(`  ${"·".padEnd(9)}${next}: no, ${because}`)
        : `  ${"→".padEnd(9)}${next}: ${fires}, ${because}`,
    ),
  ].join("\n");
}

const renderJob = ({ name, result, why, commands }: JobRun, withCommands: boolean): string[] => [
  `  ${signs[result]}  ${name}${why === undefined ? "" : `: ${why}`}`,
  ...(withCommands ? commands.map((command) => colors.dim(`             ${command}`)) : []),
];
