import fc from "fast-check";

import type { EndpointSlice } from "../../../release/cluster/objects";
import { describe as describeDiagnosis } from "../../../release/diagnosis/describe";
import { diagnose } from "../../../release/diagnosis/diagnose";
import { needs } from "../../../release/diagnosis/needs";
import type { Snapshot } from "../../../release/snapshot";
import {
  about,
  balancer,
  contextOf,
  deployment,
  event,
  failedJob,
  jobName,
  jobPod,
  pod,
  podName,
  running,
  second,
  snapshotOf,
  terminated,
  waiting,
} from "./support";

const refusal = {
  type: "ReplicaFailure",
  status: "True",
  message: 'pods "x" is forbidden: exceeded quota: q, requested: pods=1',
};

/** Everything that goes wrong, at once. */
const rich = snapshotOf({
  at: 200,
  deployments: [
    deployment({
      status: { conditions: [refusal, { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }] },
    }),
  ],
  jobs: [failedJob()],
  pods: [
    pod({ state: waiting("CrashLoopBackOff"), lastState: terminated(1), restarts: 3 }),
    pod({ name: "addressbook-canary-5d4f98c7b6-bbbbb", state: waiting("ErrImagePull", "x: not found") }),
    pod({ name: "addressbook-canary-5d4f98c7b6-ccccc", state: running(), started: true }),
    pod({ name: "addressbook-canary-5d4f98c7b6-ddddd", state: waiting("ContainerCreating") }),
    pod({
      name: "addressbook-canary-5d4f98c7b6-eeeee",
      state: terminated(137, { reason: "OOMKilled" }),
      metadata: { deletionTimestamp: second(60) },
      spec: { nodeName: "node-2" },
    }),
    pod({
      name: "addressbook-canary-5d4f98c7b6-fffff",
      status: { phase: "Failed", reason: "Evicted", message: "low on resource: memory" },
    }),
    pod({
      name: "addressbook-canary-5d4f98c7b6-ggggg",
      spec: { nodeName: undefined },
      status: {
        conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "3 Insufficient cpu" }],
      },
    }),
    pod({ name: "addressbook-canary-5d4f98c7b6-hhhhh", state: running(), ready: true }),
    jobPod(terminated(1)),
  ],
  events: [
    event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", { count: 9 }),
    event("FailedMount", 'secret "db-params" not found', about("Pod", "addressbook-canary-5d4f98c7b6-ddddd")),
    event("FailedBuildModel", "unable to resolve at least one subnet", about("Service", "addressbook-lb")),
  ],
  services: [balancer()],
  endpointSlices: [
    {
      metadata: { labels: { "kubernetes.io/service-name": "addressbook-lb" } },
      endpoints: [{ conditions: { ready: false } }],
    },
  ] as unknown as EndpointSlice[],
  nodes: [
    {
      metadata: { name: "node-2" },
      status: { allocatable: { cpu: "2" }, conditions: [{ type: "Ready", status: "Unknown" }] },
    },
  ],
  replicaSets: [
    { metadata: { name: "addressbook-canary-5d4f98c7b6", annotations: { "deployment.kubernetes.io/revision": "1" } } },
  ],
  secretKeys: { "db-params": null },
  logs: { [podName]: "error: `PORT` must be a port", [`${jobName}-q8z4d`]: "boom" },
  answers: { "addressbook-canary-5d4f98c7b6-ccccc": { status: 503, body: '{"reason":"it refuses the login"}' } },
});
const context = contextOf({ job: jobName });

type Path = readonly (string | number)[];

/** All places in a value, those within lists and objects too. */
function placesOf(value: unknown, here: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [here];
  const within = Object.entries(value).flatMap(([key, inner]) =>
    placesOf(inner, [...here, Array.isArray(value) ? Number(key) : key]),
  );
  return here.length === 0 ? within : [here, ...within];
}

/** A copy without what is at some places; what is in a list becomes empty. */
function without(snapshot: Snapshot, places: readonly Path[], put: null | undefined): Snapshot {
  const copy: unknown = structuredClone(snapshot);
  for (const place of places) {
    const holder = place
      .slice(0, -1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], copy);
    if (typeof holder !== "object" || holder === null) continue;
    (holder as Record<string, unknown>)[String(place.at(-1))] = Array.isArray(holder) ? {} : put;
  }
  return copy as Snapshot;
}

const printed = (snapshot: Snapshot): string =>
  diagnose(snapshot, context)
    .flatMap((diagnosis) => describeDiagnosis(diagnosis))
    .join("\n");

/** What foreign texts are made of. */
const nasty = fc.array(
  fc.constantFrom(
    ...[
      "\u0000",
      "\u001b",
      "\u001b[31m",
      "\u001b]0;",
      "\u0007",
      "\u009b",
      "\u202e",
      "\u200b",
      "\ud83d",
      "\u2028",
      "\n",
      "\t",
    ],
    ...[
      "a",
      "B",
      "1",
      " ",
      '"',
      "`",
      "(",
      ")",
      ":",
      "/",
      "//",
      "@",
      "=",
      "{",
      "}",
      "x://y:",
      "password=",
      " not found",
      "listen ",
    ],
  ),
  { maxLength: 200 },
);

describe("a diagnosis", () => {
  const places = placesOf(rich);

  test("finds all that is wrong", () => {
    expect(diagnose(rich, context).map(({ id }) => id)).toEqual([
      "image-not-found",
      "secret-missing",
      "configuration-refused",
      "job-failed",
      "quota-exceeded",
      "database-login",
      "evicted",
      "no-room",
      "no-endpoints",
      "balancer-subnets",
      "stuck-terminating",
    ]);
  });

  test("comes about whatever the API leaves out", () => {
    fc.assert(
      fc.property(fc.subarray(places), fc.constantFrom(null, undefined), (left, put) => {
        const snapshot = without(rich, left, put);
        expect(typeof printed(snapshot)).toBe("string");
        expect(needs(snapshot, context).logs.length).toBeLessThan(20);
      }),
      { numRuns: 50 },
    );
  });

  test("comes about whichever single thing is null", () => {
    // one of each kind
    const kinds = new Map(places.map((place) => [place.filter((key) => typeof key === "string").join("."), place]));
    for (const place of kinds.values()) expect(() => printed(without(rich, [place], null))).not.toThrow();
  });

  test("comes about whatever texts are in it, and prints each on one line without what a terminal obeys", () => {
    fc.assert(
      fc.property(
        nasty.map((parts) => parts.join("")),
        (text) => {
          const foreign = snapshotOf({
            pods: [
              pod({ image: text, state: waiting("ErrImagePull", text) }),
              pod({ name: "addressbook-canary-5d4f98c7b6-bbbbb", state: terminated(1, { message: text }) }),
            ],
            deployments: [
              deployment({
                spec: { template: { spec: { containers: [] } } },
                status: { conditions: [{ ...refusal, message: text }] },
              }),
            ],
            logs: { "addressbook-canary-5d4f98c7b6-bbbbb": text },
          });
          for (const { cause, evidence } of diagnose(foreign, contextOf({})))
            for (const line of [cause, ...evidence]) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("never prints a value of the pods' variables", () => {
    const env = [
      { name: "GREETING", value: "marker-1-of-a-variable" },
      { name: "DB_PASSWORD", value: "marker-2-of-a-variable" },
    ];
    const hidden = JSON.parse(
      JSON.stringify(rich, (key, value: unknown) => (key === "envFrom" ? undefined : value)).replaceAll(
        '"ports":',
        `"env":${JSON.stringify(env)},"ports":`,
      ),
    ) as Snapshot;
    const repeating: Snapshot = {
      ...hidden,
      logs: {
        [podName]:
          "cannot log in with marker-2-of-a-variable at postgres://demouser:marker-3@db/demo, password=marker-4",
      },
      answers: { "addressbook-canary-5d4f98c7b6-ccccc": { status: 500, body: "no login: marker-2-of-a-variable" } },
    };
    const text = printed(repeating);
    expect(text).toContain("cannot log in with … at postgres://demouser:…@db/demo, password=…");
    expect(text).toContain("no login: …");
    expect(text).not.toContain("marker");
  });
});
