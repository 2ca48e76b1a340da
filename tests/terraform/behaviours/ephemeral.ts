import type { Block } from "../bindings/schema";
import type { Cloud } from "./behaviour";
import { known, type Values } from "./values";

/** An ephemeral resource, for which CDKTF 0.21 has no class and bindings have no schema. */
export interface EphemeralResource {
  readonly source: string;
  readonly block: Block;
  /** The value that one run gets. */
  readonly open: (settings: Values, cloud: Cloud) => Values;
}

const optional = (type: "string" | "number" | "bool") => ({ type, optional: true });

export const ephemeralResources: Readonly<Record<string, EphemeralResource>> = {
  random_password: {
    source: "https://registry.terraform.io/providers/hashicorp/random/3.7.2/docs/ephemeral-resources/password",
    block: {
      attributes: {
        length: { type: "number", required: true },
        keepers: { type: ["map", "string"], optional: true },
        lower: optional("bool"),
        min_lower: optional("number"),
        min_numeric: optional("number"),
        min_special: optional("number"),
        min_upper: optional("number"),
        numeric: optional("bool"),
        override_special: optional("string"),
        special: optional("bool"),
        upper: optional("bool"),
        bcrypt_hash: { type: "string", computed: true, sensitive: true },
        result: { type: "string", computed: true, sensitive: true },
      },
      blocks: {},
    },
    open: (settings, cloud) => ({
      result: cloud.hex(Number(known(settings, "length") ?? 16)),
      bcrypt_hash: `$2a$10$${cloud.hex(53)}`,
    }),
  },
  aws_secretsmanager_random_password: {
    source:
      "https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/ephemeral-resources/secretsmanager_random_password",
    block: {
      attributes: {
        exclude_characters: optional("string"),
        exclude_lowercase: optional("bool"),
        exclude_numbers: optional("bool"),
        exclude_punctuation: optional("bool"),
        exclude_uppercase: optional("bool"),
        include_space: optional("bool"),
        password_length: optional("number"),
        region: { type: "string", optional: true, computed: true },
        require_each_included_type: optional("bool"),
        random_password: { type: "string", computed: true, sensitive: true },
      },
      blocks: {},
    },
    open: (settings, cloud) => ({
      random_password: cloud.hex(Number(known(settings, "password_length") ?? 32)),
      region: known(cloud.provider, "region") ?? null,
    }),
  },
};
