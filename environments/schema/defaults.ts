/**
 * What a user writes: the complete settings, with everything that has a default made optional.
 * A section may be left out when none of its settings is required.
 */
export type WithDefaults<Complete, Defaults> =
  // of a union each member for itself
  Complete extends unknown
    ? IsSection<Complete> extends true
      ? {
          [K in keyof Complete as K extends RequiredKeys<Complete, Defaults> ? K : never]: Setting<
            Complete,
            Defaults,
            K
          >;
        } & {
          [K in keyof Complete as K extends RequiredKeys<Complete, Defaults> ? never : K]?: Setting<
            Complete,
            Defaults,
            K
          >;
        }
      : Complete
    : never;

/** A group of settings, as opposed to a value: a list and an object with free keys are values. */
type IsSection<T> = T extends readonly unknown[]
  ? false
  : T extends object
    ? string extends keyof T
      ? false
      : true
    : false;

type Setting<Complete, Defaults, K extends keyof Complete> = K extends keyof Defaults
  ? IsSection<Complete[K]> extends true
    ? WithDefaults<Complete[K], Defaults[K]>
    : Complete[K]
  : Complete[K];

type RequiredKeys<Complete, Defaults> = {
  [K in keyof Complete]-?: object extends Pick<Complete, K>
    ? never
    : K extends keyof Defaults
      ? IsSection<Complete[K]> extends true
        ? object extends WithDefaults<Complete[K], Defaults[K]>
          ? never
          : K
        : never
      : K;
}[keyof Complete];

/** Settings with gaps: what a table of defaults may hold. */
export type Partially<T> = T extends unknown
  ? IsSection<T> extends true
    ? { readonly [K in keyof T]?: Partially<T[K]> }
    : T
  : never;

/** `overrides` laid over `base`: objects are merged, everything else is replaced. */
export function merge(base: unknown, overrides: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(overrides)) return overrides === undefined ? base : overrides;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    // assigning it would change the prototype; the rules for text refuse it
    if (key !== "__proto__") merged[key] = merge(base[key], value);
  }
  return merged;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
