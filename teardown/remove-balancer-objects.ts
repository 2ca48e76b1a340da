import { type BalancerObject, findBalancerObjects, lastWarning } from "./balancer-objects";
import { TeardownFailure } from "./failure";
import type { KubernetesApi } from "./kubernetes-api";
import type { Patience } from "./patience";
import type { Progress } from "./progress";

/**
 * Deletes objects that have a load balancer, and waits until the cluster has deleted the balancers: a finalizer keeps
 * each object for as long.
 *
 * @param next commands to go on with when they stay
 * @throws {TeardownFailure} when they stay, or others take their place
 */
export async function removeBalancerObjects(
  api: KubernetesApi,
  objects: readonly BalancerObject[],
  patience: Patience,
  progress: Progress,
  next: readonly string[],
): Promise<void> {
  for (const { path, deleting } of objects) if (!deleting) await api.delete(path);

  let present = objects;
  const left = await patience.until(async () => {
    const before = present;
    present = await findBalancerObjects(api);
    for (const gone of before.filter(({ uid }) => !present.some((object) => object.uid === uid)))
      progress.remove(describe(gone));
    const another = present.find(({ uid }) => !objects.some((object) => object.uid === uid));
    if (another !== undefined)
      throw new TeardownFailure(
        `${describe(another)} was made while the others were deleted; stop what makes it: a pipeline, GitOps, an operator`,
        next.slice(0, 1),
      );
    return present.map(describe);
  });
  if (left.length === 0) return;

  const reasons = await Promise.all(present.map((object) => whyItStays(api, object)));
  throw new TeardownFailure(`after ${patience.seconds} s there is still ${reasons.join("; ")}`, next);
}

const describe = ({ kind, name }: BalancerObject): string => `${kind} ${name}`;

async function whyItStays(api: KubernetesApi, object: BalancerObject): Promise<string> {
  const warning = await lastWarning(api, object);
  const held = object.finalizers.length === 0 ? "" : `, held by ${object.finalizers.join(" and ")}`;
  return `${describe(object)}${held}${warning === undefined ? "" : ` (${warning})`}`;
}
