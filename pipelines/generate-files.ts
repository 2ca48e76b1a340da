import { ValidationError } from "../environments/schema/problems";
import { githubFiles } from "./github/github-files";
import { githubProblems } from "./github/problems";
import type { Known } from "./known";
import type { GeneratedFile } from "./model/generated-file";
import { semaphoreProblems } from "./semaphore/problems";
import { semaphoreFiles } from "./semaphore/semaphore-files";
import type { DeliveryPlan } from "./targets";

/**
 * The definitions of all systems, checked.
 *
 * @throws {ValidationError} when one of them would not run, or would not be safe
 */
export function generateFiles(plan: DeliveryPlan, known: Known = {}): GeneratedFile[] {
  const semaphore = semaphoreFiles(plan);
  const github = githubFiles(plan);
  const problems = [
    ...semaphoreProblems(semaphore, { ...known, secrets: secretsOf(plan) }),
    ...githubProblems(github, known),
  ];
  if (problems.length > 0) throw new ValidationError(problems);
  return [...semaphore, ...github];
}

/** The secrets of Semaphore that the settings name. */
const secretsOf = ({ delivery, targets }: DeliveryPlan): string[] => [
  ...(delivery.semaphore === undefined ? [] : [delivery.semaphore.registrySecret]),
  ...targets.flatMap(({ secrets }) => Object.values(secrets)),
];
