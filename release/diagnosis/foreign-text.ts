/** Escape sequences of terminals: colours, titles of windows. */
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/** What looks like a secret in clear, and what stays of it. */
const secrets: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // a password may hold anything, an "@" too, but no white space
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):\S+@/gi, "$1:…@"],
  // cut off in its middle; a number is a port
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@[]+):(?!…|\d{1,5}(?:[^\w.-]|$))[^\s@]+/gi, "$1:…"],
  [/((?:pass(?:word|wd)?|pwd)["']?\s*[=:]\s*)(?:"[^"]*"?|'[^']*'?|[^\s,;&"']+)/gi, "$1…"],
  // "token: unexpected status" is prose
  [
    /((?:secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)(?:["']\s*:\s*(?=["'])|["']?=))(?:"[^"]*"?|'[^']*'?|[^\s,;&"']+)/gi,
    "$1…",
  ],
  [/\b((?:basic|bearer)\s+)[\w+/=.~-]{8,}/gi, "$1…"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, "…"],
  [
    /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bdo[opr]_v1_[0-9a-f]{16,}|\bgh[pousr]_\w{20,}|\beyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g,
    "…",
  ],
];

/** Hides what looks like a secret, whatever it is in. */
export const withoutSecrets = (text: string): string =>
  secrets.reduce((hidden, [pattern, replacement]) => hidden.replace(pattern, replacement), text);

/** Hides what looks like a secret in all texts of something that is told. */
export function hidden<T>(told: T): T {
  if (typeof told === "string") return withoutSecrets(told) as T;
  if (Array.isArray(told)) return told.map(hidden) as T;
  if (typeof told !== "object" || told === null) return told;
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, hidden<unknown>(value)])) as T;
}

/**
 * Text of the cluster, or of a program in it, on one line: without what a terminal would obey, without what looks like
 * a secret, and not too long: the middle is left out.
 *
 * @param longest in characters
 */
export function foreignText(text: string, longest = 300): string {
  const line = withoutSecrets(bounded(text, 10 * longest).replace(escapes, ""))
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, "")
    .trim();
  const characters = Array.from(line);
  if (characters.length <= longest) return line;
  // the reason comes last; what it is about, first
  const head = Math.floor(longest / 3);
  const tail = longest - head - 3;
  return `${characters.slice(0, head).join("").trimEnd()} … ${characters.slice(-tail).join("").trimStart()}`;
}

/** A log may be filled with anything; of a long text only both ends are looked at, and no word is looked at in part. */
function bounded(text: string, each: number): string {
  if (text.length <= 2 * each) return text;
  return `${text.slice(0, each)} ${text.slice(-each).replace(/^\S+/, "")}`;
}
