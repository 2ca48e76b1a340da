import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

import { offlineEnvironment, run } from "./terraform-command";

/** A provider that was downloaded or built before, in the layout of a mirror of Terraform's registry. */
export interface FoundProvider {
  readonly mirror: string;
  /** With its host, which Terraform and OpenTofu would each take to be their own. */
  readonly source: string;
  readonly version: string;
}

/** What this project uses and a provider that is older than the pinned one does not know. */
export const lackedByOlderProviders = [
  ["aws_eks_cluster", "deletion_protection"],
  ["aws_eks_pod_identity_association", "target_role_arn"],
] as const;

/** Where a user's programs keep what can be made again; an empty variable is none. */
function userCache(env: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME: named = "" } = env;
  return named === "" ? join(homedir(), ".cache") : named;
}

/** Where a provider may lie that was downloaded or built before. */
export const mirrors = (env: NodeJS.ProcessEnv): readonly string[] => [
  ...(env["TF_PLUGIN_DIR"] ? [env["TF_PLUGIN_DIR"]] : []),
  join(homedir(), ".terraform.d/plugins"),
  // where tools/build-provider.mjs puts what it builds
  join(userCache(env), "addressbook-platform/terraform-providers"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
  "/opt/tf-plugins",
];

const system = process.platform === "win32" ? "windows" : process.platform;
const processor = process.arch === "x64" ? "amd64" : process.arch;

/**
 * The provider in the wanted version, or else in the newest one that is there.
 *
 * @param source with or without a namespace: `aws`, `digitalocean/digitalocean`
 * @param places @default - where this machine may have it
 */
export function findProvider(
  source: string,
  wanted: string,
  places: readonly string[] = mirrors(process.env),
): FoundProvider | undefined {
  const path = source.includes("/") ? source : `hashicorp/${source}`;
  const found = places
    .filter((mirror) => existsSync(mirror))
    .flatMap((mirror) =>
      // below the host of the registry that it mirrors
      readdirSync(mirror).flatMap((host) => {
        const versions = join(mirror, host, path);
        if (!existsSync(versions)) return [];
        return readdirSync(versions)
          .filter((version) => existsSync(join(versions, version, `${system}_${processor}`)))
          .map((version) => ({ mirror, source: `${host}/${path}`, version }));
      }),
    );
  found.sort((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }));
  return found.find(({ version }) => version === wanted) ?? found.at(-1);
}

/** What `terraform validate` says, by the address of what it is about. */
export type Complaints = ReadonlyMap<string, readonly string[]>;

/** A folder in which Terraform validates configurations with a real provider. */
export class RealProvider {
  private readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  private initialized = false;

  constructor(
    private readonly binary: string,
    private readonly provider: FoundProvider,
  ) {
    writeFileSync(join(this.folder, "settings.tfrc"), "");
  }

  /** @param files the configuration, in one file or in several: Terraform reads all of a file for each message */
  async validate(...files: readonly object[]): Promise<Complaints> {
    for (const file of readdirSync(this.folder).filter((name) => name.endsWith(".tf.json")))
      rmSync(join(this.folder, file));
    files.forEach((json, index) => {
      writeFileSync(join(this.folder, `${index}.tf.json`), JSON.stringify(json));
    });
    if (!this.initialized) {
      await this.terraform("init", "-backend=false", `-plugin-dir=${this.provider.mirror}`);
      this.initialized = true;
    }
    const printed = await this.terraform("validate", "-json");
    const { diagnostics } = JSON.parse(printed) as {
      diagnostics: { summary: string; detail: string; address?: string }[];
    };
    const complaints = new Map<string, string[]>();
    for (const { summary, detail, address = "" } of diagnostics)
      complaints.set(address, [...(complaints.get(address) ?? []), `${summary}: ${detail}`]);
    return complaints;
  }

  delete(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async terraform(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await run(this.binary, args, {
      cwd: this.folder,
      env: offlineEnvironment(this.folder, "settings.tfrc"),
    });
    // what is wrong is what was asked for
    if (status === 0 || args[0] === "validate") return stdout;
    throw new Error(`${this.binary} ${args.join(" ")} ended with ${String(status)}\n${stdout}${stderr}`);
  }
}
