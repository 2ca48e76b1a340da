import type { LoggedRequest } from "../emulator";

/** A call of DigitalOcean's API. */
export interface DigitaloceanRequest extends LoggedRequest {
  /** Route as in the API's documentation: `GET /v2/vpcs/{id}`; null when there is none. */
  readonly operation: string | null;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly time: string;
}

const kept = 20_000;
const longest = 200;
const secret = /password|token|secret|auth$|_key$/i;

/** What was asked, and what became of it, for whoever writes or reads a test. */
export class RequestLog {
  private entries: DigitaloceanRequest[] = [];

  record(entry: Omit<DigitaloceanRequest, "time">): void {
    this.entries.push({ time: new Date().toISOString(), ...entry });
    if (this.entries.length > kept) this.entries.shift();
  }

  show(): readonly DigitaloceanRequest[] {
    return [...this.entries];
  }

  refused(): readonly DigitaloceanRequest[] {
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
