import type { FileProblems } from "../../environments/schema/problems";
import type { GeneratedFile } from "../model/generated-file";
import { blockProblems } from "./checks/blocks";
import type { SemaphoreKnown } from "./checks/check";
import { commandProblems } from "./checks/commands";
import { conditionProblems } from "./checks/conditions";
import { promotionProblems } from "./checks/promotions";
import { queueProblems } from "./checks/queues";
import { referenceProblems } from "./checks/references";
import { rollbackProblems } from "./checks/rollbacks";
import { readDefinitions } from "./read-definitions";

const checks = [
  blockProblems,
  conditionProblems,
  promotionProblems,
  queueProblems,
  rollbackProblems,
  referenceProblems,
  commandProblems,
];

/**
 * What would not run on Semaphore, or would not be safe. When a file cannot be read only that is told, because others may
 * lead to it.
 *
 * @param files others than pipelines of Semaphore are left alone
 */
export function semaphoreProblems(files: readonly GeneratedFile[], known: SemaphoreKnown): FileProblems[] {
  const { pipelines, problems } = readDefinitions(files);
  if (problems.length > 0) return problems;
  return pipelines
    .map((pipeline) => ({
      file: pipeline.path,
      problems: checks.flatMap((check) => check({ ...pipeline, pipelines, known })),
    }))
    .filter((found) => found.problems.length > 0);
}
