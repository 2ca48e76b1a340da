/** Kubernetes' letters for names: without vowels, and without what looks like another one. */
const letters = "bcdfghjklmnpqrstvwxz2456789";

/** FNV-1a of 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

/** Letters for digits, as Kubernetes keeps hashes from looking like words. */
export const safeEncode = (text: string): string =>
  Array.from(Buffer.from(text), (byte) => letters[byte % letters.length]).join("");

/** The end of a generated name: five letters that look random, and are the same in every run. */
export const suffix = (seed: string): string => {
  let value = hash(seed);
  let text = "";
  for (let index = 0; index < 5; index++) {
    text += letters[value % letters.length] ?? "";
    value = Math.imul(value ^ (value >>> 13), 0x5bd1e995) >>> 0;
  }
  return text;
};
