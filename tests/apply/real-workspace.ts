import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { PlanJson } from "../../plan/planned-changes";
import { at } from "../support/at";
import type { TerraformJson } from "../support/terraform-json";
import { type FoundProvider, lackedByOlderProviders } from "../terraform/harness/real-provider";
import type { StackState } from "../terraform/harness/state";
import {
  begin,
  offlineEnvironment,
  type Outcome,
  type Running,
  type Terraform,
} from "../terraform/harness/terraform-command";

const settingsFile = "settings.tfrc";

/** The Terraform and the provider of a test, and the cloud that they talk to. */
export interface Surroundings {
  readonly terraform: Terraform;
  readonly provider: FoundProvider;
  /** The version that the stacks want; an older provider is given out for it. */
  readonly wantedVersion: string;
  /** Variables by which provider, backend and command line tools find the cloud. */
  readonly cloud: Readonly<Record<string, string>>;
}

/** A folder in which the real Terraform works on one stack, with the real provider and a cloud that is played. */
export class RealWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));

  /** @param backend where the state is, instead of where the environment keeps it. @default - where it says */
  constructor(
    private readonly surroundings: Surroundings,
    backend?: object,
  ) {
    writeFileSync(join(this.folder, settingsFile), mirrorSettings(surroundings, this.folder));
    if (backend !== undefined) this.override("backend", { terraform: { backend } });
  }

  /** The state after the last command, when it is in this folder. */
  get state(): StackState {
    return JSON.parse(readFileSync(join(this.folder, "terraform.tfstate"), "utf8")) as StackState;
  }

  /** Whether something was not made as a whole, so that the next run makes it anew. */
  isTainted(type: string): boolean {
    return this.state.resources.some(
      (resource) => resource.type === type && resource.instances.some(({ status }) => status === "tainted"),
    );
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...offlineEnvironment(this.folder, join(this.folder, settingsFile)), ...this.surroundings.cloud };
  }

  write({ json }: TerraformJson): void {
    const readable = readableBy(this.surroundings, json);
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(readable, undefined, 2));
  }

  /** Lays settings over those of the stack, for as long as this folder is there. */
  override(name: string, settings: object): void {
    writeFileSync(join(this.folder, `${name}_override.tf.json`), JSON.stringify(settings));
  }

  /** Begins a command, which may then be interrupted. */
  begin(...args: readonly string[]): Running {
    const { command } = this.surroundings.terraform;
    return begin(command, [...args, "-no-color"], { cwd: this.folder, env: this.environment, detached: true });
  }

  terraform(...args: readonly string[]): Promise<Outcome> {
    return this.begin(...args).end;
  }

  /** Runs a command that must succeed, and returns what it printed. */
  async succeed(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.terraform(...args);
    // the reason first: a log of continuous integration may be cut
    if (status !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${String(status)}\n${stderr}${stdout}`);
    return stdout;
  }

  /** Makes a plan, and returns it. */
  async plan(...args: readonly string[]): Promise<PlanJson> {
    await this.succeed("plan", "-out=plan", ...args);
    return this.planned();
  }

  /** The plan that was made last. */
  async planned(): Promise<PlanJson> {
    return JSON.parse(await this.succeed("show", "-json", "plan")) as PlanJson;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A mirror in which the provider has the version that the stacks want, so that nothing of theirs is changed for it. */
export function mirrorSettings({ terraform, provider, wantedVersion }: Surroundings, folder: string): string {
  const mirror = join(folder, "mirror");
  // Terraform and OpenTofu each believe that it comes from their own registry
  const version = join(mirror, provider.source.replace(/^[^/]+/, terraform.registryHost), wantedVersion);
  mkdirSync(version, { recursive: true });
  const found = join(provider.mirror, provider.source, provider.version);
  // of links, only those to the folder of a platform are followed
  for (const platform of readdirSync(found)) symlinkSync(join(found, platform), join(version, platform));
  return `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
}

/** A stack without what an older provider does not know. */
export function readableBy({ provider, wantedVersion }: Surroundings, json: unknown): unknown {
  if (provider.version === wantedVersion) return json;
  const copy = structuredClone(json);
  for (const [type, argument] of lackedByOlderProviders)
    for (const settings of Object.values((at(copy, "resource", type) ?? {}) as Record<string, object>))
      Reflect.deleteProperty(settings, argument);
  return copy;
}
