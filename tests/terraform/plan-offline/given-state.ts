import { readFileSync } from "node:fs";

import { z } from "zod";

import { ValidationError } from "../../../environments/schema/problems";
import type { StackState } from "../harness/state";

const stateSchema = z.object({
  version: z.literal(4),
  outputs: z.record(z.string(), z.looseObject({ value: z.unknown() })),
  resources: z.array(
    z.looseObject({
      mode: z.enum(["managed", "data"]),
      type: z.string(),
      name: z.string(),
      provider: z.string(),
      instances: z.array(z.looseObject({ schema_version: z.number(), attributes: z.record(z.string(), z.unknown()) })),
    }),
  ),
});

/** What OpenTofu writes in the place of a state: https://opentofu.org/docs/language/state/encryption/ */
const encryptedSchema = z.looseObject({ encrypted_data: z.string() });

/**
 * Reads a state that Terraform or OpenTofu wrote, and prepares a copy of it for the providers of this project. The file
 * itself is never changed.
 *
 * @param environment name of the environment that is planned: the state of another one must not be taken for it
 * @param registryHost the registry of who will read the copy, Terraform or OpenTofu
 * @throws {ValidationError} when it is not a state, or that of another environment
 */
export function readState(file: string, environment: string, registryHost: string): StackState {
  const problem = (rule: string, got?: unknown, fix?: string): ValidationError =>
    new ValidationError([{ file, problems: [{ path: "--state", rule, got, fix }] }]);

  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw problem(`must be a file that can be read: ${(error as Error).message}`);
  }
  // what `terraform state pull` writes before the first deployment
  if (text.trim() === "") throw problem("must not be empty", undefined, "leave it out when nothing is deployed");
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    throw problem("must be JSON", undefined, "write it with `terraform state pull > FILE`");
  }
  if (encryptedSchema.safeParse(written).success)
    throw problem("must not be encrypted", undefined, "write it with `tofu state pull > FILE`, which decrypts it");
  const parsed = stateSchema.safeParse(written);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join(".") ?? "";
    throw problem(
      `must be a state of Terraform in version 4${where === "" ? "" : `, which it is not at \`${where}\``}`,
      undefined,
      "write it with `terraform state pull > FILE`",
    );
  }
  const state = written as StackState;
  const deployed = state.outputs["cluster_name"]?.value;
  // in front of it is the name of the project, which may have been edited
  if (typeof deployed === "string" && !deployed.endsWith(`-${environment}`))
    throw problem(`must be the state of ${environment}`, deployed, "the state of another environment was given");
  return forOurProviders(state, registryHost);
}

/**
 * The same state, whatever wrote it: OpenTofu has another registry than Terraform, and the providers count versions of
 * their schemas, which bindings do not know. No attribute that this project uses changed between them. What identifies
 * a resource for Terraform 1.12 and later is left out: our providers have no schema for it.
 */
function forOurProviders(state: StackState, registryHost: string): StackState {
  return {
    ...state,
    resources: state.resources.map((resource) => ({
      ...resource,
      provider: resource.provider.replace(/\["registry\.(?:terraform\.io|opentofu\.org)\//, `["${registryHost}/`),
      instances: resource.instances.map((instance) => ({
        ...instance,
        schema_version: 0,
        identity: undefined,
        identity_schema_version: undefined,
      })),
    })),
  };
}
