import type { states } from "../release/dashboard/page/states";

/** What a person gets to read, also by a screen reader. */
export interface Reading {
  /** Whether what is shown is current. */
  readonly connection: string;
  readonly steps: readonly string[];
  /** Of the bar at the end: texts and buttons by their roles. It is not there when nothing can be decided. */
  readonly bar: readonly string[] | undefined;
  /** What a screen reader says by itself. */
  readonly said: readonly string[];
}

interface ExpectedReading extends Omit<Reading, "connection"> {
  /** @default "live" */
  readonly connection?: string;
  /** Parts of the page, and what stands there. */
  readonly shown: Readonly<Record<string, readonly string[]>>;
}

const begun = ["preflight done 9 min ago", "migrate done 8 min ago", "canary done 7 min ago"];
const awaited = [...begun, "verify done 6 min ago", "promote not yet"];
const failed = [...begun, "verify failed 6 min ago 2 checks speak against it", "promote not yet"];

const canDecide = ['button "Roll back"', 'button "Promote"'];
const mustWait = ['button "Roll back"', 'button "Promote" [disabled]', "paragraph: The verification has not ended."];
const nothingToDo = [
  'button "Roll back" [disabled]',
  "paragraph: Nothing is under way.",
  'button "Promote" [disabled]',
  "paragraph: There is nothing to promote.",
];

const passes = "pass: nothing speaks against it";
const fails = "fail: 2 of 6 checks speak against it";

const failing: ExpectedReading = {
  steps: failed,
  bar: [`paragraph: "Verification ${fails}"`, ...canDecide],
  said: [`Verification: ${fails}`],
  shown: {
    Verification: [
      "canary 212 of 2114 requests failed (10.0 %), stable 11 of 8490 (0.1 %) > 99 % sure",
      "4 checks passed",
    ],
    Diagnosis: [
      "the container needs more memory than it may have",
      "last state: OOMKilled, exit code 137",
      "service.resources.memoryLimit: raise it to 256Mi or more",
      "kubectl --namespace addressbook logs --previous pod/addressbook-canary-5d4f9c7b6-lflr",
    ],
    "Traffic and pods": [
      "canary 20 % of requests 0 of 1 pods ready",
      "failing out of memory: killed 3 times, starts again in 40 s 3 restarts, 7 min",
    ],
  },
};

const verified: ExpectedReading = {
  steps: awaited,
  bar: [`paragraph: "Verification ${passes}"`, ...canDecide],
  said: [`Verification: ${passes}`],
  shown: {
    Release: ["addressbook:1.5.0@555555555555"],
    Verification: [passes, "latency p95 canary 84 ms, stable 81 ms; at most 15 % more is allowed 95 % sure"],
    Metrics: ["Latest values, 12:00:00", "canary 18.5 0 34.8 83.5 139", "stable 76.7 0.09 32.2 77.4 129"],
    "Traffic and pods": ["canary 20 % of requests 1 of 1 pods ready", "stable 80 % of requests 4 of 4 pods ready"],
  },
};

const underWay: ExpectedReading = {
  steps: [...begun, "verify running for 1 min for 8 min at most", "promote not yet"],
  bar: ["paragraph: Verification has not ended", ...mustWait],
  said: ["Verification: has not ended"],
  shown: {
    Release: ["canary is run by ci@runner-7, https://ci.example.com/runs/811, for 9 min"],
    Verification: ["There are no findings yet."],
    "User reports and notes": ["Support has seen no complaints so far. Watching until 14:00.", "jo, 3 min ago"],
    Events: ["warning: Readiness probe failed: HTTP probe failed with statuscode: 503", ", 4 times"],
    History: [
      "12 addressbook:1.4.2@444444444444 current changed: image released 3 d ago by ci@runner-7, 4 pods",
      "Search is faster, say two customers.",
      "changed: image and configuration (addressbook-7c9f2e41)",
      "the first that is known not released by this tool",
    ],
  },
};

const promoting = ["paragraph: Promotion is running…", "paragraph: A promotion is running."];
const trouble = "the cluster has not answered for 2 min 05 s: connect ETIMEDOUT 203.0.113.9:443";
const tooFew = "inconclusive: 1 of 5 checks cannot tell";
const rolledBack = "Rollback is done: rolled back: addressbook-canary is ended";

/** Of each invented state but the hostile one. */
export const expectedReadings: Readonly<Record<Exclude<keyof typeof states, "hostile">, ExpectedReading>> = {
  nothing: {
    steps: ["preflight", "migrate", "canary", "verify", "promote"].map((step) => `${step} not yet`),
    bar: nothingToDo,
    said: [],
    shown: {
      Release: ["nothing under way"],
      "Traffic and pods": ["Nothing has been released yet."],
      "User reports and notes": ["There are no notes about this release."],
      Events: ["Nothing has happened yet."],
      History: ["Nothing has been released yet."],
    },
  },
  underWay,
  verified,
  inconclusive: {
    steps: [...begun, "verify failed 6 min ago too few requests", "promote not yet"],
    bar: [`paragraph: "Verification ${tooFew}"`, ...canDecide],
    said: [`Verification: ${tooFew}`],
    shown: { Verification: ["canary has answered 41 requests, 200 are needed to tell 52 % sure"] },
  },
  failing,
  promoting: {
    steps: [...begun, "verify done 6 min ago", "promote running for 1 min 2 of 4 pods of stable are new"],
    bar: [...promoting, 'button "Roll back" [disabled]', 'button "Promote" [disabled]'],
    said: [`Verification: ${passes}`, "Promotion is running…"],
    shown: { Release: ["promote is run by jo@laptop, for 1 min"] },
  },
  released: {
    steps: [
      ...begun,
      "verify failed 6 min ago fail, accepted",
      `promote done 2 min ago registry.example.com/team/addressbook:1.5.0@sha256:${"5".repeat(64)} is released`,
    ],
    bar: nothingToDo,
    said: [],
    shown: {
      Release: ["addressbook:1.5.0@555555555555 is released, nothing under way"],
      Verification: [
        "fail, accepted: 2 of 182 checks speak against it",
        "6 of 182 checks are kept.",
        "canary 212 of 2114 requests failed (10.0 %), stable 11 of 8490 (0.1 %) > 99 % sure",
        "180 checks passed",
      ],
      "Traffic and pods": ["stable 100 % of requests"],
    },
  },
  rolledBack: {
    steps: [...failed, "rollback done 2 min ago the canary is ended"],
    bar: [`paragraph: "${rolledBack}"`, ...nothingToDo],
    said: [rolledBack],
    shown: { "Traffic and pods": ["stable 100 % of requests"] },
  },
  promotedBefore: failing,
  notPromoted: {
    ...verified,
    bar: [
      `paragraph: "Verification ${passes}"`,
      'paragraph: "Promotion has failed: it was interrupted"',
      "code: npx release status",
      `'button "Copy : npx release status"'`,
      ...canDecide,
    ],
    said: [`Verification: ${passes}`, "Promotion has failed: it was interrupted"],
  },
  manyPods: {
    ...failing,
    shown: {
      "Traffic and pods": [
        "40 pods: 1 failing, 2 waiting, 1 stopping, 36 ready",
        "160 pods: 4 failing, 6 waiting, 3 stopping, 147 ready",
        "addressbook-stable-5d4f9c7b6-mmdl failing exit code 1 after 2 s 6 restarts, 7 min",
      ],
    },
  },
  blueGreen: {
    ...verified,
    shown: {
      "Traffic and pods": ["blue 100 % of requests 4 of 4 pods ready", "green 0 % of requests 4 of 4 pods ready"],
      History: [
        "2 addressbook:1.5.0@555555555555 green changed: image not released yet, 4 pods",
        "3 addressbook:1.4.2@444444444444 blue current image and configuration as before released 3 d ago",
        "1 addressbook:1.4.2@444444444444 blue the first that is known not released by this tool",
      ],
    },
  },
  readOnly: { ...verified, connection: "read-only live", bar: undefined },
  trouble: { ...underWay, connection: "not current", said: [trouble, ...underWay.said] },
};
