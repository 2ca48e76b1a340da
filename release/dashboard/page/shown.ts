import type { DashboardState, Sample } from "../dashboard-state";

/** Where what is shown comes from, and whether more comes. */
export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** Since when nothing came, in milliseconds since 1970; the server may have refused this very page. */
  | { readonly kind: "lost"; readonly since: number; readonly isRefused: boolean }
  /** A file: nothing comes any more. */
  | { readonly kind: "record" };

/** All that the page is made of. */
export interface Shown {
  readonly connection: Connection;
  /** @default - nothing has come yet */
  readonly state?: DashboardState;
  readonly samples: readonly Sample[];
}

const keptMillis = 3_600_000;

/** After a connection was lost, all samples come again. */
export function withSamples(kept: readonly Sample[], incoming: readonly Sample[]): readonly Sample[] {
  const [first] = incoming;
  const last = incoming.at(-1);
  if (first === undefined || last === undefined) return kept;
  return [...kept.filter(({ at }) => at < first.at), ...incoming].filter(({ at }) => at > last.at - keptMillis);
}

/** JSON of the server. What moves a cursor or turns the direction of reading is left out of all texts. */
export const parsed = (json: string): unknown =>
  JSON.parse(json, (_key, value: unknown) => (typeof value === "string" ? printable(value) : value));

const printable = (text: string): string => text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/gu, "");
