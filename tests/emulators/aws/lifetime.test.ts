import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { skipAloud } from "../../terraform/harness/with-terraform";
import { AwsEmulator } from "./aws-emulator";
import { emulatorFolder, findPython } from "./python";

const python = findPython();
if ("missing" in python) skipAloud("The emulator's life", python.missing);
else
  describe("The emulator", () => {
    jest.setTimeout(60_000);

    const answers = (address: string): Promise<boolean> =>
      fetch(`${address}/_emulator/health`).then(
        ({ ok }) => ok,
        () => false,
      );

    /** Within ten seconds, which is far more than it takes. */
    async function isGone(address: string): Promise<boolean> {
      for (let attempt = 0; attempt < 100; attempt += 1) {
        if (!(await answers(address))) return true;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return false;
    }

    const addressOf = (child: ChildProcess): Promise<string> =>
      new Promise((resolve) => {
        createInterface(child.stdout!).once("line", (line) => {
          resolve((JSON.parse(line) as { address: string }).address);
        });
      });

    test("answers on this machine only, until it is stopped", async () => {
      const emulator = await AwsEmulator.start();
      const { address, environment } = emulator;
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(await answers(address)).toBe(true);
      expect(environment).toMatchObject({ AWS_ENDPOINT_URL: address, AWS_EC2_METADATA_DISABLED: "true" });
      // the environments say which
      expect(environment).not.toHaveProperty("AWS_REGION");

      await emulator.stop();
      expect(await answers(address)).toBe(false);
      // it is gone already
      await emulator.stop();
    });

    test("says why it cannot start", async () => {
      const emulator = await AwsEmulator.start();
      const port = Number(new URL(emulator.address).port);

      await expect(AwsEmulator.start({ port })).rejects.toThrow(/Address already in use/);
      await emulator.stop();
    });

    test("does not outlive a test that is killed", async () => {
      const program = `
        const { spawn } = require("node:child_process");
        const [command, folder] = process.argv.slice(1);
        spawn(command, ["-B", "-m", "aws_emulator"], { env: { PATH: process.env.PATH, PYTHONPATH: folder }, stdio: ["pipe", "inherit", "inherit"] });`;
      const parent = spawn(process.execPath, ["-e", program, python.command, emulatorFolder], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const address = await addressOf(parent);
      expect(await answers(address)).toBe(true);

      parent.kill("SIGKILL");

      expect(await isGone(address)).toBe(true);
    });

    test("does not outlive its parent even when somebody else holds its standard input", async () => {
      // the sleeping program has the other end of the pipe; the shell ends at once when it is killed
      const script = `sleep 30 | "$0" -B -m aws_emulator & wait`;
      const parent = spawn("bash", ["-c", script, python.command], {
        env: { PATH: process.env["PATH"], PYTHONPATH: emulatorFolder },
        stdio: ["ignore", "pipe", "inherit"],
        detached: true,
      });
      const address = await addressOf(parent);
      expect(await answers(address)).toBe(true);

      parent.kill("SIGKILL");

      expect(await isGone(address)).toBe(true);
      // only what this test has started: the group that it made
      process.kill(-parent.pid!, "SIGKILL");
    });
  });
