import type { PlanJson } from "../../../plan/planned-changes";

/** A change as `terraform show -json` prints it. `actions` are those of Terraform: `["delete", "create"]`. */
export interface Change {
  readonly type: string;
  readonly actions: readonly string[];
  readonly name?: string;
  /** Ways to the arguments that make it a replacement. */
  readonly replacePaths?: readonly (readonly (string | number)[])[];
  /** The values before and after, which nobody may see. */
  readonly settings?: object;
}

/** What `terraform show -json` prints of a plan with these changes. */
export const planJson = (...changes: readonly Change[]): PlanJson & Record<string, unknown> =>
  ({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: changes.map(({ type, actions, name = "it", replacePaths, settings = {} }) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      change: {
        actions,
        before: actions[0] === "create" && actions.length === 1 ? null : settings,
        after: actions[0] === "delete" && actions.length === 1 ? null : settings,
        after_unknown: {},
        before_sensitive: false,
        after_sensitive: {},
        ...(replacePaths === undefined ? {} : { replace_paths: replacePaths }),
      },
    })),
  }) as unknown as PlanJson & Record<string, unknown>;

/** The same of an environment whose cluster has a name, once it is applied. */
export const planOf = (clusterName: string, ...changes: readonly Change[]): object => ({
  ...planJson(...changes),
  planned_values: { outputs: { cluster_name: { sensitive: false, type: "string", value: clusterName } } },
});
