import type { PodState, ReleaseEvent, ReleaseTree } from "../../../release/terminal/release-event";

/** The moment at which the played release begins. */
export const start = Date.parse("2026-03-01T12:00:00Z");

const digit = (character: string): string => `sha256:${character.repeat(64)}`;
export const oldImage = `registry.example.com/team/addressbook:1.3.0@${digit("a")}`;
export const newImage = `registry.example.com/team/addressbook:1.4.0@${digit("b")}`;

export const pod = (name: string, state: PodState["state"], more: Partial<PodState> = {}): PodState => ({
  name,
  state,
  isOld: false,
  why: "",
  restarts: 0,
  since: start,
  ...more,
});

const stable = ["q8s2m", "r4t6w", "z9x1c"].map((suffix) =>
  pod(`addressbook-stable-6f5d8c7b94-${suffix}`, "ready", { since: start - 26 * 3_600_000 }),
);

/** Three stable pods, and a canary when there is one. */
export function tree(canary?: PodState): ReleaseTree {
  const isServing = canary?.state === "ready";
  return {
    deployments: [
      ...(canary === undefined
        ? []
        : [
            {
              name: "addressbook-canary",
              track: "canary",
              image: newImage,
              desiredPods: 1,
              readyPods: isServing ? 1 : 0,
              trafficPercent: isServing ? 25 : 0,
              pods: [canary],
            },
          ]),
      {
        name: "addressbook-stable",
        track: "stable",
        image: oldImage,
        desiredPods: 3,
        readyPods: 3,
        trafficPercent: isServing ? 75 : 100,
        pods: stable,
      },
    ],
  };
}

const canaryName = "addressbook-canary-5d4f9c8b7-x7k2p";
const born = start + 3000;

const begin = (command: string): ReleaseEvent => ({
  type: "started",
  at: start,
  command,
  environment: "aws-demo",
  service: "addressbook",
  namespace: "addressbook",
  image: newImage,
  timeoutSeconds: 600,
});

const upToCanary: readonly ReleaseEvent[] = [
  begin("canary"),
  { type: "pods", at: start, tree: tree() },
  { type: "step", at: start, step: "preflight", state: "running" },
  { type: "note", at: start + 700, level: "warning", text: "2 of 3 nodes have room for a pod" },
  { type: "step", at: start + 1000, step: "preflight", state: "done", note: "room for 5 pods, 17 of 22 connections" },
  { type: "step", at: start + 1000, step: "migrate", state: "running" },
  { type: "step", at: start + 3000, step: "migrate", state: "done", note: "0002_index.sql" },
  { type: "step", at: start + 3000, step: "canary", state: "running" },
  { type: "pods", at: start + 3000, tree: tree(pod(canaryName, "waiting", { why: "it is scheduled", since: born })) },
  { type: "pods", at: start + 3500, tree: tree(pod(canaryName, "waiting", { why: "image is pulled", since: born })) },
];

/** A canary that is good. */
export const goodCanary: readonly ReleaseEvent[] = [
  ...upToCanary,
  { type: "pods", at: start + 7000, tree: tree(pod(canaryName, "waiting", { why: "startup probe", since: born })) },
  {
    type: "pods",
    at: start + 9000,
    tree: tree(pod(canaryName, "ready", { why: "has to stay ready", until: start + 14_000, since: born })),
  },
  { type: "step", at: start + 14_000, step: "canary", state: "done" },
  { type: "step", at: start + 14_000, step: "verify", state: "running" },
  {
    type: "verdict",
    at: start + 15_000,
    verdict: {
      verdict: "pass",
      findings: [
        {
          kind: "functional",
          name: "ready",
          verdict: "pass",
          evidence: "200 as expected",
          pod: canaryName,
          millis: 4.2,
        },
        {
          kind: "error-rate",
          name: "error rate",
          verdict: "pass",
          evidence: "0 of 340 requests to the canary failed, 2 of 912 to stable (0.2 %)",
          confidence: 0.95,
        },
      ],
    },
  },
  { type: "step", at: start + 15_000, step: "verify", state: "done" },
  {
    type: "finished",
    at: start + 15_000,
    code: 0,
    summary: "the canary is good",
    next: ["npx release promote --environment aws-demo"],
  },
];

const crashing = (why: string, restarts: number) => tree(pod(canaryName, "failing", { why, restarts, since: born }));

/** A canary that crashes at its start, and is rolled back. */
export const badCanary: readonly ReleaseEvent[] = [
  ...upToCanary,
  { type: "pods", at: start + 6000, tree: crashing("ended with exit code 1", 0) },
  { type: "pods", at: start + 7000, tree: crashing("ended with exit code 1", 1) },
  {
    type: "diagnosis",
    at: start + 7000,
    diagnosis: {
      id: "crash-at-start",
      subject: `pod/${canaryName}`,
      cause: "the service ends with exit code 1 at its start",
      evidence: ["Error: DB_HOST is <empty> | see @ops"],
      setting: { path: "environments/service.ts", advice: "give DB_HOST" },
      command: `kubectl --namespace addressbook logs ${canaryName}`,
      doomed: true,
    },
  },
  { type: "step", at: start + 7000, step: "canary", state: "failed", note: "its pods crash" },
  { type: "step", at: start + 7000, step: "rollback", state: "running" },
  {
    type: "pods",
    at: start + 8000,
    tree: tree(pod(canaryName, "stopping", { why: "ends", until: start + 38_000, restarts: 1, since: born })),
  },
  { type: "pods", at: start + 9000, tree: tree() },
  { type: "step", at: start + 9000, step: "rollback", state: "done" },
  {
    type: "finished",
    at: start + 9000,
    code: 1,
    summary: "the canary was rolled back, 1.3.0 serves as before",
    next: ["npx release diagnose --environment aws-demo"],
  },
];
