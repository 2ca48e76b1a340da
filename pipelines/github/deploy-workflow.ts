import { or, type Reaction, result } from "../model/condition";
import type { GeneratedFile } from "../model/generated-file";
import type { Pipeline, Step } from "../model/pipeline";
import type { Target } from "../model/target";
import { diagnose } from "../jobs/release";
import { canaryDeployment } from "../pipelines";
import type { DeliveryPlan } from "../targets";
import { whenever } from "./render-condition";
import { gate } from "./gate";
import { jobId, renderJob, type Surroundings } from "./render-job";
import { type Jobs, renderPipeline, together } from "./render-stages";
import { type Workflow, workflowFile } from "./workflow-text";

/** A pipeline within the workflow: its jobs, with the gate before it if a person opens it. */
interface Part {
  readonly pipeline: Pipeline<Reaction>;
  readonly jobs: Jobs;
}

export const deployId = ({ environment }: Target): string => `deploy-${environment.name}`;

/** Secrets of the GitHub environment that a workflow's steps name. Whoever calls it has to pass them on by name. */
export const secretsOf = ({ jobs }: Pick<Workflow, "jobs">): string[] => [
  ...new Set([...JSON.stringify(jobs).matchAll(/\bsecrets\.(\w+)/g)].map(([, name = ""]) => name)),
];

export const deployFile = (plan: DeliveryPlan, target: Target): GeneratedFile =>
  workflowFile(deployId(target), deployWorkflow(plan, target));

/** From canary to stable, or back. One release at a time has the environment, until it is the one or the other. */
export function deployWorkflow({ delivery }: DeliveryPlan, target: Target): Workflow {
  const canary = canaryDeployment(target, {
    ...(delivery.github === undefined ? {} : { verify: verify(delivery.github.repository) }),
    // the cluster has the database's login from `npx release connect`
    handsOverLogin: false,
  });
  const surroundings = { delivery, image: "inputs.image" };
  const start: Jobs = target.canary === "manual" ? { start: gate("start", target.environment, []) } : {};
  const first = { pipeline: canary, jobs: renderPipeline(canary, { ...surroundings, after: Object.keys(start) }) };
  const parts = [first, ...partsAfter(first, surroundings)];
  const jobs = together([
    start,
    ...parts.map((part) => part.jobs),
    diagnosis(target, parts, surroundings),
    reactions(parts, surroundings),
  ]);
  const secrets = secretsOf({ jobs });
  return {
    name: `Deploy (${target.environment.name})`,
    on: {
      workflow_call: {
        inputs: { image: { description: "The image by its digest", type: "string", required: true } },
        ...(secrets.length === 0
          ? {}
          : { secrets: Object.fromEntries(secrets.map((name) => [name, { required: false }])) }),
      },
    },
    // without `max` a third release would end the second one, which waits for the first, and may be a hot fix
    concurrency: { group: deployId(target), "cancel-in-progress": false, queue: "max" },
    jobs,
  };
}

/** What follows when people say so: each is behind a gate. */
function partsAfter({ pipeline, jobs }: Part, surroundings: Surroundings): Part[] {
  return pipeline.promotions.flatMap(({ pipeline: next, when }) => {
    if (when !== undefined || next.target === undefined) return [];
    const part = {
      pipeline: next,
      jobs: {
        gate: gate("promote", next.target.environment, Object.keys(jobs)),
        ...renderPipeline(next, { ...surroundings, after: ["gate"] }),
      },
    };
    return [part, ...partsAfter(part, surroundings)];
  });
}

/** What the pipelines do by themselves depending on how they ended; a gate that nobody opens is an end as well. */
function reactions(parts: readonly Part[], surroundings: Surroundings): Jobs {
  const found = parts.flatMap(({ pipeline, jobs }) =>
    pipeline.promotions.flatMap(({ pipeline: next, when }) =>
      when === undefined ? [] : [{ next, when, after: Object.keys(jobs) }],
    ),
  );
  return together(
    found.map(({ next, when }) => {
      // the same may follow several of them
      const after = found.filter((other) => other.next.id === next.id).flatMap((other) => other.after);
      return renderPipeline(next, { ...surroundings, after, when: whenever(when) });
    }),
  );
}

/** Says once why something did not pass, beside what takes it back: that must not wait. */
function diagnosis(target: Target, parts: readonly Part[], surroundings: Surroundings): Jobs {
  const after = parts.flatMap(({ pipeline }) =>
    pipeline.stages.flatMap(({ jobs }) => jobs.map(({ name }) => jobId(name))),
  );
  const when = whenever(or(result("failed"), result("stopped")));
  const job = diagnose(target);
  return { [jobId(job.name)]: renderJob(job, { ...surroundings, after, when }) };
}

/** The image was built and signed by a release of this repository, and by nothing else that may push. */
function verify(repository: string): Step {
  const escaped = repository.replaceAll(".", "\\.");
  return {
    name: "Check who has built the image",
    commands: [
      [
        "cosign verify --certificate-oidc-issuer https://token.actions.githubusercontent.com",
        `--certificate-identity-regexp '^https://github\\.com/${escaped}/\\.github/workflows/release\\.yml@refs/tags/'`,
        '"$IMAGE"',
      ].join(" "),
    ],
  };
}
