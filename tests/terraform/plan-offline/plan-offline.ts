import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type CloudEnvironment } from "../../../environments/schema/environment";
import { synthesizeStacks } from "../../../stacks/app";
import type { StackJson } from "../harness/offline-providers";
import { OfflineWorkspace } from "../harness/offline-workspace";
import { type PlanJson, type PlannedChange, plannedChanges } from "../../../plan/planned-changes";
import type { Terraform } from "../harness/terraform-command";
import { readState } from "./given-state";

/** What Terraform would do, as far as it can be known without the cloud. */
export interface OfflinePlan {
  readonly environment: string;
  /** Terraform or OpenTofu, and its version. */
  readonly plannedBy: string;
  /** File of the state that the plan starts from; undefined when it starts from nothing. */
  readonly state?: string | undefined;
  readonly changes: readonly PlannedChange[];
  /** Terraform's own words: the plan, or why there is none. */
  readonly text: string;
  readonly refused: boolean;
}

/**
 * Plans an environment with providers of our own, which need no account and no network.
 *
 * @param stateFile what is deployed, from `terraform state pull`. @default - nothing is deployed
 * @param colors whether Terraform's own words are coloured
 * @throws {ValidationError} when the state cannot be read, or is that of another environment
 */
export async function planOffline(
  terraform: Terraform,
  environment: CloudEnvironment,
  { stateFile, colors }: { readonly stateFile?: string | undefined; readonly colors: boolean },
): Promise<OfflinePlan> {
  const state = stateFile === undefined ? undefined : readState(stateFile, environment.name, terraform.registryHost);
  const workspace = await OfflineWorkspace.open(terraform.command, synthesized(environment), state);
  const close = (): void => {
    workspace.close();
  };
  // a copy of the state, with the passwords in it, must not stay behind when the program is interrupted
  process.once("exit", close);
  try {
    const color = colors ? [] : ["-no-color"];
    const summary = {
      environment: environment.name,
      plannedBy: `${terraform.name} ${terraform.version}`,
      state: stateFile,
    };
    for (const command of [["init"], ["plan", "-out=plan"]]) {
      const { status, stdout, stderr } = await workspace.terraform(...command, ...color);
      if (status !== 0) return { ...summary, changes: [], text: stderr === "" ? stdout : stderr, refused: true };
    }
    const changes = plannedChanges(JSON.parse(await workspace.succeed("show", "-json", "plan")) as PlanJson);
    const { stdout: text } = await workspace.terraform("show", ...color, "plan");
    return { ...summary, changes: changes.filter(({ action }) => action !== "read"), text, refused: false };
  } finally {
    process.off("exit", close);
    close();
  }
}

/** What `cdktf synth` writes for the environment. */
function synthesized(environment: CloudEnvironment): StackJson {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  try {
    synthesizeStacks([environment], folder);
    return JSON.parse(readFileSync(join(folder, "stacks", environment.name, "cdk.tf.json"), "utf8")) as StackJson;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
