import { stringify } from "yaml";

import { type GeneratedFile, generatedLine } from "../model/generated-file";
import type { Pipeline } from "../model/pipeline";
import { continuousIntegration, deliveryTo } from "../pipelines";
import type { DeliveryPlan } from "../targets";
import { fileName, firstPipeline, renderPipeline } from "./render-pipeline";
import type { SemaphoreDelivery } from "./set-up";

/** The pipelines of Semaphore: the first one, and all that promotions lead to. None where Semaphore is not used. */
export function semaphoreFiles(plan: DeliveryPlan): GeneratedFile[] {
  const { semaphore } = plan.delivery;
  if (semaphore === undefined) return [];
  const delivery: SemaphoreDelivery = { ...plan.delivery, semaphore };
  const first: Pipeline = {
    id: firstPipeline,
    name: "Continuous Integration",
    exclusive: false,
    parameters: [],
    stages: continuousIntegration(plan, { by: "registry", repository: semaphore.imageRepository }),
    promotions: plan.targets.flatMap((target) =>
      deliveryTo(target, delivery, { handsOverLogin: target.secrets.database !== undefined }),
    ),
  };
  return [...new Map(reachable(first).map((pipeline) => [pipeline.id, pipeline])).values()].map((pipeline) => ({
    path: `.semaphore/${fileName(pipeline)}`,
    text: `${generatedLine}\n${stringify(renderPipeline(pipeline, delivery), { lineWidth: 0, aliasDuplicateObjects: false })}`,
  }));
}

const reachable = (pipeline: Pipeline): Pipeline[] => [
  pipeline,
  ...pipeline.promotions.flatMap((promotion) => reachable(promotion.pipeline)),
];
