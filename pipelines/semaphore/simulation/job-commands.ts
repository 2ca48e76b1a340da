import type { Commands, Definition, Epilogue, Job, Task } from "../definition";

/** How a job, a block or a pipeline ends. */
export type Outcome = "passed" | "failed" | "stopped";

/**
 * What a job runs, as far as it gets: with what surrounds the jobs of its block, and those of all blocks. Which of the
 * commands fails is not known, so that all are told.
 *
 * @param common what is there for the jobs of all blocks. @default - the job is not one of a block
 */
export function jobCommands(
  job: Job,
  task: Task,
  outcome: Outcome,
  common?: Definition["global_job_config"],
): string[] {
  return [
    ...listed(common?.prologue),
    ...listed(task.prologue),
    ...listed(job),
    ...(["always", outcome === "passed" ? "on_pass" : "on_fail"] as const)
      // who stops a job stops its epilogue, too
      .filter(() => outcome !== "stopped")
      .flatMap((part) => [...epiloguePart(task.epilogue, part), ...epiloguePart(common?.epilogue, part)]),
  ];
}

const epiloguePart = (epilogue: Epilogue | undefined, part: "always" | "on_pass" | "on_fail"): readonly string[] => [
  ...(part === "always" ? listed(epilogue) : []),
  ...listed(epilogue?.[part]),
];

const listed = ({ commands, commands_file: file }: Commands | Epilogue | Job = {}): readonly string[] =>
  commands ?? (file === undefined ? [] : [`(the lines of ${file})`]);
