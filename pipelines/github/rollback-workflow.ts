import type { GeneratedFile } from "../model/generated-file";
import type { Target } from "../model/target";
import { rollbackOf } from "../pipelines";
import type { DeliveryPlan } from "../targets";
import { renderPipeline } from "./render-stages";
import { workflowFile } from "./workflow-text";

/**
 * For a person who wants back what was. It does not wait for a deployment, which may be waiting for a person itself: the
 * release tool's lock in the cluster keeps two commands apart.
 */
export function rollbackWorkflow({ delivery }: DeliveryPlan, target: Target): GeneratedFile {
  const { name } = target.environment;
  return workflowFile(`rollback-${name}`, {
    name: `Rollback (${name})`,
    on: { workflow_dispatch: {} },
    concurrency: { group: `rollback-${name}`, "cancel-in-progress": false },
    jobs: renderPipeline(rollbackOf(target, "anything"), { delivery }),
  });
}
