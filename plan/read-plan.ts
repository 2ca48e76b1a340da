import { readFileSync } from "node:fs";

import { z } from "zod";

import type { CloudEnvironment } from "../environments/schema/environment";
import { resourceName } from "../environments/schema/names";
import { type Problem, ValidationError } from "../environments/schema/problems";
import type { PlanJson } from "./planned-changes";

const values = z.record(z.string(), z.unknown());
const marks = z.union([values, z.boolean()]);
const outputs = z.object({
  outputs: z.record(z.string(), z.looseObject({ value: z.unknown().optional() })).optional(),
});

const planSchema = z.looseObject({
  format_version: z.string().startsWith("1."),
  errored: z.boolean().optional(),
  // what else Terraform prints as JSON, the state for one, does not have it
  planned_values: outputs,
  prior_state: z.object({ values: outputs.optional() }).optional(),
  resource_changes: z
    .array(
      z.looseObject({
        address: z.string(),
        type: z.string(),
        change: z.looseObject({
          actions: z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])).min(1),
          before: values.nullable(),
          after: values.nullable(),
          after_unknown: marks,
          before_sensitive: marks,
          after_sensitive: marks,
        }),
      }),
    )
    .optional(),
});

const howToGetOne = "write it with `terraform show -json PLAN > FILE`";

/**
 * Reads what `terraform show -json` printed of a plan.
 *
 * @param file its path, or `-` for the standard input
 * @param environment whose plan it has to be: that of another one must not be taken for it
 * @throws {ValidationError} when it is not a complete plan, or that of another environment
 */
export function readPlan(file: string, environment: CloudEnvironment): PlanJson {
  const refuse = (problem: Omit<Problem, "path">): ValidationError =>
    new ValidationError([
      { file: file === "-" ? "the standard input" : file, problems: [{ path: "--plan", ...problem }] },
    ]);

  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw refuse({ rule: `must be a file that can be read: ${(error as Error).message}` });
  }
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    throw refuse({ rule: "must be JSON", fix: howToGetOne });
  }
  const { success, data, error } = planSchema.safeParse(written);
  if (!success) {
    const where = error.issues[0]?.path.join(".") ?? "";
    const rule = `must be a plan of Terraform${where === "" ? "" : `, which it is not at \`${where}\``}`;
    throw refuse({ rule, fix: howToGetOne });
  }
  if (data.errored === true)
    throw refuse({ rule: "must be a complete plan: Terraform met an error and stopped", fix: "make the plan again" });

  // the plan of a destruction has the outputs only in what was there before
  const { value: planned } =
    data.planned_values.outputs?.["cluster_name"] ?? data.prior_state?.values?.outputs?.["cluster_name"] ?? {};
  if (typeof planned === "string" && planned !== resourceName(environment))
    throw refuse({
      rule: `must be the plan of ${environment.name}, whose cluster is ${resourceName(environment)}`,
      got: planned,
    });
  return data as PlanJson;
}
