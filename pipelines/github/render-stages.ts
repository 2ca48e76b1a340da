import type { Pipeline, Stage } from "../model/pipeline";
import { jobId, renderJob, type Surroundings } from "./render-job";
import type { RunningJob } from "./workflow-text";

/** A part of a workflow. */
export type Jobs = Readonly<Record<string, RunningJob>>;

export const together = (parts: readonly Jobs[]): Jobs =>
  Object.fromEntries(parts.flatMap((jobs) => Object.entries(jobs)));

const idsOf = (stages: readonly Stage[]): string[] => stages.flatMap(({ jobs }) => jobs.map(({ name }) => jobId(name)));

/** Jobs one after the other as their stages are. An image is that of the job among them that gives one. */
export function renderStages(stages: readonly Stage[], { after = [], image, ...others }: Surroundings): Jobs {
  const giver = stages.flatMap(({ jobs }) => jobs).find(({ gives }) => gives.includes("IMAGE"));
  const surroundings = { ...others, image: giver === undefined ? image : imageOf(jobId(giver.name)) };
  return Object.fromEntries(
    stages.flatMap((stage) => {
      const before = idsOf(stages.filter(({ name }) => stage.after.includes(name)));
      return stage.jobs.map((job) => [
        jobId(job.name),
        renderJob(job, { ...surroundings, after: before.length === 0 ? after : before }),
      ]);
    }),
  );
}

export const renderPipeline = ({ stages, parameters }: Pipeline, surroundings: Surroundings): Jobs =>
  renderStages(stages, { ...surroundings, parameters });

/** The image that a job has left. */
export const imageOf = (id: string): string => `needs.${id}.outputs.IMAGE`;
