import { kubeconfigCommand, registryLoginCommand } from "../environments/schema/access-commands";
import { type CloudEnvironment, type Environment, isCloudEnvironment } from "../environments/schema/environment";
import { type Delivery, deliverySchema, type DeliveryTarget } from "../environments/schema/delivery";
import { ValidationError } from "../environments/schema/problems";
import { shapeAt } from "../environments/schema/setting-problems";
import type { Target } from "./model/target";
import { deliveryFile, relationProblems } from "./relation-problems";
import { settingProblems } from "./settings";
import { isProvisioned, semaphoreSecrets } from "./target-settings";

/** What pipelines are made of: the settings, and the environments that they speak of. */
export interface DeliveryPlan {
  readonly delivery: Delivery;
  /** What is released to by `npx release`, in the order of the settings. */
  readonly targets: readonly Target[];
  /** What is released to by pull requests in another repository. */
  readonly proposed: readonly Target[];
}

const settings = {
  unknown: "is not a setting",
  namesAt: (path: string) => Object.keys(shapeAt(deliverySchema, path)),
};

/**
 * Checks how the service is to be delivered, and finds what it is delivered to.
 *
 * @param written what `environments/delivery.ts` exports
 * @param environments all that there are
 * @param checkout folder in which the files are that the settings name. @default - they are not looked for
 * @throws {ValidationError} with every problem
 */
export function deliveryPlan(written: unknown, environments: readonly Environment[], checkout?: string): DeliveryPlan {
  const parsed = deliverySchema.safeParse(written);
  if (!parsed.success)
    throw new ValidationError([{ file: deliveryFile, problems: settingProblems(settings, written, parsed.error) }]);
  const delivery = parsed.data;
  const problems = relationProblems(delivery, environments, checkout);
  if (problems.length > 0) throw new ValidationError(problems);

  const named = (name: string): CloudEnvironment[] =>
    environments.filter(isCloudEnvironment).filter((each) => each.name === name);
  return {
    delivery,
    targets: Object.entries(delivery.environments).flatMap(([name, settings]) =>
      named(name).map((environment) => targetOf(environment, settings)),
    ),
    proposed: (delivery.github?.gitOps?.environments ?? []).flatMap((name) =>
      named(name).map((environment) => targetOf(environment, {})),
    ),
  };
}

const targetOf = (environment: CloudEnvironment, settings: DeliveryTarget): Target => ({
  environment,
  canary: settings.canary ?? "automatic",
  provision: isProvisioned(environment, settings),
  secrets: semaphoreSecrets(environment, settings),
  kubeconfigCommand: kubeconfigCommand(environment),
  registryLoginCommand: registryLoginCommand(environment),
});
