import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findCheckov, pinnedVersion } from "./checkov";

/** A machine with nothing but some programs on its PATH, which are scripts of the shell. */
class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-scan-"));
  readonly own = join(this.folder, "cache", "checkov");

  constructor(programs: Readonly<Record<string, string>>) {
    mkdirSync(join(this.folder, "bin"));
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(this.folder, "bin", name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(this.folder, "bin", name), 0o755);
    }
  }

  find(): ReturnType<typeof findCheckov> {
    // it says what takes so long
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
    return findCheckov(this.own, { PATH: join(this.folder, "bin") });
  }
}

const machines: Machine[] = [];
const machine = (programs: Readonly<Record<string, string>>): Machine => {
  const made = new Machine(programs);
  machines.push(made);
  return made;
};

afterAll(() => {
  for (const { folder } of machines) rmSync(folder, { recursive: true, force: true });
});

/** A Python whose virtual environments hold a pip that does something. */
const python = (pip: string): string =>
  `[ "$1" = -c ] && exit 0
   /bin/mkdir -p "$3/bin"
   printf '#!/bin/sh\\n%s\\n' '${pip}' > "$3/bin/python"
   /bin/chmod +x "$3/bin/python"`;

const installs = (version: string): string =>
  `printf "#!/bin/sh\\necho ${version}\\n" > "\${0%/*}/checkov"; /bin/chmod +x "\${0%/*}/checkov"`;

const withShell = process.platform === "win32" ? describe.skip : describe;

withShell("Checkov", () => {
  test("is taken from the PATH in the version that is pinned", () => {
    expect(machine({ checkov: `echo ${pinnedVersion}` }).find()).toEqual({ command: "checkov" });
  });

  test.each([
    ["missing", {}],
    ["another version", { checkov: "echo 2.0.0" }],
  ])("is installed where it is %s, and once", (_, programs) => {
    const made = machine({ ...programs, python3: python(installs(pinnedVersion)) });
    expect(made.find()).toEqual({ command: join(made.own, "bin", "checkov") });
    rmSync(join(made.folder, "bin", "python3"));
    expect(made.find()).toEqual({ command: join(made.own, "bin", "checkov") });
  });

  test("is missing without Python", () => {
    expect(machine({}).find()).toEqual({
      missing:
        "Checkov is not on the PATH, and it could not be installed: there is no Python with the modules venv and ensurepip",
    });
  });

  test("is missing without network, and leaves nothing behind", () => {
    const offline = machine({
      checkov: "echo 2.0.0",
      python3: python('echo "WARNING: retrying" >&2; echo "ERROR: No matching distribution found" >&2; exit 1'),
    });
    expect(offline.find()).toEqual({
      missing: `Checkov on the PATH is 2.0.0, not ${pinnedVersion}, and it could not be installed: ERROR: No matching distribution found`,
    });
    expect(existsSync(offline.own)).toBe(false);
  });

  test("is missing when it does not start", () => {
    expect(machine({ python3: python("exit 0") }).find()).toEqual({
      missing: "Checkov is not on the PATH, and it could not be installed: it does not start",
    });
  });
});
