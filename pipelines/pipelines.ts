import { and, branch, or, type Reaction, result, tag } from "./model/condition";
import type { Parameter, Pipeline, Promotion, Stage } from "./model/pipeline";
import type { Target } from "./model/target";
import type { DeliveryPlan } from "./targets";
import type { Delivery } from "../environments/schema/delivery";
import { stablePodsBesideCanary, usesDatabase } from "../environments/schema/release-pods";
import { buildImage, type Handover, type ImageSource } from "./jobs/image";
import { functionalTest, integrationTest } from "./jobs/image-tests";
import { applyInfrastructure, planInfrastructure } from "./jobs/infrastructure";
import { canary, type CanaryOptions, diagnose, promote, rollback } from "./jobs/release";
import { staticTest, unitTest } from "./jobs/tests";

const stage = (name: string, ...jobs: Stage["jobs"]): Stage => ({ name, after: [], jobs });

/** Everything that is tested before anybody gets it. */
export function continuousIntegration({ delivery, targets, proposed }: DeliveryPlan, handover: Handover): Stage[] {
  // the service's tests are those of any environment
  const [{ environment }] = [...targets, ...proposed] as [Target];
  const source: ImageSource = { service: environment.service, dockerfile: delivery.dockerfile };
  return [
    stage("Build", buildImage(source, handover)),
    stage("Sources", staticTest, unitTest),
    {
      ...stage(
        "Image",
        ...(usesDatabase(environment.service) ? [integrationTest(source, handover)] : []),
        functionalTest(source, handover, environment.name),
      ),
      after: ["Build"],
    },
  ];
}

/** What may follow when the tests have passed: a canary in a target, and a plan of its infrastructure. */
export function deliveryTo(
  target: Target,
  { branch: releaseBranch, hotfixTags }: Delivery,
  options: CanaryOptions,
): Promotion[] {
  const isReleased = and(result("passed"), or(branch(releaseBranch), tag(hotfixTags)));
  const deployment = canaryDeployment(target, options);
  const automatically = target.canary === "automatic" ? { when: isReleased } : {};
  const plan = infrastructure(target, releaseBranch);
  return [
    { name: deployment.name, pipeline: deployment, ...automatically },
    ...(target.provision ? [{ name: plan.name, pipeline: plan, when: result("passed") }] : []),
  ];
}

/** A few pods of the new version beside the old one; a person then decides, and what fails is taken back. */
export function canaryDeployment(target: Target, options: CanaryOptions): Pipeline<Reaction> {
  const { environment } = target;
  const stable = stableDeployment(target);
  return {
    id: `deploy-canary-${environment.name}`,
    name: `Canary Deployment (${environment.name})`,
    target,
    exclusive: true,
    parameters: [
      pods("CANARY_PODS", "Pods of the canary", environment.service.canaryPods),
      {
        ...pods("STABLE_PODS", "Pods of stable beside the canary", stablePodsBesideCanary(environment.service)),
        setting: "STABLE_PODS_BESIDE_CANARY",
      },
    ],
    stages: [stage("Canary", canary(target, options))],
    diagnostics: diagnose(target, "canary"),
    promotions: [{ name: stable.name, pipeline: stable }, takenBack(target)],
  };
}

/** What the canary has proven, for everybody. */
function stableDeployment(target: Target): Pipeline<Reaction> {
  const { name, service } = target.environment;
  return {
    id: `deploy-stable-${name}`,
    name: `Stable Deployment (${name})`,
    target,
    exclusive: true,
    parameters: [pods("STABLE_PODS", "Pods of stable", service.stablePods)],
    stages: [stage("Stable", promote(target))],
    diagnostics: diagnose(target, "stable"),
    promotions: [takenBack(target)],
  };
}

/**
 * By itself when it failed, and when somebody or a clock stopped it. What was cancelled while it waited has not begun, and
 * what runs then is somebody else's.
 */
const takenBack = (target: Target): Promotion<Reaction> => {
  const pipeline = rollbackOf(target, "this image");
  return { name: pipeline.name, pipeline, when: or(result("failed"), result("stopped")) };
};

/** Takes back what is under way, or only a release of the image that a pipeline is about. */
export function rollbackOf(target: Target, what: "this image" | "anything"): Pipeline<never> {
  const { name, service } = target.environment;
  return {
    id: `rollback-canary-${name}`,
    name: `Rollback Canary (${name})`,
    target,
    exclusive: true,
    parameters: [pods("STABLE_PODS", "Pods of stable", service.stablePods)],
    stages: [stage("Rollback", rollback(target, what))],
    promotions: [],
  };
}

const pods = (name: string, description: string, number: number): Parameter => ({
  name,
  description,
  default: String(number),
});

/** What Terraform would change, on every branch; a person may have it done, on the branch that is released. */
function infrastructure(target: Target, releaseBranch: string): Pipeline {
  const { name } = target.environment;
  const apply: Pipeline = {
    id: `apply-${name}`,
    name: `Apply (${name})`,
    target,
    exclusive: true,
    parameters: [],
    stages: [{ ...stage("Apply", applyInfrastructure(target)), onlyOn: releaseBranch }],
    promotions: [],
  };
  return {
    id: `plan-${name}`,
    name: `Plan (${name})`,
    target,
    exclusive: false,
    parameters: [],
    stages: [stage("Plan", planInfrastructure(target))],
    promotions: [{ name: apply.name, pipeline: apply }],
  };
}
