import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Has Terraform warn, in every plan and after every apply, as long as something is not as it should be. It goes on all
 * the same. CDKTF has no construct for it.
 *
 * @param name of the `check` block; unique in the stack
 * @param condition an expression of Terraform without `${}`
 */
export function warnUnless(scope: IConstruct, name: string, condition: string, message: string): void {
  const assertion = { condition: `\${${condition}}`, error_message: message };
  TerraformStack.of(scope).addOverride(`check.${name}.assert`, [assertion]);
}
