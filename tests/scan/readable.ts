import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Resource, Stack } from "../policy/stack";

/** Arguments that hold a policy of IAM, as JSON in a text. */
const policyArguments = ["policy", "assume_role_policy"];

/**
 * Writes a stack in a way that Checkov can read:
 * - only the blocks that it has checks for. It stumbles over texts in others, such as the version of Terraform, and then
 *   reports that nothing is wrong (https://github.com/bridgecrewio/checkov/issues/7454)
 * - resources with policies of IAM in a second file. In JSON these are texts, at which it does not look; in HCL they are
 *   objects within `jsonencode`, at which it does.
 */
export function writeReadable(stack: Stack, folder: string): void {
  const { resource, data, provider } = stack.json as Record<string, unknown>;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ resource, data, provider }, null, 1));
  const withPolicies = stack
    .all()
    .filter(
      ({ type, settings }) => type.startsWith("aws_") && policyArguments.some((name) => isPolicy(settings[name])),
    );
  writeFileSync(join(folder, "policies.tf"), withPolicies.map(inHcl).join("\n"));
}

const isPolicy = (value: unknown): boolean => typeof value === "string" && value.includes('"Statement"');

function inHcl({ type, name, settings }: Resource): string {
  const lines = Object.entries(settings).flatMap(([argument, value]) => {
    if (isPolicy(value)) return [`  ${argument} = jsonencode(${JSON.stringify(JSON.parse(String(value)), null, 2)})`];
    // blocks would have to be told from maps; none of them is about permissions
    return typeof value === "object" ? [] : [`  ${argument} = ${JSON.stringify(value)}`];
  });
  return [`resource "${type}" "${name}" {`, ...lines, "}", ""].join("\n");
}
