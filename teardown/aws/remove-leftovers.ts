import { TeardownFailure } from "../failure";
import type { Foreign } from "../foreign";
import type { Patience } from "../patience";
import type { Progress } from "../progress";
import type { AwsCli } from "./aws-cli";
import { type Inventory, type Owner, takeInventory } from "./inventory";
import { describe, type Leftover, sortOut } from "./ownership";
import { securityGroupRules } from "./shapes";

/**
 * Removes what the cluster left in the account, and waits for what AWS deletes by itself. What is still in use is
 * tried again in the next round: how long a balancer holds its groups and interfaces is up to AWS.
 *
 * @returns what is in the network besides, and was not touched
 * @throws {TeardownFailure} when something stays
 */
export async function removeLeftovers(
  aws: AwsCli,
  owner: Owner,
  patience: Patience,
  progress: Progress,
): Promise<readonly Foreign[]> {
  let foreign: readonly Foreign[] = [];
  const removed = new Set<string>();
  const left = await patience.until(async () => {
    const inventory = await takeInventory(aws, owner);
    const found = sortOut(inventory, owner);
    foreign = found.foreign;
    for (const leftover of found.leftovers) {
      if (leftover.type === "security group") await revokeReferences(aws, leftover, inventory, progress);
      if (!(await aws.change(...deletion(leftover))) || removed.has(leftover.id)) continue;
      removed.add(leftover.id);
      progress.remove(describe(leftover));
    }
    // a balancer is gone when it is not listed any more, nor its interfaces; the rest at once
    const leftovers = found.leftovers.filter((one) => isBalancer(one) || !removed.has(one.id));
    return [...leftovers, ...found.vanishing].map((one) => `${describe(one)}${users(one, inventory)}`);
  });
  if (left.length > 0) throw new TeardownFailure(`after ${patience.seconds} s there is still ${left.join("; ")}`);
  return foreign;
}

const isBalancer = ({ type }: Leftover): boolean => type.endsWith("load balancer");

function deletion({ type, id }: Leftover): string[] {
  switch (type) {
    case "load balancer":
      return ["elbv2", "delete-load-balancer", "--load-balancer-arn", id];
    case "classic load balancer":
      return ["elb", "delete-load-balancer", "--load-balancer-name", id];
    case "target group":
      return ["elbv2", "delete-target-group", "--target-group-arn", id];
    case "network interface":
      return ["ec2", "delete-network-interface", "--network-interface-id", id];
    case "security group":
      return ["ec2", "delete-security-group", "--group-id", id];
  }
}

/** As long as a rule of another group names it, a group cannot be deleted. */
async function revokeReferences(
  aws: AwsCli,
  { id }: Leftover,
  { securityGroups }: Inventory,
  progress: Progress,
): Promise<void> {
  const groups = securityGroups.filter((group) => group.id !== id && group.refersTo.includes(id));
  for (const group of groups) {
    const filter = ["--filters", `Name=group-id,Values=${group.id}`];
    const rules = await aws.read(securityGroupRules, "ec2", "describe-security-group-rules", ...filter);
    for (const rule of rules.filter(({ refersTo }) => refersTo === id)) {
      const command = ["ec2", `revoke-security-group-${rule.direction}`, "--group-id", group.id];
      await aws.change(...command, "--security-group-rule-ids", rule.id);
      progress.say(`revoked   rule ${rule.id} of security group ${group.name}, which named ${id}`);
    }
  }
}

function users({ type, id }: Leftover, { networkInterfaces }: Inventory): string {
  if (type !== "security group") return "";
  const using = networkInterfaces.filter(({ groups }) => groups.includes(id)).map((one) => one.id);
  return using.length === 0 ? "" : `, used by ${using.join(", ")}`;
}
