import { systemClock } from "./clock";
import type { Outcome } from "./commands/outcome";
import { test } from "./commands/test";
import { hidden } from "./diagnosis/foreign-text";
import type { Release } from "./release";
import { checkReports } from "./report/write-report";
import { environmentNamed } from "./request";
import { interruptions } from "./run-command";
import { openOutput } from "./terminal/open-output";
import { UrlAccess } from "./verify/url-access";

export interface TestOptions {
  readonly environment: string;
  readonly url: URL;
  readonly timeout: number;
  readonly output: "text" | "json";
  readonly report?: readonly string[];
}

/** Has a service that runs anywhere answer the functional tests; no cluster is asked. */
export async function runTest({ environment: name, url, timeout, output: format, report }: TestOptions): Promise<void> {
  const { service } = await environmentNamed(name);
  checkReports(report ?? []);
  const signal = interruptions();
  const clock = systemClock;
  const output = openOutput({ format, reports: report, clock, process });
  const say: Release["say"] = (event) => {
    output.event({ at: clock.now(), ...hidden(event) });
  };
  try {
    say({ type: "started", command: "test", environment: name, service: service.name, timeoutSeconds: timeout });
    const place = { access: new UrlAccess(url), address: { name: url.host, port: Number(url.port) } };
    const deadline = clock.now() + timeout * 1000;
    const outcome = await test(service, place, { clock, deadline, signal, say }).catch((error: unknown): Outcome => {
      if (!signal.aborted) throw error;
      return { code: 1, summary: "test was interrupted; what the tests wrote is deleted", next: [] };
    });
    say({ type: "finished", ...outcome });
    process.exitCode = outcome.code;
  } finally {
    output.close();
  }
}
