import type { Leftovers } from "../emulator";
import type { Cloud } from "./cloud";

/**
 * Names of everything that exists and would be billed, or that nobody would find again. What is deleted or about to be
 * does not count, nor do APIs that are enabled, which stay so on purpose.
 */
export function leftovers(cloud: Cloud): Leftovers {
  const found: Record<string, string[]> = {};
  const add = (kind: string, names: Iterable<string>): void => {
    const all = [...(found[kind] ?? []), ...names].sort();
    if (all.length > 0) found[kind] = all;
  };
  for (const project of cloud.all()) {
    for (const [kind, collection] of Object.entries(project.compute))
      add(
        kind,
        (collection as { values(): { name: string }[] }).values().map(({ name }) => name),
      );
    add(
      "clusters",
      [...project.clusters.values()].filter(({ status }) => status !== "STOPPING").map(({ name }) => name),
    );
    add(
      "instances",
      [...project.instances.values()].filter(({ state }) => state !== "PENDING_DELETE").map(({ name }) => name),
    );
    add(
      "repositories",
      [...project.repositories.keys()].map((name) => name.replace(/^.*\//, "")),
    );
    add("secrets", project.secrets.keys());
    add(
      "serviceAccounts",
      [...project.serviceAccounts.values()].filter(({ deleted }) => !deleted).map(({ email }) => email),
    );
    add(
      "identityPools",
      [...project.identityPools.values()].filter(({ deleted }) => !deleted).map(({ id }) => id),
    );
    add(
      "roles",
      [...project.roles.values()].filter(({ deleted }) => !deleted).map(({ id }) => id),
    );
    // a grant to an account that is no more is one that nobody takes back
    add(
      "grants",
      project.policies.all().map(({ resource, role, member }) => `${resource} ${role} ${member}`),
    );
  }
  return found;
}
