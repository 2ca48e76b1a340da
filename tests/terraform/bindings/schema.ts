/** A type of a value in Terraform's own notation: `"string"`, `["list", "string"]`, `["object", { name: "string" }]`. */
export type ValueType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", ValueType]
  | readonly ["object", Readonly<Record<string, ValueType>>];

/** One argument or attribute, in the shape of `terraform providers schema -json`. */
export interface Attribute {
  readonly type: ValueType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
}

export interface NestedBlock {
  readonly nesting: "single" | "list" | "set" | "map";
  /** 1 when the block must be there. */
  readonly minItems: number;
  /** 1 when there can be one only, 0 when there is no limit. */
  readonly maxItems: number;
  readonly block: Block;
}

/** What a resource, a data source, a provider or a block of one consists of. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

/** The schema of one provider, as far as it is needed. */
export interface ProviderSchema {
  readonly configuration: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly dataSources: Readonly<Record<string, Block>>;
  readonly ephemeralResources: Readonly<Record<string, Block>>;
}
