import type { HttpAnswer, HttpRequest, ImageBehaviour, PodView } from "./behaviour";
import { json, People, problem } from "./people";
import { RequestMetrics } from "./request-metrics";

/** How the service is to behave. */
export interface AddressbookOptions {
  /** @default 0.1.0 */
  readonly version?: string;
  /** Share of requests to people that fail with 500. @default 0 */
  readonly errorRate?: number;
  /** Milliseconds of a request to people. @default 5 */
  readonly latencyMillis?: number;
  /** Why it is never ready, in its own words. @default - it is ready */
  readonly notReady?: string;
  /** The password that its database wants; with another one in `DB_PASSWORD` it is not ready. @default - any */
  readonly databasePassword?: string;
  /** What the migration writes and ends with. @default - it works */
  readonly migration?: { readonly exitCode: number; readonly logs: readonly string[] };
}

/** An image that answers as the service of this project does. Images with the same database have the same people. */
export function addressbook(options: AddressbookOptions = {}, people: People = new People()): ImageBehaviour {
  const { version = "0.1.0", migration } = options;
  return {
    steady: true,
    startMillis: 250,
    terminateMillis: 60,
    logs: [logLine("info", "the service listens at http://0.0.0.0:3000")],
    answer: (request, pod) => answer(request, pod, { ...options, version }, people),
    programs: {
      "node dist/main.js": () => ({ exitCode: 0, afterMillis: Infinity }),
      "node dist/migrate.js": () =>
        migration ?? { exitCode: 0, afterMillis: 400, logs: ["the schema is up to date: 1 migration"] },
      "node dist/bootstrap.js": () => ({ exitCode: 0, afterMillis: 400, logs: ["the database is ready"] }),
      "node dist/ping.js": () => ({ exitCode: 0, afterMillis: 100, logs: ["the database answers"] }),
    },
  };
}

/** A line as the service logs it. */
export const logLine = (level: string, message: string, more: object = {}): string =>
  JSON.stringify({ level, time: "2026-03-01T12:00:00.000Z", service: "addressbook", ...more, message });

function answer(
  request: HttpRequest,
  pod: PodView,
  options: AddressbookOptions & { readonly version: string },
  people: People,
): HttpAnswer {
  const path = request.path.split("?", 1)[0] ?? "";
  const metrics = metricsOf(pod);
  if (path === "/live") return json(200, { live: true });
  if (path === "/ready") {
    const reason = obstacle(pod, options);
    return reason === undefined ? json(200, { ready: true }) : json(503, { ready: false, reason });
  }
  if (path === "/metrics") {
    const body = metrics.text(options.version, pod.env["RELEASE_TRACK"] ?? "stable");
    return { status: 200, body, headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } };
  }
  const known = people.answer(request, path, new Date(pod.now).toISOString());
  const isFailing = failsNow(pod, options.errorRate ?? 0);
  const answered = isFailing ? problem(500, "the service has failed; the request is in its log") : known.answer();
  const afterMillis = options.latencyMillis ?? 5;
  metrics.count(request.method, known.route, answered.status, afterMillis);
  return { ...answered, afterMillis };
}

function obstacle(pod: PodView, { notReady, databasePassword }: AddressbookOptions): string | undefined {
  if (pod.terminating) return "the service is about to end";
  if (notReady !== undefined) return notReady;
  const folder = pod.env["DB_CREDENTIALS_DIR"] ?? "";
  const password = pod.files[`${folder}/DB_PASSWORD`] ?? pod.env["DB_PASSWORD"];
  const isRefused = databasePassword !== undefined && password !== databasePassword;
  return isRefused ? "the database is not available: it refuses the login" : undefined;
}

/** Spreads failures evenly, so that a test with a share of 0.05 has exactly 5 of 100. */
function failsNow({ memory }: PodView, rate: number): boolean {
  const owed = Number(memory.get("failures") ?? 0) + rate;
  memory.set("failures", owed >= 1 ? owed - 1 : owed);
  return owed >= 1;
}

function metricsOf({ memory }: PodView): RequestMetrics {
  const kept = memory.get("metrics");
  if (kept instanceof RequestMetrics) return kept;
  const metrics = new RequestMetrics();
  memory.set("metrics", metrics);
  return metrics;
}
