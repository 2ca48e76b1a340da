import { createHash } from "node:crypto";

/**
 * The first ten hexadecimal digits of the SHA-256 of a value's JSON with its keys sorted: the same content has the same
 * name, whoever computes it.
 */
export function contentHash(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content, sortKeys)).digest("hex").slice(0, 10);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
