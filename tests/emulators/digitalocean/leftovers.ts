import type { Leftovers } from "../emulator";
import type { Account } from "./account";

/**
 * Names of everything that exists and would be billed, or be forgotten. What every account has, and what is deleted or
 * about to be, does not count; nor do tags, which cost nothing and which DigitalOcean keeps by itself.
 */
export function leftovers(account: Account): Leftovers {
  const names = (all: Iterable<{ readonly name: string }>): string[] => [...all].map(({ name }) => name).sort();
  const found = {
    clusters: names([...account.clusters.values()].filter(({ state }) => state !== "deleted")),
    databases: names([...account.databases.values()].filter(({ isDeleted }) => !isDeleted)),
    loadBalancers: names([...account.loadBalancers.values()].filter(({ isDeleted }) => !isDeleted)),
    projects: names([...account.projects.values()].filter((project) => project !== account.defaultProject)),
    registries: names(account.registries.values()),
    volumes: names(account.volumes.values()),
    vpcs: names([...account.vpcs.values()].filter(({ builtIn }) => !builtIn)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, all]) => all.length > 0));
}
