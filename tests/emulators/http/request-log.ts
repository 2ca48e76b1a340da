import type { LoggedRequest } from "../emulator";

/** A call of an API over HTTP. */
export interface HttpRequest extends LoggedRequest {
  /** Route as in the API's documentation: `GET /v2/vpcs/{id}`; null when there is none. */
  readonly operation: string | null;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly time: string;
}

const kept = 20_000;
const longest = 200;
const secret = /password|token|secret|auth$|_key$|^data$/i;

/** What was asked, and what became of it, for whoever writes or reads a test. */
export class RequestLog {
  private entries: HttpRequest[] = [];

  record(entry: Omit<HttpRequest, "time">): void {
    this.entries.push({ time: new Date().toISOString(), ...entry });
    if (this.entries.length > kept) this.entries.shift();
  }

  show(): readonly HttpRequest[] {
    return [...this.entries];
  }

  refused(): readonly HttpRequest[] {
    return this.entries.filter(({ verdict }) => verdict !== undefined && verdict !== "fault");
  }

  clear(): void {
    this.entries = [];
  }
}

/** The value without secrets, and without what nobody wants to read to its end. */
export function shortened(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => shortened(item, name));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shortened(member, key)]));
  if (typeof value !== "string") return value;
  if (secret.test(name)) return "***";
  return value.length <= longest ? value : `${value.slice(0, longest)}… (${value.length} characters)`;
}

/** The body for the log, whatever it is: JSON, a form, or neither. */
export function parametersIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value = shortened(body.startsWith("{") ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body)));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return { body: "not JSON" };
  }
}
