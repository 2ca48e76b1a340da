import type { GeneratedFile } from "../model/generated-file";
import type { DeliveryPlan } from "../targets";
import { ciWorkflow } from "./ci-workflow";
import { deployFile } from "./deploy-workflow";
import { infrastructureWorkflow } from "./infrastructure-workflow";
import { releaseWorkflow } from "./release-workflow";
import { rollbackWorkflow } from "./rollback-workflow";
import { dependenciesWorkflow, driftWorkflow } from "./upkeep-workflows";

/** The workflows of GitHub Actions; none without `github` in the settings. */
export function githubFiles(plan: DeliveryPlan): GeneratedFile[] {
  const { github } = plan.delivery;
  if (github === undefined) return [];
  return [
    ciWorkflow(plan),
    releaseWorkflow(plan, github.imageRepository, github.gitOps?.repository),
    ...plan.targets.flatMap((target) => [deployFile(plan, target), rollbackWorkflow(plan, target)]),
    ...infrastructureWorkflow(plan),
    ...driftWorkflow(plan),
    dependenciesWorkflow(plan),
  ];
}
