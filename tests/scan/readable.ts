import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Resource, Stack } from "../policy/stack";

/** Arguments that hold a policy of IAM, as JSON in a text. */
const policyArguments = ["policy", "assume_role_policy"];

/** Types that checks stumble over in JSON: line numbers that the parser leaves there are no flags of a database. */
const inHclOnly = ["google_sql_database_instance"];

/** Arguments that are maps, in which HCL writes what blocks have without an equals sign. */
const maps = /(^|_)labels$/;

/**
 * Writes a stack in a way that Checkov can read:
 * - only the blocks that it has checks for. It stumbles over texts in others, such as the version of Terraform, and then
 *   reports that nothing is wrong (https://github.com/bridgecrewio/checkov/issues/7454)
 * - resources with policies of IAM in a second file too. In JSON these are texts, at which it does not look; in HCL they
 *   are objects within `jsonencode`, at which it does.
 * - databases of Google in that file only. In JSON, two checks end with an error and without a verdict.
 */
export function writeReadable(stack: Stack, folder: string): void {
  const { resource, data, provider } = structuredClone(stack.json) as Record<string, Record<string, unknown>>;
  for (const type of inHclOnly) delete resource?.[type];
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ resource, data, provider }, null, 1));
  const withPolicies = stack
    .all()
    .filter(
      ({ type, settings }) => type.startsWith("aws_") && policyArguments.some((name) => isPolicy(settings[name])),
    );
  const resources = [
    ...withPolicies.map((found) => inHcl(found, policies(found))),
    ...stack.all(...inHclOnly).map((found) => inHcl(found, body(found.settings, "  "))),
  ];
  writeFileSync(join(folder, "others.tf"), resources.join("\n"));
}

const isPolicy = (value: unknown): boolean => typeof value === "string" && value.includes('"Statement"');

const inHcl = ({ type, name }: Resource, lines: readonly string[]): string =>
  [`resource "${type}" "${name}" {`, ...lines, "}", ""].join("\n");

/** What a resource says about permissions, and its texts. */
function policies({ settings }: Resource): string[] {
  return Object.entries(settings).flatMap(([argument, value]) => {
    if (isPolicy(value)) return [`  ${argument} = jsonencode(${JSON.stringify(JSON.parse(String(value)), null, 2)})`];
    // none of the blocks is about permissions
    return typeof value === "object" ? [] : [`  ${argument} = ${JSON.stringify(value)}`];
  });
}

/** All arguments and blocks. */
function body(settings: object, indent: string): string[] {
  return Object.entries(settings).flatMap(([name, value]: [string, unknown]) => {
    const blocks = [value].flat();
    return maps.test(name) || !blocks.every(isObject)
      ? [`${indent}${name} = ${JSON.stringify(value)}`]
      : blocks.flatMap((block) => [`${indent}${name} {`, ...body(block, `${indent}  `), `${indent}}`]);
  });
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
