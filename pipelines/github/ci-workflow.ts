import type { GeneratedFile } from "../model/generated-file";
import { continuousIntegration } from "../pipelines";
import type { DeliveryPlan } from "../targets";
import { filledIn, onBranch } from "./render-condition";
import { renderStages } from "./render-stages";
import { workflowFile } from "./workflow-text";

/** Tests what is proposed and what was merged, without any secret: strangers may propose. */
export function ciWorkflow(plan: DeliveryPlan): GeneratedFile {
  const { delivery } = plan;
  return workflowFile("ci", {
    name: "CI",
    on: { pull_request: {}, push: { branches: [delivery.branch] } },
    // a newer commit makes the test of an older one idle; on the branch that is released, all are to be known
    concurrency: {
      group: `ci-${filledIn(`${onBranch(delivery.branch)} && github.sha || github.ref`)}`,
      "cancel-in-progress": true,
    },
    jobs: renderStages(continuousIntegration(plan, { by: "file" }), { delivery }),
  });
}
