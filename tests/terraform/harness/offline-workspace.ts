import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OfflineProviders, type StackJson } from "./offline-providers";
import { type PlanJson, type PlannedChange, plannedChanges } from "../../../plan/planned-changes";
import { type StackState, typesIn } from "./state";
import { offlineEnvironment, type Outcome, run } from "./terraform-command";

const stateFile = "terraform.tfstate";

/** A folder in which Terraform works on one stack, with providers and a cloud of our own. */
export class OfflineWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));

  private constructor(
    private readonly binary: string,
    readonly providers: OfflineProviders,
  ) {
    writeFileSync(join(this.folder, "settings.tfrc"), "");
    // whatever the backend of the environment is, it cannot be reached from here
    writeFileSync(
      join(this.folder, "offline_override.tf.json"),
      JSON.stringify({ terraform: { backend: { local: { path: stateFile } } } }),
    );
  }

  /** @param state what is there already, in the form of Terraform's state. @default - nothing */
  static async open(binary: string, json: StackJson, state?: StackState): Promise<OfflineWorkspace> {
    const workspace = new OfflineWorkspace(
      binary,
      await OfflineProviders.start(json, ...(state ? [typesIn(state)] : [])),
    );
    workspace.write(json);
    if (state !== undefined) {
      writeFileSync(join(workspace.folder, stateFile), JSON.stringify(state));
      workspace.providers.giveOut(state);
    }
    return workspace;
  }

  /** The state after the last command. */
  get state(): StackState {
    return JSON.parse(readFileSync(join(this.folder, stateFile), "utf8")) as StackState;
  }

  /** Puts another configuration in the place of the one that is there, or beside it, when it has another name. */
  write(json: unknown, name = "cdk"): void {
    writeFileSync(join(this.folder, `${name}.tf.json`), JSON.stringify(json, undefined, 2));
  }

  terraform(...args: readonly string[]): Promise<Outcome> {
    return run(this.binary, args, {
      cwd: this.folder,
      env: { ...offlineEnvironment(this.folder, "settings.tfrc"), ...this.providers.environment },
    });
  }

  /** Runs a command that must succeed, and returns what it printed. */
  async succeed(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.terraform(...args, "-no-color");
    if (status !== 0)
      throw new Error(`${this.binary} ${args.join(" ")} ended with ${String(status)}\n${stdout}${stderr}`);
    return stdout;
  }

  /** What would be changed, and nothing of what stays as it is. */
  async plan(...args: readonly string[]): Promise<PlannedChange[]> {
    await this.succeed("plan", "-out=plan", ...args);
    return plannedChanges(JSON.parse(await this.succeed("show", "-json", "plan")) as PlanJson);
  }

  /** Number of resources that exist in the clouds that are played. */
  get livingResources(): number {
    return Object.values(this.providers.providers).reduce((sum, { size }) => sum + size, 0);
  }

  close(): void {
    this.providers.stop();
    // when it is interrupted, Terraform may still be writing
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
