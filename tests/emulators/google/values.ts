import { createHash, randomBytes } from "node:crypto";

/** Now, as the newer APIs write it: `2026-11-20T10:00:00.123456Z`. */
export const timestamp = (): string => new Date().toISOString().replace(/(\.\d+)Z$/, "$1000Z");

/** A number of 63 bits, which Google has for everything. */
export const numericId = (): string => String((2n ** 62n) | (randomBytes(8).readBigUInt64BE() & (2n ** 62n - 1n)));

/** The object without some of its members. */
export function without<T extends object, K extends keyof T>(value: T, ...names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
}

/** Changes with every change of what it stands for. */
export const newEtag = (): string => randomBytes(8).toString("base64");

/** Letters and digits that are always the same for the same text. */
export const digest = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);
