import { z } from "zod";

import { integer, list, matching, oneOf, section, text } from "./fields";
import { type Flaw, flawMessage } from "./flaw";

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Stands for a value of a test that has run before; `run` for a text that no other run has. */
export const templatePattern = /\{\{(\w+)\}\}/g;

const methods = ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"] as const;

/** A request to one pod. `{{name}}` stands for a value that an earlier test has kept, and `{{run}}` for a text of this run's own. */
const requestShape = {
  method: oneOf(methods),
  /** With its query. */
  path: requestPath(),
  /** Names and values. Never put a secret here. @default - none */
  headers: headers(z.string({ error: "must be a string" })).optional(),
  /** A text is sent as it is, anything else as JSON. A text that is but one `{{name}}` becomes the value itself. @default - none */
  body: json().optional(),
} as const;

const matcher = section({
  /** A regular expression that some part of it matches. */
  matches: regularExpression(),
});

const functionalTestSchema = section({
  /** What is tested, to be read after "test": "a person can be added". */
  name: matching(/\S/, "a name"),
  /** What is asked. */
  request: section(requestShape),
  /** What must come back. */
  expect: section({
    /** Status of the answer. */
    status: integer({ min: 100, max: 599 }),
    /**
     * What the body holds, as JSON: of objects the given fields, of lists the given items in any place, so that `[]` is
     * any list and `{}` any object. `{ matches: "…" }` looks at the body as a text instead.
     *
     * @default - anything
     */
    body: json().superRefine(checkPattern).optional(),
    /** Values of headers, whole, or as `{ matches: "…" }`. @default - any */
    headers: headers(
      z.union([z.string(), matcher], { error: 'must be a string or { matches: "a regular expression" }' }),
    ).optional(),
    /** Time within which the answer must be there, the way through the Kubernetes API included. @default - 5000 */
    maxMillis: integer({ min: 1, max: 60_000, unit: "ms" }).optional(),
  }),
  /**
   * Values of the answer that later requests need, and where they are: `{ id: "body.id" }`, `headers.location`. They are
   * kept whether or not the answer is the expected one.
   *
   * @default - none
   */
  keep: z
    .record(
      matching(/^(?!run$)[A-Za-z]\w{0,62}$/, "letters and digits, starting with a letter; `run` is taken"),
      matching(/^(body|headers)(\.[\w-]+)+$/, 'a place in the answer such as "body.id" or "headers.location"'),
      { error: "must be an object" },
    )
    .readonly()
    .optional(),
  /**
   * Undoes what the request did. It is sent at the end, the last one first, whatever became of the tests, and also when
   * the release is interrupted; an answer of 404 or 410 is fine. A test without the values that it needs wrote nothing.
   *
   * @default - there is nothing to undo
   */
  cleanup: section(requestShape).optional(),
});

/** How a release finds out whether a canary is good, and what it does then. */
export const verificationSchema = section({
  /**
   * Requests that each canary pod must answer as expected, in this order, before clients' requests are compared. They
   * write to the real database: give them a `cleanup`. Empty: there are none.
   */
  functionalTests: list(functionalTestSchema, "a list of functional tests"),
  /**
   * Program on the machine of whoever releases, and its arguments. It ends with 0 when the canary is good, with 75 when
   * that cannot be told just now, and with anything else when it is bad. It is told RELEASE_ENVIRONMENT,
   * RELEASE_NAMESPACE, RELEASE_SERVICE, RELEASE_IMAGE, RELEASE_CANARY_PODS (names, separated by spaces),
   * RELEASE_CONTEXT and KUBECONFIG. Empty: there is none.
   */
  command: words(),
  /** Program of the new image, run in the cluster as a Job; the exit codes are those of `command`. Empty: there is none. */
  job: words(),

  /** The comparison of canary and stable by the requests of clients. */
  analysis: section({
    /** Time for which requests are counted, with a look at them every minute. 0: nothing is compared. */
    windowSeconds: integer({ min: 0, max: 86_400, unit: "seconds" }),
    /**
     * How sure a verdict must be: the part of all good canaries that are not refused, and of all bad ones that are not
     * passed. What is less sure is inconclusive.
     */
    confidence: number({ min: 0.8, max: 0.999 }),
    /** How many more of 100 requests may fail on the canary than on stable; without a stable, of all of its requests. */
    maxErrorPercentagePoints: number({ min: 0.01, max: 50 }),
    /**
     * How much slower than stable's 95th percentile an answer may be before it counts as slow. The canary fails when 5 more
     * of 100 requests are slow than on stable.
     */
    maxSlowdownPercent: integer({ min: 1, max: 1000, unit: "percent" }),
    /** Answers within this time are never slow. */
    slowMillis: integer({ min: 0, max: 60_000, unit: "ms" }),
    /** Requests to the canary without which it does not pass. It may fail with fewer, when they are bad enough. */
    minimumRequests: integer({ min: 1, max: 1_000_000 }),
    /** Statuses that are failures of the service: a regular expression of the whole status. */
    failureStatus: regularExpression(),
    /** Where the service counts its requests, in Prometheus' text format. */
    metrics: section({
      /** Path of each pod. */
      path: requestPath(),
      /** Counter of requests. */
      requests: metricName(),
      /** Its label with the status of the answer. */
      statusLabel: labelName(),
      /** Histogram of the time of requests, in seconds. */
      duration: metricName(),
      /** The label of both with the path or its pattern. */
      routeLabel: labelName(),
      /** Paths that are no clients' requests, beside the probes and the metrics themselves. */
      ignoredRoutes: list(matching(/\S/, "a value of the label `routeLabel`"), "a list of paths"),
    }),
    /**
     * A Prometheus that scrapes the pods, asked instead of them. The variable PROMETHEUS_TOKEN is sent to it as a bearer
     * token, if it is set.
     *
     * @default - the pods are asked, through the Kubernetes API
     */
    prometheus: section({
      /** As the machine of whoever releases reaches it. */
      url: matching(/^https?:\/\/[^\s/@?#]+[^\s@?#]*$/, 'an address such as "https://prometheus.example.com"'),
      /** Label with the name of the pod. */
      podLabel: labelName(),
      /** Label with the namespace. */
      namespaceLabel: labelName(),
    }).optional(),
  }),
  /** Requests that the release sends itself while it compares, for services without traffic; through the Kubernetes API. */
  load: section({
    /** To canary and stable each. 0: none. */
    requestsPerSecond: integer({ min: 0, max: 50 }),
    /** Paths that are asked for by turns, with GET. */
    paths: list(requestPath(), "a list of paths"),
  }),

  /** What follows when the canary is good: a person promotes it, or the release goes on by itself. */
  onPass: oneOf(["wait", "promote"]),
  /** What follows when it is bad. */
  onFail: oneOf(["rollback", "wait"]),
  /** What follows when that cannot be told, for lack of requests for example. */
  onInconclusive: oneOf(["wait", "promote", "rollback"]),
});

export type Verification = z.output<typeof verificationSchema>;
export type FunctionalTest = z.output<typeof functionalTestSchema>;
export type TestRequest = FunctionalTest["request"];

function requestPath() {
  return matching(/^\/[^\s#]*$/, 'a path such as "/ready"');
}

function words() {
  return list(matching(/\S/, "a word of a command"), "a list of words of a command");
}

function headers<T extends z.ZodType>(value: T) {
  return z
    .record(matching(/^[A-Za-z0-9-]+$/, "letters, digits and hyphens"), value, { error: "must be an object" })
    .readonly();
}

function metricName() {
  return matching(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, "a name of a metric of Prometheus");
}

function labelName() {
  return matching(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "a name of a label of Prometheus");
}

function regularExpression() {
  return text(patternFlaw);
}

function patternFlaw(value: string): Flaw | undefined {
  const rule = "must be a regular expression";
  if (value === "") return { rule };
  try {
    new RegExp(value, "u");
    return undefined;
  } catch (error) {
    return { rule, fix: (error as Error).message.replace(/^.*: /, "").toLowerCase() };
  }
}

/** The pattern of a body that is looked at as a text. @returns undefined when it is looked at as JSON */
export function bodyPattern(expected: Json): string | undefined {
  if (typeof expected !== "object" || expected === null || !("matches" in expected)) return undefined;
  const { matches, ...others } = expected;
  return typeof matches === "string" && Object.keys(others).length === 0 ? matches : undefined;
}

function checkPattern(expected: Json, context: z.RefinementCtx): void {
  const pattern = bodyPattern(expected);
  const flaw = pattern === undefined ? undefined : patternFlaw(pattern);
  if (flaw) context.addIssue({ code: "custom", message: flawMessage(flaw), path: ["matches"] });
}

function number({ min, max }: { min: number; max: number }) {
  const rule = { error: `must be a number between ${min} and ${max}` };
  return z.number(rule).min(min, rule).max(max, rule);
}

/** The value is copied, as all other settings are. */
function json() {
  return z
    .custom<Json>((value) => isJson(value), { error: "must be something that JSON can say" })
    .transform((value) => structuredClone(value));
}

function isJson(value: unknown): value is Json {
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value === "object" && value !== null) return Object.values(value).every(isJson);
  return value === null || typeof value === "string" || typeof value === "boolean";
}
