import { foreignText } from "./foreign-text";

/** Lines of a log that are shown. */
const shownLines = 4;

/** The last lines of a log, for people: of a line of JSON its message, and the message of its error. */
export function logLines(log: string): string[] {
  const lines = log
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const [structured, plain] = [lines.filter(isObject), lines.filter((line) => !isObject(line))];
  // what ends a program is often told without the form that its log has
  const chosen = structured.length === 0 ? withoutStack(plain) : troubles(structured, withoutStack(plain), lines);
  return chosen.slice(-shownLines).map((line) => foreignText(readable(line)));
}

const isObject = (line: string): boolean => parsed(line) !== undefined;

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Where the program was when it failed is in its log; why, before that. */
function withoutStack(lines: readonly string[]): string[] {
  const telling = lines.filter((line) => !/^(at\s|Node\.js v|\^+$|\{$|\}$|throw\s|node:[\w/]+:\d+$)/.test(line));
  const errors = telling.filter((line) => /error|fatal|panic|exception|exec format|cannot|not found/i.test(line));
  return errors.length > 0 ? errors : telling;
}

/** Lines that are worse than information, when there are any. */
function troubles(structured: readonly string[], plain: readonly string[], all: readonly string[]): string[] {
  const bad = [...structured.filter((line) => isTrouble(parsed(line)?.["level"])), ...plain];
  return bad.length === 0 ? [...structured] : all.filter((line) => bad.includes(line));
}

/** By the names, and the numbers, that pino and others have for them. */
const isTrouble = (level: unknown): boolean =>
  typeof level === "number" ? level >= 40 : /^(warn|warning|error|fatal|critical|panic)$/i.test(textOf(level));

function readable(line: string): string {
  const entry = parsed(line);
  if (entry === undefined) return line;
  const error = entry["err"] ?? entry["error"];
  const why =
    typeof error === "object" && error !== null ? textOf((error as { message?: unknown }).message) : textOf(error);
  const what = textOf(entry["message"] ?? entry["msg"]);
  const parts = [what, why].filter((part) => part !== "");
  return parts.length === 0 ? line : parts.join(": ");
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
