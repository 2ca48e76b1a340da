import type { GeneratedFile } from "../model/generated-file";
import type { DeliveryPlan } from "../targets";
import { lookForDrift } from "../jobs/infrastructure";
import { auditDependencies } from "../jobs/upkeep";
import { jobId, renderJob } from "./render-job";
import { workflowFile } from "./workflow-text";

/** Cron, in UTC, or by hand. Not at full hours, when everybody's jobs start. */
const regularly = (cron: string) => ({ schedule: [{ cron }], workflow_dispatch: {} });

const alone = (group: string) => ({ group, "cancel-in-progress": false });

/** On working days, whether something was changed past Terraform. */
export function driftWorkflow({ delivery, targets }: DeliveryPlan): GeneratedFile[] {
  const jobs = targets
    .filter(({ provision }) => provision)
    .map((target) => {
      const { name } = target.environment;
      return [`drift-${name}`, renderJob(lookForDrift(target), { delivery, name: `Drift (${name})` })] as const;
    });
  if (jobs.length === 0) return [];
  return [
    workflowFile("drift", {
      name: "Drift",
      on: regularly("17 4 * * 1-5"),
      concurrency: alone("drift"),
      jobs: Object.fromEntries(jobs),
    }),
  ];
}

/** Once a week, what has become known of packages. */
export const dependenciesWorkflow = ({ delivery }: DeliveryPlan): GeneratedFile =>
  workflowFile("dependencies", {
    name: "Dependencies",
    on: regularly("43 4 * * 1"),
    concurrency: alone("dependencies"),
    jobs: { [jobId(auditDependencies.name)]: renderJob(auditDependencies, { delivery }) },
  });
