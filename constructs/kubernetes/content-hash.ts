import { createHash } from "node:crypto";

/** The first ten hexadecimal digits of the SHA-256 of a value's JSON: the same content has the same name. */
export function contentHash(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 10);
}
