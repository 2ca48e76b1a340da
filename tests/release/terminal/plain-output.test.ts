import { createColors } from "picocolors";

import { unicodeMarks } from "../../../release/terminal/marks";
import { OutputStream } from "../../../release/terminal/output-stream";
import { PlainOutput } from "../../../release/terminal/plain-output";
import type { ReleaseEvent } from "../../../release/terminal/release-event";
import { inGroups } from "../../../release/terminal/workflow-log";
import { FakeStream } from "./fake-process";
import { ManualClock } from "./manual-clock";
import { badCanary, goodCanary, pod, start, tree } from "./played-release";

let stream: FakeStream;
let clock: ManualClock;
let output: PlainOutput;

function open(log: "github" | "none" = "none"): void {
  stream = new FakeStream(false);
  clock = new ManualClock(start);
  output = new PlainOutput({
    out: new OutputStream(stream),
    clock,
    colors: createColors(false),
    marks: unicodeMarks,
    format: inGroups(log),
  });
}

beforeEach(() => {
  open();
});
afterEach(() => {
  output.close();
});

async function play(events: readonly ReleaseEvent[]): Promise<void> {
  for (const event of events) {
    await clock.advanceTo(event.at);
    output.event(event);
  }
}

test("a good canary, a line for each thing that happens", async () => {
  await play(goodCanary);
  expect(stream.lines).toEqual([
    "12:00:00  release    canary of addressbook to aws-demo: addressbook:1.4.0@bbbbbbbbbbbb, in namespace addressbook, within 10 min 00 s",
    "12:00:00  release    addressbook-stable: 3/3 ready, 100 % of the traffic, addressbook:1.3.0@aaaaaaaaaaaa",
    "12:00:00  preflight  begins",
    "12:00:00  preflight  warning: 2 of 3 nodes have room for a pod",
    "12:00:01  preflight  done after 1.0 s: room for 5 pods, 17 of 22 connections",
    "12:00:01  migrate    begins",
    "12:00:03  migrate    done after 2.0 s: 0002_index.sql",
    "12:00:03  canary     begins",
    "12:00:03  canary     addressbook-canary: 0/1 ready, 0 % of the traffic, addressbook:1.4.0@bbbbbbbbbbbb",
    "12:00:03  canary     pod addressbook-canary-5d4f9c8b7-x7k2p waits: it is scheduled",
    "12:00:03  canary     pod addressbook-canary-5d4f9c8b7-x7k2p waits: image is pulled",
    "12:00:07  canary     pod addressbook-canary-5d4f9c8b7-x7k2p waits: startup probe",
    "12:00:09  canary     addressbook-canary: 1/1 ready, 25 % of the traffic, addressbook:1.4.0@bbbbbbbbbbbb",
    "12:00:09  canary     pod addressbook-canary-5d4f9c8b7-x7k2p is ready",
    "12:00:09  canary     addressbook-stable: 3/3 ready, 75 % of the traffic, addressbook:1.3.0@aaaaaaaaaaaa",
    "12:00:14  canary     done after 11 s",
    "12:00:14  verify     begins",
    "12:00:15  verify     verdict: pass",
    "                       ✓ ready (addressbook-canary-5d4f9c8b7-x7k2p, 4 ms): 200 as expected",
    "                       ✓ error rate (95 % sure): 0 of 340 requests to the canary failed, 2 of 912 to stable (0.2 %)",
    "12:00:15  verify     done after 1.0 s",
    "12:00:15  release    done: the canary is good",
    "                     next: npx release promote --environment aws-demo",
  ]);
});

test("a bad canary on GitHub: its cause is where nobody has to unfold it", async () => {
  output.close();
  open("github");
  await play(badCanary);
  output.close();
  expect(stream.lines.slice(stream.lines.indexOf("::group::canary"))).toEqual([
    "::group::canary",
    "12:00:03  canary     begins",
    "12:00:03  canary     addressbook-canary: 0/1 ready, 0 % of the traffic, addressbook:1.4.0@bbbbbbbbbbbb",
    "12:00:03  canary     pod addressbook-canary-5d4f9c8b7-x7k2p waits: it is scheduled",
    "12:00:03  canary     pod addressbook-canary-5d4f9c8b7-x7k2p waits: image is pulled",
    "12:00:06  canary     pod addressbook-canary-5d4f9c8b7-x7k2p fails: ended with exit code 1",
    "12:00:07  canary     pod addressbook-canary-5d4f9c8b7-x7k2p was restarted",
    "::endgroup::",
    "12:00:07  canary     pod/addressbook-canary-5d4f9c8b7-x7k2p: the service ends with exit code 1 at its start",
    "                       seen    Error: DB_HOST is <empty> | see @ops",
    "                       change  environments/service.ts: give DB_HOST",
    "                       run     kubectl --namespace addressbook logs addressbook-canary-5d4f9c8b7-x7k2p",
    "12:00:07  canary     failed after 4.0 s: its pods crash",
    "::group::rollback",
    "12:00:07  rollback   begins",
    "12:00:08  rollback   pod addressbook-canary-5d4f9c8b7-x7k2p stops: ends",
    "12:00:09  rollback   pod addressbook-canary-5d4f9c8b7-x7k2p is gone",
    "12:00:09  rollback   addressbook-canary is gone",
    "12:00:09  rollback   done after 2.0 s",
    "::endgroup::",
    "12:00:09  release    failed: the canary was rolled back, 1.3.0 serves as before",
    "                     next: npx release diagnose --environment aws-demo",
  ]);
});

test("a line after every 30 seconds of silence, and none after the end", async () => {
  await play(goodCanary.slice(0, 10));
  const before = stream.lines.length;
  await clock.advanceTo(start + 100_000);
  expect(stream.lines.slice(before)).toEqual([
    "12:00:33  canary     waits for 30 s: addressbook-canary-5d4f9c8b7-x7k2p (image is pulled)",
    "12:01:03  canary     waits for 1 min 00 s: addressbook-canary-5d4f9c8b7-x7k2p (image is pulled)",
    "12:01:33  canary     waits for 1 min 30 s: addressbook-canary-5d4f9c8b7-x7k2p (image is pulled)",
  ]);
  output.event({ type: "note", at: clock.now(), level: "info", text: "still here" });
  const noted = stream.lines.length;
  await clock.advanceTo(start + 129_000);
  expect(stream.lines).toHaveLength(noted);

  output.close();
  expect(clock.sleeping).toBe(0);
});

test("a pod that crashes in turns is told of once for each way, and again after it was ready", async () => {
  const states = [
    pod("a", "failing", { why: "ended with exit code 1" }),
    pod("a", "waiting", { why: "startup probe", restarts: 1 }),
    pod("a", "failing", { why: "ended with exit code 1", restarts: 1 }),
    pod("a", "waiting", { why: "startup probe", restarts: 2 }),
    pod("a", "ready", { restarts: 2 }),
    pod("a", "failing", { why: "ended with exit code 1", restarts: 2 }),
  ];
  await play(states.map((state) => ({ type: "pods", at: start, tree: tree(state) })));
  expect(stream.lines.map((line) => line.slice(21)).filter((line) => line.startsWith("pod a"))).toEqual([
    "pod a fails: ended with exit code 1",
    "pod a was restarted",
    "pod a waits: startup probe",
    "pod a was restarted, 2 times by now",
    "pod a is ready",
    "pod a fails: ended with exit code 1",
  ]);
});

test("the same diagnosis is told once, another one again", async () => {
  const diagnosis = badCanary.find((event) => event.type === "diagnosis")!;
  await play([diagnosis, diagnosis]);
  expect(stream.lines).toHaveLength(4);
  await play([{ ...diagnosis, diagnosis: { ...diagnosis.diagnosis, subject: "pod/b" } }]);
  expect(stream.lines).toHaveLength(8);
});

test.each([
  ["::add-mask::x", ": :add-mask::x"],
  ["  ::error::x", "  : :error::x"],
  ["12:00:00  x ##[error]y", "12:00:00  x # #[error]y"],
])("GitHub is given no command by %j", (text, line) => {
  expect(inGroups("github").line(text)).toBe(line);
  expect(inGroups("none").line(text)).toBe(text);
});
