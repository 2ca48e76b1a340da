import type { Values } from "../behaviours/values";
import type { StackJson } from "./offline-providers";

/** What is deployed, as Terraform keeps it in version 4 of its state's format. */
export interface StackState {
  readonly version: number;
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources: readonly {
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    /** `provider["registry.terraform.io/hashicorp/aws"]` */
    readonly provider: string;
    readonly instances: readonly {
      readonly schema_version: number;
      /** What was not made as a whole. */
      readonly status?: "tainted";
      readonly attributes: Values;
      /** Addresses of all that it needs, directly or not. */
      readonly dependencies?: readonly string[];
    }[];
  }[];
}

/** The types in a state as a stack that uses them; what is deployed may have been taken out of the code. */
export function typesIn({ resources }: StackState): StackJson {
  const named = (mode: "managed" | "data") =>
    Object.fromEntries(resources.filter((resource) => resource.mode === mode).map(({ type }) => [type, {}]));
  return { terraform: { required_providers: {} }, resource: named("managed"), data: named("data") };
}
