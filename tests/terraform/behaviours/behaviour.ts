import type { Relation, Rule } from "./rules";
import type { Values } from "./values";

/**
 * What a provider does with a type of resource beyond what its schema says. Paths lead through blocks:
 * `node_pool.size`. Rows are about the arguments that this project sets; a type without rows still has its schema.
 */
export interface Behaviour {
  /** Where the rows are written down, unless a row says otherwise. */
  readonly source: string;
  /** What arguments must be like. */
  readonly rules?: Readonly<Record<string, Rule | readonly Rule[]>>;
  /** What arguments must be like together. */
  readonly relations?: readonly Relation[];
  /** Arguments whose change replaces the resource. */
  readonly replacedBy?: readonly (string | Replacement)[];
  /** Changes that the cloud refuses, though neither of the two values is wrong. */
  readonly refused?: readonly (Replacement & { readonly because: string; readonly source?: string })[];
  /** Arguments of which two values can be written differently and mean the same. */
  readonly alike?: Readonly<Record<string, (before: unknown, after: unknown) => boolean>>;
  /** What the provider assumes when an argument is left out. */
  readonly defaults?: Values;
  /** Arguments and blocks that the cloud fills in when they are left out. */
  readonly filledIn?: readonly string[];
  /** Computed attributes that every update changes. */
  readonly renewed?: readonly string[];
  /** Attributes that Terraform must not print. */
  readonly sensitive?: readonly string[];
  /** What the cloud answers for what it computes or fills in, by path. */
  readonly answers?: (settings: Values, cloud: Cloud) => Values;
  /** Why a resource with these settings cannot be deleted. */
  readonly undeletable?: (settings: Values) => string | undefined;
}

/** A replacement, or a refusal, that depends on what the change is. */
export interface Replacement {
  readonly argument: string;
  /** Completes "when": `it is lowered`. */
  readonly when: string;
  /** Called with two known values that differ. */
  readonly test: (before: unknown, after: unknown) => boolean;
  /** Two values for which it is so. */
  readonly example: readonly [before: unknown, after: unknown];
}

/** What a data source finds. */
export interface DataSourceBehaviour {
  readonly source: string;
  readonly rules?: Readonly<Record<string, Rule | readonly Rule[]>>;
  /** @param existing the resources of a type that are there */
  readonly answers: (settings: Values, cloud: Cloud, existing: (type: string) => readonly Values[]) => Values;
}

/** The cloud refuses what was asked of it. */
export class Refusal extends Error {}

/** Where made-up values come from; the same resource gets the same ones in every run. */
export interface Cloud {
  /** The configuration of the provider, blocks as lists. */
  readonly provider: Values;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** Decimal digits, the first of which is not zero. */
  decimal(digits: number): string;
  uuid(): string;
}

/** A resource that must be gone before another one can be deleted. */
export interface DeletionOrder {
  /** `type`, or `type.argument` when it stands in the way only if it refers to the other one. */
  readonly first: string;
  /** `type`, or `type.attribute` that the argument refers to. */
  readonly then: string;
  /** Which of those that the first ones would stand in the way of. @default - all of them */
  readonly only?: (then: Values) => boolean;
  /** What the cloud says otherwise. */
  readonly because: string;
  readonly source: string;
}

/** Everything about one provider. */
export interface ProviderBehaviour {
  readonly resources: Readonly<Record<string, Behaviour>>;
  readonly dataSources: Readonly<Record<string, DataSourceBehaviour>>;
  readonly deletionOrder: readonly DeletionOrder[];
  /** Rules for the configuration of the provider itself. */
  readonly configuration?: Pick<Behaviour, "source" | "rules" | "relations">;
  /** Attributes that are worked out when a change is planned, from what is configured and the provider's own configuration. */
  readonly derived?: (type: string, planned: Values, provider: Values, config: Values) => Values;
}
