import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** A provider that was downloaded or built before, in the layout of a mirror of Terraform's registry. */
export interface FoundProvider {
  readonly mirror: string;
  readonly version: string;
}

const mirrors = [
  ...(process.env["TF_PLUGIN_DIR"] ? [process.env["TF_PLUGIN_DIR"]] : []),
  join(homedir(), ".terraform.d/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
  "/opt/tf-plugins",
];

const system = process.platform === "win32" ? "windows" : process.platform;
const processor = process.arch === "x64" ? "amd64" : process.arch;

/** The provider in the wanted version, or else in the newest one that is there. */
export function findProvider(name: string, wanted: string): FoundProvider | undefined {
  const found = mirrors
    .filter((mirror) => existsSync(mirror))
    .flatMap((mirror) =>
      // below the host of the registry that it mirrors
      readdirSync(mirror).flatMap((host) => {
        const versions = join(mirror, host, "hashicorp", name);
        if (!existsSync(versions)) return [];
        return readdirSync(versions)
          .filter((version) => existsSync(join(versions, version, `${system}_${processor}`)))
          .map((version) => ({ mirror, version }));
      }),
    );
  found.sort((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }));
  return found.find(({ version }) => version === wanted) ?? found.at(-1);
}

export function hasTerraform(): boolean {
  try {
    return (
      execFileSync("terraform", ["version", "-json"], { encoding: "utf8", stdio: "pipe", env: offline("") }) !== ""
    );
  } catch {
    return false;
  }
}

/** What `terraform validate` thinks. */
export interface Validation {
  readonly valid: boolean;
  readonly diagnostics: readonly string[];
}

/** A folder in which Terraform was initialized with a provider of a mirror, and validates one JSON after the other. */
export class OfflineTerraform {
  private readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  private initialized = false;

  constructor(private readonly provider: FoundProvider) {}

  validate(json: unknown): Validation {
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(json));
    if (!this.initialized) {
      this.run("init", "-backend=false", "-input=false", "-no-color", `-plugin-dir=${this.provider.mirror}`);
      this.initialized = true;
    }
    const { valid, diagnostics } = JSON.parse(this.run("validate", "-json")) as {
      valid: boolean;
      diagnostics: { summary: string; detail: string; address?: string }[];
    };
    return {
      valid,
      diagnostics: diagnostics.map(({ summary, detail, address = "" }) => `${address}: ${summary}: ${detail}`),
    };
  }

  delete(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(...args: string[]): string {
    try {
      return execFileSync("terraform", args, {
        cwd: this.folder,
        encoding: "utf8",
        stdio: "pipe",
        env: offline(this.folder),
      });
    } catch (error) {
      // `validate` says what is wrong on standard output, and exits with 1
      const { stdout } = error as { stdout?: string };
      if (args[0] === "validate" && stdout?.startsWith("{") === true) return stdout;
      throw error;
    }
  }
}

/** No network, and nothing of the settings of whoever runs the tests. */
function offline(folder: string): NodeJS.ProcessEnv {
  const settings = join(folder, "empty.tfrc");
  if (folder !== "") writeFileSync(settings, "");
  return {
    PATH: process.env["PATH"],
    HOME: folder,
    CHECKPOINT_DISABLE: "1",
    ...(folder === "" ? {} : { TF_CLI_CONFIG_FILE: settings }),
    // a way out that leads nowhere, should anything try
    HTTPS_PROXY: "http://127.0.0.1:9",
    HTTP_PROXY: "http://127.0.0.1:9",
  };
}
