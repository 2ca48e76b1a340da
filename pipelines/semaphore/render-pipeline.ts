import { resourceName } from "../../environments/schema/names";
import type { Parameter, Pipeline, Promotion } from "../model/pipeline";
import { renderBlocks, renderTask } from "./render-block";
import { renderCondition } from "./render-condition";
import type { SemaphoreDelivery } from "./set-up";

/** Minutes in which machines start and stop between jobs. */
const betweenJobs = 10;

/**
 * A pipeline as Semaphore reads it.
 *
 * @see https://docs.semaphore.io/reference/pipeline-yaml
 */
export function renderPipeline(pipeline: Pipeline, delivery: SemaphoreDelivery): object {
  const { machine, osImage } = delivery.semaphore;
  return {
    version: "v1.0",
    name: pipeline.name,
    agent: { machine: { type: machine, os_image: osImage } },
    execution_time_limit: { minutes: timeLimit(pipeline) },
    queue: queueOf(pipeline),
    auto_cancel: isFirst(pipeline) ? cancelledBy(delivery) : undefined,
    blocks: renderBlocks(pipeline.stages, delivery),
    after_pipeline:
      pipeline.diagnostics === undefined ? undefined : { task: renderTask(pipeline.diagnostics, delivery) },
    promotions: pipeline.promotions.length === 0 ? undefined : pipeline.promotions.map(renderPromotion),
  };
}

/** Enough for all jobs. The default is an hour, and a job that may take longer than its pipeline is refused. */
function timeLimit({ stages }: Pipeline): number {
  const longest = stages.map(({ jobs }) => Math.max(...jobs.map(({ timeoutMinutes }) => timeoutMinutes)));
  return longest.reduce((sum, minutes) => sum + minutes + betweenJobs, 0);
}

/** One queue for all that changes a target. Without it each file and each branch has a queue of its own. */
const queueOf = ({ exclusive, target }: Pipeline): object | undefined =>
  exclusive && target !== undefined
    ? { name: resourceName(target.environment), scope: "project", processing: "serialized" }
    : undefined;

/**
 * What is pushed next to a branch makes the run before it pointless, but where a release may follow. For a tag the branch
 * is empty, and for a pull request both are.
 */
const cancelledBy = ({ branch }: SemaphoreDelivery): object => ({
  running: { when: `branch != '${branch}' and tag !~ '.*'` },
});

const renderPromotion = ({ name, pipeline, when }: Promotion): object => ({
  name,
  pipeline_file: fileName(pipeline),
  auto_promote: when === undefined ? undefined : { when: renderCondition(when) },
  parameters: pipeline.parameters.length === 0 ? undefined : { env_vars: pipeline.parameters.map(renderParameter) },
});

const isFirst = ({ id }: Pipeline): boolean => id === firstPipeline;

/** Id of the pipeline that Semaphore starts with. */
export const firstPipeline = "semaphore";

/** In the folder of all pipelines. */
export const fileName = ({ id }: Pipeline): string => `${id}.yml`;

const renderParameter = ({ name, description, default: value }: Parameter): object => ({
  name,
  description,
  required: true,
  default_value: value,
});
