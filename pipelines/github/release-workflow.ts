import type { GeneratedFile } from "../model/generated-file";
import type { Target } from "../model/target";
import { continuousIntegration } from "../pipelines";
import type { DeliveryPlan } from "../targets";
import { proposeImage } from "../jobs/git-ops";
import { signImage } from "../jobs/image";
import { deployId, deployWorkflow, secretsOf } from "./deploy-workflow";
import { filledIn } from "./render-condition";
import { gate } from "./gate";
import { jobId, renderJob } from "./render-job";
import { imageOf, type Jobs, renderStages, together } from "./render-stages";
import { type CallingJob, type Permissions, type Workflow, workflowFile } from "./workflow-text";

/** Builds a tag's image, tests and signs it, and brings it to every environment. */
export function releaseWorkflow(plan: DeliveryPlan, imageRepository: string, configuration?: string): GeneratedFile {
  const { delivery, targets, proposed } = plan;
  const image = imageOf("build");
  // a tag may be on a commit that nothing has tested yet
  const tested = renderStages(continuousIntegration(plan, { by: "registry", repository: imageRepository }), {
    delivery,
  });
  const sign = signImage();
  const signed = renderJob(sign, { delivery, image, after: Object.keys(tested) });
  const ready = ["build", jobId(sign.name)];
  return workflowFile("release", {
    name: "Release",
    on: { push: { tags: [`${delivery.releaseTags}[0-9]**`, `${delivery.hotfixTags}**`] } },
    concurrency: { group: `release-${filledIn("github.ref")}`, "cancel-in-progress": false },
    jobs: {
      ...tested,
      [jobId(sign.name)]: signed,
      ...Object.fromEntries(targets.map((target) => [deployId(target), deploy(plan, target, ready)])),
      ...(configuration === undefined
        ? {}
        : together(proposed.map((target) => proposals(plan, target, configuration, ready)))),
    },
  });
}

function deploy(plan: DeliveryPlan, target: Target, after: readonly string[]): CallingJob {
  const called = deployWorkflow(plan, target);
  const secrets = secretsOf(called);
  return {
    name: called.name,
    needs: after,
    permissions: permissionsFor(called),
    uses: `./.github/workflows/${deployId(target)}.yml`,
    with: { image: filledIn(imageOf("build")) },
    // without its name here, a called job does not get a secret of its own environment, either
    secrets:
      secrets.length === 0 ? undefined : Object.fromEntries(secrets.map((name) => [name, filledIn(`secrets.${name}`)])),
  };
}

/** A called job may do what its caller may, at most. */
const permissionsFor = ({ jobs }: Workflow): Permissions =>
  Object.assign({}, ...Object.values(jobs).map(({ permissions }) => permissions)) as Permissions;

/** A pull request for a canary, and when a person says so, one for stable. */
function proposals({ delivery }: DeliveryPlan, target: Target, repository: string, after: readonly string[]): Jobs {
  const { name } = target.environment;
  const [canaryId, gateId, stableId] = [`propose-canary-${name}`, `gate-${name}`, `propose-stable-${name}`];
  const propose = (track: "canary" | "stable", before: readonly string[]) => {
    const job = proposeImage(target, repository, track);
    return renderJob(job, { delivery, name: `${job.name} (${name})`, image: imageOf("build"), after: before });
  };
  return {
    [canaryId]: propose("canary", after),
    [gateId]: gate("promote", target.environment, [canaryId]),
    [stableId]: propose("stable", ["build", gateId]),
  };
}
