import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import type { Fault } from "../emulator";

/** Something that goes wrong on purpose, in an API over HTTP. */
export interface HttpFault extends Fault {
  /** Seconds in the header Retry-After. @default - no such header */
  readonly retryAfter?: number;
  /**
   * Whether the answer never comes before it is done, or when it is done: the connection stays open until faults are
   * cleared, and is lost then.
   */
  readonly hang?: "before" | "after";
}

const moment = z.enum(["before", "after"]);

export const faultModel: z.ZodType<HttpFault> = z.strictObject({
  operation: z.string().min(1),
  error: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
  message: z.string().optional(),
  retryAfter: z.number().min(0).optional(),
  delay: z.number().min(0).optional(),
  reset: moment.optional(),
  hang: moment.optional(),
  first: z.int().min(1).optional(),
  every: z.int().min(1).optional(),
});

/** Faults that a test has ordered, and how often each was met. */
export class Faults {
  private ordered: { readonly fault: HttpFault; readonly pattern: RegExp; calls: number }[] = [];
  private release = new AbortController();

  order(fault: HttpFault): void {
    const literal = fault.operation.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    this.ordered.push({ fault, pattern: new RegExp(`^${literal.replaceAll("*", ".*")}$`), calls: 0 });
  }

  show(): readonly (HttpFault & { readonly calls: number })[] {
    return this.ordered.map(({ fault, calls }) => ({ ...fault, calls }));
  }

  clear(): void {
    this.ordered = [];
    this.release.abort();
    this.release = new AbortController();
  }

  /**
   * Those that happen in this call, which is counted.
   *
   * @param names `GET /v2/vpcs/1234` and, when there is such a route, `GET /v2/vpcs/{id}`
   */
  ofCall(names: readonly string[]): HttpFault[] {
    const concerned = this.ordered.filter(({ pattern }) => names.some((name) => pattern.test(name)));
    for (const one of concerned) one.calls += 1;
    return concerned
      .filter(({ fault: { first = Infinity, every = 1 }, calls }) => calls <= first && calls % every === 0)
      .map(({ fault }) => fault);
  }

  /** So many milliseconds, or until faults are cleared. */
  async wait(milliseconds = 2 ** 31 - 1): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.release.signal }).catch(() => undefined);
  }
}
