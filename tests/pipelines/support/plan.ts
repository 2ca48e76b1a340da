import { type DeliveryInput, deliverySchema, type DeliveryTarget } from "../../../environments/schema/delivery";
import type { CloudEnvironment } from "../../../environments/schema/environment";
import type { Target } from "../../../pipelines/model/target";
import type { DeliveryPlan } from "../../../pipelines/targets";

const cli = { aws: "aws", google: "gcloud", digitalocean: "doctl" } as const;

/** With commands that are enough to be told apart: making the stacks that know the right ones takes seconds. */
export const targetOf = (
  environment: CloudEnvironment,
  { canary = "automatic", provision, secrets }: DeliveryTarget = {},
): Target => ({
  environment,
  canary,
  provision: provision ?? environment.state.backend !== "local",
  secrets: { release: "key", plan: "plan-key", apply: "apply-key", database: undefined, ...secrets },
  kubeconfigCommand: `${cli[environment.cloud]} kubeconfig ${environment.name}`,
  registryLoginCommand: `${cli[environment.cloud]} login ${environment.name}`,
});

/** What settings that fit the environments come to. */
export function planOf(written: DeliveryInput, environments: readonly CloudEnvironment[]): DeliveryPlan {
  const delivery = deliverySchema.parse(written);
  const proposed = delivery.github?.gitOps?.environments ?? [];
  return {
    delivery,
    targets: environments
      .filter(({ name }) => name in delivery.environments)
      .map((each) => targetOf(each, delivery.environments[each.name])),
    proposed: environments.filter(({ name }) => proposed.includes(name)).map((each) => targetOf(each)),
  };
}
