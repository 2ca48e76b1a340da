import type { DeliveryTarget } from "../environments/schema/delivery";
import type { CloudEnvironment } from "../environments/schema/environment";
import type { Target } from "./model/target";

/** As the book calls the secrets. */
const secretPrefix = { aws: "aws", google: "gcp", digitalocean: "do" } as const;

/** The secrets of Semaphore that are named for an environment, or are those of its cloud. */
export function semaphoreSecrets({ cloud }: CloudEnvironment, { secrets }: DeliveryTarget): Target["secrets"] {
  const prefix = secretPrefix[cloud];
  return {
    release: secrets?.release ?? `${prefix}-key`,
    database: secrets?.database,
    plan: secrets?.plan ?? `${prefix}-plan-key`,
    apply: secrets?.apply ?? `${prefix}-apply-key`,
  };
}

/** Whether pipelines plan and apply its infrastructure, for which every job has to find the state. */
export const isProvisioned = ({ state }: CloudEnvironment, { provision }: DeliveryTarget): boolean =>
  provision ?? state.backend !== "local";
