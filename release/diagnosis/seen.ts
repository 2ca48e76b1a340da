/**
 * What the API has sent. Its types promise more than it keeps: lists without members are null, and what an older
 * version, or an object that is being made, does not have yet is missing.
 */
export type Seen<T> = T extends readonly (infer Item)[]
  ? readonly Seen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Seen<T[Key]> | null }
    : T;
