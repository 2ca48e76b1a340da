import type { TerraformResource } from "cdktf";

/**
 * What a replacement of a resource changes, and an update does not, for `replaceTriggeredBy`. CDKTF would write the
 * resource as a whole, whose every update triggers.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#replace_triggered_by
 */
export const replacementOf = ({ terraformResourceType, friendlyUniqueId }: TerraformResource): string =>
  `${terraformResourceType}.${friendlyUniqueId}.id`;
