import { createColors } from "picocolors";

import { widthOf } from "../../../release/terminal/display-width";
import { frameOf } from "../../../release/terminal/frame";
import { paint } from "../../../release/terminal/line";
import { asciiMarks, unicodeMarks } from "../../../release/terminal/marks";
import type { PodState, ReleaseEvent } from "../../../release/terminal/release-event";
import { advance, nothingYet } from "../../../release/terminal/release-progress";
import { badCanary, goodCanary, newImage, oldImage, pod, start, tree } from "./played-release";

function frame(events: readonly ReleaseEvent[], columns: number, rows: number, marks = unicodeMarks): string[] {
  const size = { columns, rows };
  const lines = frameOf(events.reduce(advance, nothingYet), start + 8000, size, marks);
  return lines.map((line) => paint(line, createColors(false), columns, marks.ellipsis));
}

const pods = (states: readonly PodState[]): ReleaseEvent => ({
  type: "pods",
  at: start,
  tree: {
    deployments: [
      {
        name: "addressbook-stable",
        track: "stable",
        image: newImage,
        desiredPods: states.length,
        readyPods: 0,
        trafficPercent: 100,
        pods: states,
      },
    ],
  },
});

test("a wide terminal has the whole names", () => {
  expect(frame(badCanary.slice(0, 13), 120, 30)).toEqual([
    "",
    "canary  addressbook to aws-demo  8 s, 9 min 52 s left  1.4.0@bbbbbbbbbbbb",
    "  ✓ preflight  1.0 s  room for 5 pods, 17 of 22 connections",
    "  ✓ migrate    2.0 s  0002_index.sql",
    "  ● canary       5 s",
    "  · verify          ",
    "  · promote         ",
    "  · rollback        ",
    "",
    "addressbook-canary  canary  0/1 ready    0 % of the traffic  addressbook:1.4.0@bbbbbbbbbbbb",
    "  ✗ addressbook-canary-5d4f9c8b7-x7k2p   new     5 s  1 restart  ended with exit code 1",
    "addressbook-stable  stable  3/3 ready  100 % of the traffic  addressbook:1.3.0@aaaaaaaaaaaa",
    "  ✓ addressbook-stable-6f5d8c7b94-q8s2m  new     1 d",
    "  ✓ addressbook-stable-6f5d8c7b94-r4t6w  new     1 d",
    "  ✓ addressbook-stable-6f5d8c7b94-z9x1c  new     1 d",
  ]);
});

test("a Deployment that is replaced says how many of its ready pods are of the new version", () => {
  const replaced = (state: PodState["state"]): ReleaseEvent => {
    const { deployments } = tree(pod("addressbook-canary-5d4f9c8b7-x7k2p", "ready", { isOld: true }));
    const [canary, ...others] = deployments;
    const added = pod("addressbook-canary-6f5d8c7b9-q2w3e", state, { why: "ended with exit code 1" });
    const changed = canary === undefined ? [] : [{ ...canary, pods: [...canary.pods, added] }];
    return { type: "pods", at: start, tree: { deployments: [...changed, ...others] } };
  };
  const shown = (state: PodState["state"]): string[] => frame([goodCanary[0]!, replaced(state)], 120, 30).slice(9);
  expect(shown("failing")[0]).toBe(
    "addressbook-canary  canary  1/1 ready (0 new)  25 % of the traffic  addressbook:1.4.0@bbbbbbbbbbbb",
  );
  expect(shown("ready")[0]).toContain("  1/1 ready (1 new)  ");
  expect(shown("failing")[3]).toContain("  3/3 ready          75 % of the traffic  ");
});

test("a low and narrow terminal has the steps in one line, and signs of ASCII where there are no others", () => {
  expect(frame(badCanary.slice(0, 13), 50, 12, asciiMarks)).toEqual([
    "",
    "canary  addressbook to aws-demo  8 s, 9 min 52 ...",
    "  + preflight 1.0 s  + migrate 2.0 s  * canary ...",
    "",
    "addressbook-canary  canary  0/1 ready    0 % of...",
    "  x ...5d4f9c8b7-x7k2p   new     5 s  1 restart...",
    "addressbook-stable  stable  3/3 ready  100 % of...",
    "  + ...6f5d8c7b94-q8s2m  new     1 d",
    "  + ...6f5d8c7b94-r4t6w  new     1 d",
    "  + ...6f5d8c7b94-z9x1c  new     1 d",
  ]);
});

test("more pods than rows: the failing ones are shown, and how many are not", () => {
  const states = Array.from({ length: 40 }, (_, index) =>
    pod(`addressbook-stable-${index}`, index === 37 ? "failing" : index % 10 === 9 ? "waiting" : "ready", {
      why: index === 37 ? "image cannot be pulled" : "",
    }),
  );
  const lines = frame([goodCanary[0]!, pods(states)], 80, 12);
  expect(lines).toHaveLength(11);
  expect(lines.slice(5)).toEqual([
    "  ○ …9   new     8 s",
    "  ○ …19  new     8 s",
    "  ○ …29  new     8 s",
    "  ✗ …37  new     8 s  image cannot be pulled",
    "  ○ …39  new     8 s",
    "  … 35 more pods: 35 ready",
  ]);
});

test.each([1, 2, 3, 5, 8, 13, 24, 60])("a terminal of %i rows has them all, but for the cursor's", (rows) => {
  const events = [...badCanary.slice(0, 13), pods(Array.from({ length: 50 }, (_, index) => pod(`p${index}`, "ready")))];
  expect(frame(events, 80, rows).length).toBeLessThanOrEqual(Math.max(1, rows - 1));
});

test.each([10, 37, 79, 119])("no line is wider than %i columns, whatever pods say", (columns) => {
  const why = "イメージを取得できません 🚨 \u001b[31mrot\u001b[0m \u202e" + "x".repeat(200);
  const lines = frame([...goodCanary, pods([pod("a", "failing", { why })])], columns, 40);
  expect(lines.join("\n")).not.toMatch(/[\u001b\u202e]/);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
  expect(Math.max(...lines.map(widthOf))).toBeGreaterThan(columns - 3);
});

test("pods that were refused, and old ones", () => {
  const { deployments } = tree(pod("addressbook-canary-1", "ready", { isOld: true }));
  const refused = { ...deployments[0]!, image: oldImage, why: "exceeded quota: pods" };
  const lines = frame([goodCanary[0]!, { type: "pods", at: start, tree: { deployments: [refused] } }], 80, 40);
  expect(lines.slice(-3)).toEqual([
    "addressbook-canary  canary  1/1 ready (0 new)  25 % of the traffic  1.3.0@aaaaa…",
    "  ✗ no more pods: exceeded quota: pods",
    "  ✓ …1  old     8 s",
  ]);
});
