import type { FileProblems } from "../../environments/schema/problems";
import type { Known } from "../known";
import type { GeneratedFile } from "../model/generated-file";
import { actionProblems } from "./checks/actions";
import { artifactProblems } from "./checks/artifacts";
import { callProblems } from "./checks/calls";
import { commandProblems } from "./checks/commands";
import { concurrencyProblems } from "./checks/concurrency";
import { expressionProblems } from "./checks/expressions";
import { jobProblems } from "./checks/jobs";
import { permissionProblems } from "./checks/permissions";
import { secretProblems } from "./checks/secrets";
import { triggerProblems } from "./checks/triggers";
import { readWorkflows } from "./read-workflows";

const checks = [
  jobProblems,
  triggerProblems,
  expressionProblems,
  callProblems,
  actionProblems,
  permissionProblems,
  secretProblems,
  concurrencyProblems,
  commandProblems,
  artifactProblems,
];

/**
 * What would not run on GitHub, or would not be safe. Of a file that cannot be read, only that is told.
 *
 * @param files others than workflows are left alone
 */
export function githubProblems(files: readonly GeneratedFile[], known: Known): FileProblems[] {
  const { workflows, problems } = readWorkflows(files);
  const found = workflows.map((file) => ({
    file: file.path,
    problems: checks.flatMap((check) => check({ ...file, workflows, known })),
  }));
  return [...problems, ...found.filter((each) => each.problems.length > 0)];
}
