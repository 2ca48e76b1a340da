import type { Manifests } from "../manifests";
import type { Release } from "../release";

/** Identity, configuration, boundaries and the balancer: what the pods need to be there. */
export async function applyBase({ cluster }: Release, { base }: Manifests): Promise<void> {
  // each by itself, and in order: a pod may need the account that comes before it
  for (const object of base) await cluster.apply(object);
}
