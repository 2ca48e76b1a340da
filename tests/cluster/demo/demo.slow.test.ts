// Slow (45 s): the demo in processes of its own, ten times as fast as real time.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { images } from "./demo-cluster";

jest.setTimeout(90_000);

/** The demo, as `npm run demo` starts it. */
class Demo {
  text = "";
  private readonly child: ChildProcess;

  constructor(folder: string, ...args: readonly string[]) {
    this.child = spawn(process.execPath, ["tools/run-typescript.mjs", "tests/cluster/demo/main.ts", ...args], {
      env: { PATH: process.env["PATH"], CI: "true", TMPDIR: folder },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 80_000,
      killSignal: "SIGKILL",
    });
    const hear = (part: Buffer): void => {
      this.text += part.toString();
    };
    this.child.stdout?.on("data", hear);
    this.child.stderr?.on("data", hear);
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  /** @returns what the words are followed by in their line */
  async says(words: RegExp): Promise<string> {
    for (;;) {
      const found = words.exec(this.text);
      if (found !== null) return found[1] ?? "";
      if (this.child.exitCode !== null) throw new Error(`it never said ${words.source}:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** @returns the exit code */
  async end(signal?: NodeJS.Signals): Promise<unknown> {
    const closed = once(this.child, "close");
    if (signal !== undefined) this.child.kill(signal);
    const [code] = (await closed) as unknown[];
    return code;
  }
}

describe("The demo", () => {
  let folder: string;
  let demo: Demo;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  });
  afterEach(() => {
    demo.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  test("tells its story by itself, and leaves nothing behind", async () => {
    demo = new Demo(folder, "--auto");
    const code = await demo.end();
    expect({ code, text: demo.text }).toMatchObject({ code: 0 });
    const chapters = demo.text.split("\n=== ");
    expect(chapters.map((chapter) => chapter.split("\n")[0])).toEqual([
      "A cluster is played on this machine, 10 times as fast as real time.",
      "A good version ===",
      "A bad version ===",
    ]);
    const [begin, good, bad] = chapters;
    expect(begin).toMatch(/^The dashboard: http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/$/m);
    expect(good).toContain("verdict: pass");
    expect(good).toContain("$ npx release promote --environment local");
    expect(good).toContain(`\n${images.good} was promoted.\n`);
    expect(bad).toMatch(/[✗x] requests that fail \(95 % sure\): \d+ of \d+ requests to the canary failed \((9|10)/);
    expect(bad).toContain("the program takes more memory than its limit of 256Mi, and is killed");
    expect(bad).toContain("$ npx release rollback --environment local");
    expect(bad).toContain(`\n${images.bad} was rolled back.\n\nThe demo has ended, and nothing of it is left.\n`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("does what a person decides on its page, and ends with Ctrl-C", async () => {
    demo = new Demo(folder);
    const address = await demo.says(/^The dashboard: (.*)$/m);
    expect((await fetch(address)).status).toBe(200);
    await demo.says(/Go or no-go\?/);
    // whose clock is not the demo's, by which the lock is kept
    await demo.says(/press "Promote" there\. The commands above are not for another shell: /);
    expect(demo.text).not.toMatch(/another shell:\n *npx release (promote|rollback)/);
    const promote = (): Promise<Response> =>
      fetch(`${address}promote`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: new URL(address).origin },
        body: JSON.stringify({ image: images.good }),
      });
    // the page hears a little later that the lock is free
    while ((await promote()).status === 409) await new Promise((resolve) => setTimeout(resolve, 100));
    await demo.says(/1\.1\.0 was promoted/);
    expect(demo.text).not.toContain("Nobody has decided");
    await demo.says(/canary of addressbook to local: addressbook:1\.2\.0/);
    expect(await demo.end("SIGINT")).toBe(0);
    expect(demo.text).toContain("The demo has ended, and nothing of it is left.");
    expect(readdirSync(folder)).toEqual([]);
    await expect(fetch(address)).rejects.toThrow("fetch failed");
  });

  test("can be ended before it has begun", async () => {
    demo = new Demo(folder);
    await demo.says(/A cluster is played/);
    expect(await demo.end("SIGTERM")).toBe(0);
    expect(demo.text).not.toContain("=== A good version");
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    [["--help"], 0, "Usage: demo [options]"],
    [["--speed", "0"], 2, "It must be a number from 1 to 20."],
    [["--auto", "soon"], 2, "It must be a whole number of seconds, at most 999."],
  ])("%j ends with %i", async (args, code, words) => {
    demo = new Demo(folder, ...args);
    expect(await demo.end()).toBe(code);
    expect(demo.text).toContain(words);
  });
});
