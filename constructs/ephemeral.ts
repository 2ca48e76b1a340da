import type { TerraformStack } from "cdktf";

/**
 * Adds an ephemeral resource to a stack and returns a reference to one of its attributes.
 *
 * Terraform makes a new value in every run and keeps it in neither plan nor state, so it may be handed to write-only
 * arguments only. CDKTF 0.21 has no class for such resources, hence the override.
 *
 * @param name unique within the stack for this type
 * @see https://developer.hashicorp.com/terraform/language/block/ephemeral
 */
export function ephemeral(
  stack: TerraformStack,
  type: string,
  name: string,
  { attribute, settings }: { attribute: string; settings: Readonly<Record<string, unknown>> },
): string {
  stack.addOverride(`ephemeral.${type}.${name}`, settings);
  return `\${ephemeral.${type}.${name}.${attribute}}`;
}
