import type { DashboardState, DecisionPlan, Sample, TimelineStep } from "../../../../release/dashboard/dashboard-state";
import type { Diagnosis } from "../../../../release/diagnosis/diagnosis";
import type { DeploymentState, PodState } from "../../../../release/terminal/release-event";
import type { Finding } from "../../../../release/verify/verdict";

/** What the dashboard may have to show; all of it is invented. */

/** 2026-01-02 12:00:00 UTC */
const at = 1_767_355_200_000;
const minute = 60_000;

const digest = (digit: string): string => `@sha256:${digit.repeat(64)}`;
const newImage = `registry.example.com/team/addressbook:1.5.0${digest("5")}`;
const oldImage = `registry.example.com/team/addressbook:1.4.2${digest("4")}`;

export const pod = (name: string, state: PodState["state"] = "ready", why = "", restarts = 0): PodState => ({
  name,
  state,
  isOld: false,
  why,
  restarts,
  since: at - 7 * minute,
});

/** `canary`, with so many of its pods ready. */
function deployment(track: string, image: string, trafficPercent: number, pods: readonly PodState[]): DeploymentState {
  const readyPods = pods.filter(({ state }) => state === "ready").length;
  return { name: `addressbook-${track}`, track, image, desiredPods: pods.length, readyPods, trafficPercent, pods };
}

const podsOf = (track: string, count: number): PodState[] =>
  Array.from({ length: count }, (_, index) =>
    pod(`addressbook-${track}-5d4f9c7b6-${(1e6 + 7919 * index).toString(36)}`),
  );

/** The steps as far as they are done, the one that runs, and those that wait. */
function timeline(done: number, running?: Partial<TimelineStep>): TimelineStep[] {
  const steps = ["preflight", "migrate", "canary", "verify", "promote"] as const;
  return steps.map((step, index) => {
    if (index < done) return { step, state: "done", since: at - (9 - index) * minute };
    return index === done && running !== undefined
      ? { step, state: "running", since: at - 95_000, ...running }
      : { step, state: "waiting" };
  });
}

const revisions: DashboardState["revisions"] = [
  {
    track: "stable",
    revision: 12,
    image: oldImage,
    configuration: "addressbook-7c9f2e41",
    isCurrent: true,
    pods: 4,
    changed: ["image"],
    releasedAt: "2025-12-30T09:12:00.000Z",
    releasedBy: "ci@runner-7",
    notes: [{ at: "2025-12-30T10:00:00.000Z", by: "mira", text: "Search is faster, say two customers." }],
  },
  {
    track: "stable",
    revision: 11,
    image: `registry.example.com/team/addressbook:1.4.1${digest("3")}`,
    configuration: "addressbook-7c9f2e41",
    isCurrent: false,
    pods: 0,
    changed: ["image", "configuration"],
    releasedAt: "2025-12-19T15:40:00.000Z",
    releasedBy: "ci@runner-2",
    notes: [],
  },
  {
    track: "stable",
    revision: 10,
    image: `registry.example.com/team/addressbook:1.4.0${digest("2")}`,
    configuration: "addressbook-11d0a3bc",
    isCurrent: false,
    pods: 0,
    changed: [],
    notes: [],
  },
];

const current = revisions[0]!;
const notReleased = { releasedAt: undefined, releasedBy: undefined, notes: [] };

const events: DashboardState["events"] = [
  {
    at: at - 20_000,
    level: "info",
    subject: "pod/addressbook-canary-5d4f9c7b6-lflr",
    text: "Started container",
    count: 1,
  },
  {
    at: at - 70_000,
    level: "warning",
    subject: "pod/addressbook-canary-5d4f9c7b6-lflr",
    text: "Readiness probe failed: HTTP probe failed with statuscode: 503",
    count: 4,
  },
  { at: at - 3 * minute, level: "info", subject: "deployment/addressbook-canary", text: "Scaled up to 1", count: 1 },
];

const passed: readonly Finding[] = [
  { kind: "functional", name: "GET /people", verdict: "pass", evidence: "200 as expected", millis: 12 },
  { kind: "functional", name: "PUT /person", verdict: "pass", evidence: "201 as expected", millis: 18 },
  {
    kind: "error-rate",
    name: "error rate",
    verdict: "pass",
    evidence: "canary 3 of 2114 requests failed (0.1 %), stable 11 of 8490 (0.1 %)",
    confidence: 0.98,
  },
  {
    kind: "latency",
    name: "latency p95",
    verdict: "pass",
    evidence: "canary 84 ms, stable 81 ms; at most 15 % more is allowed",
    confidence: 0.95,
  },
];

const inconclusive: Finding = {
  kind: "latency",
  name: "latency p99",
  verdict: "inconclusive",
  evidence: "canary has answered 41 requests, 200 are needed to tell",
  confidence: 0.52,
};

const failures: readonly Finding[] = [
  {
    kind: "error-rate",
    name: "error rate",
    verdict: "fail",
    evidence: "canary 212 of 2114 requests failed (10.0 %), stable 11 of 8490 (0.1 %)",
    confidence: 0.999,
  },
  {
    kind: "functional",
    name: "PUT /person",
    verdict: "fail",
    evidence: "500 instead of 201",
    pod: "addressbook-canary-5d4f9c7b6-lflr",
    millis: 31,
  },
];

const diagnosis: Diagnosis = {
  id: "out-of-memory",
  subject: "pod/addressbook-canary-5d4f9c7b6-lflr",
  cause: "the container needs more memory than it may have",
  evidence: ["last state: OOMKilled, exit code 137", "memory limit: 128Mi", "FATAL ERROR: Reached heap limit"],
  setting: { path: "service.resources.memoryLimit", advice: "raise it to 256Mi or more" },
  command: "kubectl --namespace addressbook logs --previous pod/addressbook-canary-5d4f9c7b6-lflr",
  doomed: true,
};

const nothing: DashboardState = {
  at,
  environment: "aws-demo",
  service: "addressbook",
  namespace: "addressbook",
  strategy: "canary",
  isReadOnly: false,
  timeline: timeline(0),
  deployments: [],
  diagnoses: [],
  events: [],
  revisions: [],
  notes: [],
  decisions: [
    { command: "promote", obstacle: "There is nothing to promote." },
    { command: "rollback", obstacle: "Nothing is under way." },
  ],
};

const underWay: DashboardState = {
  ...nothing,
  address: "http://203.0.113.7",
  timeline: timeline(3, { note: "for 8 min at most" }),
  candidate: { track: "canary", image: newImage, findings: [] },
  deployments: [
    deployment("canary", newImage, 20, podsOf("canary", 1)),
    deployment("stable", oldImage, 80, podsOf("stable", 4)),
  ],
  events,
  revisions,
  notes: [
    { at: "2026-01-02T11:57:00.000Z", by: "jo", text: "Support has seen no complaints so far.\nWatching until 14:00." },
  ],
  lock: {
    holder: "ci@runner-7, https://ci.example.com/runs/811",
    command: "canary",
    since: "2026-01-02T11:51:00.000Z",
  },
  decisions: [{ command: "promote", obstacle: "The verification has not ended." }, { command: "rollback" }],
};

const verified: DashboardState = {
  ...underWay,
  timeline: timeline(4),
  candidate: { track: "canary", image: newImage, verdict: "pass", findings: passed },
  lock: undefined,
  decisions: [{ command: "promote" }, { command: "rollback" }],
};

const verdictAtStep = (note: string): TimelineStep[] =>
  timeline(4).map((step) => (step.step === "verify" ? { ...step, state: "failed", note } : step));

const failing: DashboardState = {
  ...verified,
  timeline: verdictAtStep("2 checks speak against it"),
  candidate: { track: "canary", image: newImage, verdict: "fail", findings: [...passed, ...failures] },
  deployments: [
    deployment("canary", newImage, 20, [
      pod("addressbook-canary-5d4f9c7b6-lflr", "failing", "out of memory: killed 3 times, starts again in 40 s", 3),
    ]),
    deployment("stable", oldImage, 80, podsOf("stable", 4)),
  ],
  diagnoses: [
    diagnosis,
    {
      id: "probe",
      subject: "deployment/addressbook-canary",
      cause: "no pod of it is ready",
      evidence: ["0 of 1 pods ready for 2 min"],
      doomed: false,
    },
  ],
  decisions: [{ command: "promote", accepts: "fail" }, { command: "rollback" }],
};

const manyPods = (track: string, count: number): PodState[] =>
  podsOf(track, count).map((one, index) => {
    if (index % 41 === 7) return { ...one, state: "failing", why: "exit code 1 after 2 s", restarts: 6 };
    if (index % 29 === 3) return { ...one, state: "waiting", why: "answers 503 to /ready" };
    return index % 53 === 11 ? { ...one, state: "stopping", isOld: true } : one;
  });

const attack = `<script>alert(1)</script><img src=x onerror="alert(2)"> </script><!-- \u202Egnp.exe\u0007 ${"long".repeat(40)}`;

/** Every text that comes from elsewhere is hostile. */
const hostile: DashboardState = {
  ...failing,
  service: `addressbook${attack}`,
  environment: attack,
  address: "javascript:alert(3)",
  trouble: attack,
  timeline: failing.timeline.map((step) => ({ ...step, note: attack })),
  candidate: {
    track: "canary",
    image: attack,
    verdict: "fail",
    findings: failures.map((finding) => ({ ...finding, name: attack, evidence: attack, pod: attack })),
  },
  deployments: [{ ...deployment("canary", attack, 100, [pod(attack, "failing", attack)]), why: attack }],
  diagnoses: [
    {
      ...diagnosis,
      subject: attack,
      cause: attack,
      evidence: [attack],
      setting: { path: attack, advice: attack },
      command: attack,
    },
  ],
  events: events.map((event) => ({ ...event, subject: attack, text: attack })),
  revisions: revisions.map((revision) => ({ ...revision, image: attack, configuration: attack, releasedBy: attack })),
  notes: [{ at: attack, by: attack, text: attack }],
  lock: { holder: attack, command: attack, since: attack },
  decisions: [{ command: "promote", obstacle: attack }, { command: "rollback" }],
  command: { command: "promote", state: "failed", summary: attack, next: [attack] },
};

export const states = {
  nothing,
  underWay,
  verified,
  inconclusive: {
    ...verified,
    timeline: verdictAtStep("too few requests"),
    candidate: { track: "canary", image: newImage, verdict: "inconclusive", findings: [...passed, inconclusive] },
    decisions: [{ command: "promote", accepts: "inconclusive" }, { command: "rollback" }],
  },
  failing,
  promoting: {
    ...verified,
    timeline: timeline(4, { note: "2 of 4 pods of stable are new" }),
    lock: { holder: "jo@laptop", command: "promote", since: "2026-01-02T11:58:25.000Z" },
    decisions: [
      { command: "promote", obstacle: "A promotion is running." },
      { command: "rollback", obstacle: "A promotion is running." },
    ],
    command: { command: "promote", state: "running", next: [] },
  },
  released: {
    ...nothing,
    timeline: [
      ...timeline(3).slice(0, 3),
      { step: "verify", state: "failed", since: at - 6 * minute, note: "fail, accepted" },
      { step: "promote", state: "done", since: at - 2 * minute, note: `${newImage} is released` },
    ],
    released: {
      track: "stable",
      image: newImage,
      verdict: "fail",
      accepted: true,
      findings: [...passed, ...failures],
      checks: { pass: 180, fail: 2, inconclusive: 0 },
    },
    deployments: [deployment("stable", newImage, 100, podsOf("stable", 4))],
    events,
    revisions,
  },
  rolledBack: {
    ...nothing,
    timeline: [
      ...verdictAtStep("2 checks speak against it"),
      { step: "rollback", state: "done", since: at - 2 * minute, note: "the canary is ended" },
    ],
    deployments: [deployment("stable", oldImage, 100, podsOf("stable", 4))],
    events,
    revisions,
    command: {
      command: "rollback",
      state: "done",
      summary: "rolled back: addressbook-canary is ended",
      next: ["npx release status --environment aws-demo"],
    },
  },
  /** What was done here last is not what is under way now. */
  promotedBefore: {
    ...failing,
    command: { command: "promote", state: "done", summary: "1.4.2 is released", next: [] },
  },
  notPromoted: {
    ...verified,
    command: { command: "promote", state: "failed", summary: "it was interrupted", next: ["npx release status"] },
  },
  manyPods: {
    ...failing,
    deployments: [
      deployment("canary", newImage, 20, manyPods("canary", 40)),
      deployment("stable", oldImage, 80, manyPods("stable", 160)),
    ],
  },
  hostile,
  blueGreen: {
    ...verified,
    strategy: "blue-green",
    candidate: { track: "green", image: newImage, verdict: "pass", findings: passed.slice(0, 2) },
    deployments: [
      deployment("blue", oldImage, 100, podsOf("blue", 4)),
      deployment("green", newImage, 0, podsOf("green", 4)),
    ],
    revisions: [
      { ...current, track: "green", revision: 2, image: newImage, isCurrent: false, ...notReleased },
      { ...current, track: "blue", revision: 3, changed: [] },
      { ...current, track: "blue", revision: 1, isCurrent: false, pods: 0, changed: [], ...notReleased },
    ],
  },
  readOnly: {
    ...verified,
    isReadOnly: true,
    decisions: [
      { command: "promote", obstacle: "The dashboard is read-only." },
      { command: "rollback", obstacle: "The dashboard is read-only." },
    ],
  },
  trouble: { ...underWay, trouble: "the cluster has not answered for 2 min 05 s: connect ETIMEDOUT 203.0.113.9:443" },
} satisfies Record<string, DashboardState>;

export const plan: DecisionPlan = {
  command: "promote",
  image: newImage,
  from: oldImage,
  to: newImage,
  steps: [
    { what: "update stable", pods: { canary: 1, stable: 4 }, canaryPercent: 100, minimumReady: 4, connections: 35 },
    { what: "end the canary", pods: { canary: 0, stable: 4 }, canaryPercent: 100, minimumReady: 4, connections: 25 },
  ],
};

/** An hour of samples that ends at the states' time; the canary began a quarter of an hour ago. */
export function samples(tracks: readonly [newer: string, older: string] = ["canary", "stable"]): Sample[] {
  const [newer, older] = tracks;
  return Array.from({ length: 720 }, (_, index): Sample => {
    const wave = Math.sin(index / 40) + 0.4 * Math.sin(index * 1.7) + 0.3 * Math.sin(index * 4.1);
    const latency = 34 + 3 * wave;
    const stable = { requestsPerSecond: 82 + 9 * wave, errorPercent: 0.12 + 0.05 * wave };
    const quantiles = (factor: number) => ({
      p50: factor * latency,
      p95: 2.4 * factor * latency,
      p99: 4 * factor * latency,
    });
    const canary = { requestsPerSecond: 20 + 2.5 * wave, errorPercent: Math.max(0, 0.3 * Math.cos(index / 9)) };
    return {
      at: at - 5000 * (719 - index),
      tracks: {
        ...(index < 540 ? {} : { [newer]: { ...canary, ...quantiles(1.08) } }),
        [older]: { ...stable, ...quantiles(1) },
      },
    };
  });
}
