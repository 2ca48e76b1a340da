import { createColors } from "picocolors";

import { LiveOutput } from "../../../release/terminal/live-output";
import { unicodeMarks } from "../../../release/terminal/marks";
import { OutputStream } from "../../../release/terminal/output-stream";
import type { ReleaseEvent } from "../../../release/terminal/release-event";
import { FakeProcess, FakeStream } from "./fake-process";
import { FakeTerminal } from "./fake-terminal";
import { ManualClock } from "./manual-clock";
import { badCanary, goodCanary, start } from "./played-release";

/** A terminal that a release is shown in. */
class Shown {
  readonly terminal: FakeTerminal;
  readonly stream: FakeStream;
  readonly process: FakeProcess;
  readonly clock = new ManualClock(start);
  readonly output: LiveOutput;
  writes = 0;

  constructor(columns = 80, rows = 24) {
    this.terminal = new FakeTerminal(columns, rows);
    this.stream = new FakeStream(true, columns, rows);
    jest.spyOn(this.stream, "write").mockImplementation((text) => {
      this.writes++;
      this.terminal.write(text);
      return true;
    });
    this.process = new FakeProcess(this.stream);
    this.output = new LiveOutput({
      out: new OutputStream(this.stream),
      clock: this.clock,
      colors: createColors(true),
      marks: unicodeMarks,
      endings: this.process,
    });
  }

  async play(events: readonly ReleaseEvent[]): Promise<void> {
    for (const event of events) {
      await this.clock.advanceTo(event.at);
      this.output.event(event);
    }
  }
}

let shown: Shown;
beforeEach(() => {
  shown = new Shown();
});
afterEach(() => {
  shown.output.close();
});

const whileStarting = goodCanary.slice(0, 11);

test("a tree below what stays", async () => {
  await shown.play(whileStarting);
  await shown.clock.advanceTo(start + 8000);
  expect(shown.terminal.shown).toEqual(
    [
      "warning: 2 of 3 nodes have room for a pod",
      "",
      "canary  addressbook to aws-demo  8 s, 9 min 52 s left  1.4.0@bbbbbbbbbbbb",
      "  ✓ preflight  1.0 s  room for 5 pods, 17 of 22 connections",
      "  ✓ migrate    2.0 s  0002_index.sql",
      "  ● canary       5 s",
      "  · verify",
      "  · promote",
      "  · rollback",
      "",
      "addressbook-canary  canary  0/1 ready    0 % of the traffic  1.4.0@bbbbbbbbbbbb",
      "  ○ …5d4f9c8b7-x7k2p   new     5 s  startup probe",
      "addressbook-stable  stable  3/3 ready  100 % of the traffic  1.3.0@aaaaaaaaaaaa",
      "  ✓ …6f5d8c7b94-q8s2m  new     1 d",
      "  ✓ …6f5d8c7b94-r4t6w  new     1 d",
      "  ✓ …6f5d8c7b94-z9x1c  new     1 d",
    ].map((line) => expect.stringMatching(new RegExp(`^${line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")} *$`)) as string),
  );
});

test("time runs when nothing happens: what is left until the timeout, and until a pod has been ready for long enough", async () => {
  const [started, ...others] = goodCanary.slice(0, 12);
  await shown.play([{ ...started, timeoutSeconds: 20 } as ReleaseEvent, ...others]);
  const line = (part: string) => shown.terminal.shown.find((candidate) => candidate.includes(part))?.trimEnd();
  await shown.clock.advanceTo(start + 10_000);
  expect(line("left")).toBe("canary  addressbook to aws-demo  10 s, 10 s left  1.4.0@bbbbbbbbbbbb");
  expect(line("x7k2p")).toBe("  ✓ …5d4f9c8b7-x7k2p   new     7 s  has to stay ready for 4 s");
  await shown.clock.advanceTo(start + 15_000);
  expect(line("x7k2p")).toBe("  ✓ …5d4f9c8b7-x7k2p   new    12 s");
  await shown.clock.advanceTo(start + 21_000);
  expect(line("out of time")).toBe("canary  addressbook to aws-demo  21 s, out of time  1.4.0@bbbbbbbbbbbb");
});

test("it is drawn five times a second at most, and only when something is different", async () => {
  await shown.play(whileStarting);
  await shown.clock.advanceTo(start + 8000);
  shown.writes = 0;
  for (let note = 0; note < 100; note++)
    shown.output.event({ type: "note", at: shown.clock.now(), level: "info", text: `note ${note}` });
  expect(shown.writes).toBe(0);
  await shown.clock.advanceTo(start + 8200);
  expect(shown.writes).toBe(1);
  expect(shown.terminal.shown).toContain("note 99");
  // once a second for the time
  await shown.clock.advanceTo(start + 13_200);
  expect(shown.writes).toBe(6);
});

test("no line is erased before it is written anew", async () => {
  await shown.play(badCanary);
  shown.output.close();
  expect(shown.terminal.flickers).toBe(0);
  expect(shown.writes).toBeGreaterThan(10);
});

test("the end stays: diagnosis, last tree, summary and the next command", async () => {
  await shown.play(badCanary);
  shown.output.close();
  const lines = shown.terminal.shown.map((line) => line.trimEnd());
  expect(lines.slice(0, 2)).toEqual([
    "warning: 2 of 3 nodes have room for a pod",
    "pod/addressbook-canary-5d4f9c8b7-x7k2p: the service ends with exit code 1 at its",
  ]);
  expect(lines.slice(-6)).toEqual([
    "  ✓ …6f5d8c7b94-q8s2m  new     1 d",
    "  ✓ …6f5d8c7b94-r4t6w  new     1 d",
    "  ✓ …6f5d8c7b94-z9x1c  new     1 d",
    "",
    "failed: the canary was rolled back, 1.3.0 serves as before",
    "next: npx release diagnose --environment aws-demo",
  ]);
  expect(lines.filter((line) => line.startsWith("canary  addressbook"))).toHaveLength(1);
});

test("a window that is made narrower and wider leaves one tree, and what is above it", async () => {
  await shown.play(whileStarting);
  for (const [index, columns] of [60, 45, 100, 52].entries()) {
    if (columns < shown.terminal.columns) shown.terminal.narrow(columns);
    shown.terminal.columns = columns;
    shown.stream.columns = columns;
    await shown.clock.advanceTo(start + 8000 + 1000 * index);
    const lines = shown.terminal.shown;
    expect(lines[0]!.trimEnd()).toBe("warning: 2 of 3 nodes have room for a pod");
    expect(lines.filter((line) => line.startsWith("canary  addressbook"))).toHaveLength(1);
    expect(lines).toHaveLength(16);
  }
});

describe("the terminal is given back", () => {
  beforeEach(async () => {
    await shown.play(whileStarting);
  });

  test("at the end, with nothing left behind that listens or waits", () => {
    expect(shown.terminal.isCursorHidden).toBe(true);
    shown.output.close();
    expect(shown.terminal.isCursorHidden).toBe(false);
    expect(shown.process.eventNames()).toEqual([]);
    expect(shown.clock.sleeping).toBe(0);
  });

  test("when the process exits by itself", () => {
    shown.process.emit("exit");
    expect(shown.terminal.isCursorHidden).toBe(false);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"])("at %s, which kills when nobody else listens to it", (signal) => {
    shown.process.emit(signal);
    expect(shown.terminal.isCursorHidden).toBe(false);
    expect(shown.process.killed).toEqual([`4711 ${signal}`]);
    expect(shown.process.listenerCount(signal)).toBe(0);
  });

  test("but not at a signal that the release itself comes to an end by", async () => {
    shown.process.on("SIGINT", () => undefined);
    shown.process.emit("SIGINT");
    expect(shown.process.killed).toEqual([]);
    await shown.clock.advanceTo(start + 9000);
    expect(shown.terminal.shown.join()).toContain("9 s, 9 min 51 s left");
  });

  test("while it is suspended, and it is drawn below what was typed meanwhile", async () => {
    shown.process.emit("SIGTSTP");
    expect(shown.terminal.isCursorHidden).toBe(false);
    expect(shown.process.killed).toEqual(["4711 SIGSTOP"]);
    shown.terminal.write("$ fg\n");
    await shown.clock.advanceTo(start + 9000);
    expect(shown.terminal.isCursorHidden).toBe(true);
    expect(shown.terminal.shown.indexOf("$ fg")).toBeLessThan(
      shown.terminal.shown.findIndex((line) => line.includes("9 s, 9 min 51 s left")),
    );
  });
});

test("a terminal that is closed ends no release", async () => {
  await shown.play(whileStarting);
  jest.spyOn(shown.stream, "write").mockImplementation(() => {
    throw new Error("write EIO");
  });
  await shown.play(goodCanary.slice(11));
  expect(() => {
    shown.output.close();
  }).not.toThrow();
});
