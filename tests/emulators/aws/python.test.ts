import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findPython } from "./python";

describe("A Python for the emulator", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Something that is called like a Python, and prints this whatever it is asked. */
  function pretender(printed: string): string {
    const file = join(folder, "python");
    writeFileSync(file, `#!/bin/sh\necho "${printed}"\n`, { mode: 0o755 });
    return file;
  }

  test("is told to be missing, with what was tried", () => {
    const command = join(folder, "python");
    jest.replaceProperty(process, "env", { PYTHON: command });

    expect(findPython()).toEqual({ missing: `no Python 3.10 or later is on the PATH (${command})` });
  });

  test("is not one that is too old", () => {
    jest.replaceProperty(process, "env", { PYTHON: pretender("False\n5.2.1") });

    expect(findPython()).toMatchObject({ missing: expect.stringContaining("no Python 3.10") as string });
  });

  test("is taken as it is when it has the very packages", () => {
    const command = pretender("True\n5.2.1");
    jest.replaceProperty(process, "env", { PYTHON: command });

    expect(findPython()).toEqual({ command });
  });
});
