/* eslint-disable jest/no-standalone-expect -- its methods are steps of tests */
import type { CloudEnvironment } from "../../environments/schema/environment";
import { plannedLosses } from "../../plan/check";
import type { Guard } from "../../plan/losses";
import type { PlanJson } from "../../plan/planned-changes";
import type { Emulator, Leftovers } from "../emulators/emulator";
import { changedEnvironment } from "../support/changed-environment";
import { stackJson } from "../support/every-environment";
import { overlay } from "../support/overlay";
import {
  type Actions,
  edits,
  expectedActions,
  kubernetesUpgrade,
  kubernetesVersions,
  plannedActions,
} from "../terraform/edits";
import type { StackJson } from "../terraform/harness/offline-providers";
import type { Steps } from "../terraform/harness/steps";
import type { RealWorkspace } from "./real-workspace";

/** An environment on its way from nothing to nothing, one step after the other. */
export class Lifecycle {
  private current: CloudEnvironment;

  constructor(
    private readonly environment: CloudEnvironment,
    readonly workspace: RealWorkspace,
    readonly emulator: Emulator,
    private readonly steps: Steps,
  ) {
    // room for an upgrade
    this.current = changedEnvironment(environment, kubernetesVersions(environment).older);
  }

  /** Runs a step, which the table of times then has. */
  step<T>(name: string, action: () => Promise<T>): Promise<T> {
    return this.steps.run(this.environment.name, name, action);
  }

  private become(environment: CloudEnvironment): void {
    this.current = environment;
    this.workspace.write(stackJson(environment));
  }

  /** @param during what is tried while the first apply is under way */
  async create(during: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.become(this.current);
    await this.step("init", () => this.workspace.succeed("init"));
    await this.step("validate", () => this.workspace.succeed("validate"));
    const applied = this.step("apply", () => this.workspace.succeed("apply", "-auto-approve"));
    await Promise.all([applied, during()]);
    await this.expectNothingToDo();
  }

  /** Plans each edit that teams make, and then applies all of them together that lose nothing. */
  async change(): Promise<void> {
    const { cloud } = this.environment;
    const { newer: upgrade } = kubernetesVersions(this.environment);
    await this.expectPlan("Kubernetes upgrade", upgrade, kubernetesUpgrade[cloud]);
    for (const [name, { change, actions, losses }] of Object.entries(edits))
      await this.expectPlan(name, change(this.current), actions[cloud], losses?.[cloud]);

    const harmless = Object.values(edits).filter(({ losses }) => losses?.[cloud] === undefined);
    const together = harmless.reduce<object>(
      (sum, { change }) => overlay(sum, change(this.current)) as object,
      upgrade,
    );
    this.become(changedEnvironment(this.current, together));
    await this.step("apply changes", () => this.workspace.succeed("apply", "-auto-approve"));
    await this.expectNothingToDo();
  }

  /** What an edit is to change, and what of it the replacement guard refuses. Nothing is applied. */
  private async expectPlan(
    name: string,
    change: object,
    actions: Actions,
    losses: readonly Guard[] = [],
  ): Promise<void> {
    const before = this.current;
    this.become(changedEnvironment(before, change));
    const { stdout } = await this.step("plan a change", () => this.workspace.terraform("plan", "-json", "-out=plan"));
    const planned = plannedActions(stdout);
    const json = stackJson(this.current).json as unknown as StackJson;
    expect({ [name]: planned }).toEqual({ [name]: expectedActions(json, actions) });
    // of what Terraform itself refuses there is no plan
    if (planned.every((action) => !action.startsWith("refuse ")))
      this.expectLosses(await this.workspace.planned(), losses);
    this.become(before);
  }

  /** The plan of an edit that would lose something is refused by the guard, with these entries of `exceptions`. */
  async expectGuarded(change: object, guards: readonly Guard[]): Promise<void> {
    const before = this.current;
    this.become(changedEnvironment(before, change));
    this.expectLosses(await this.step("plan a loss", () => this.workspace.plan()), guards);
    this.become(before);
  }

  private expectLosses(plan: PlanJson, guards: readonly Guard[]): void {
    const losses = plannedLosses(plan, this.current);
    expect([...new Set(losses.map(({ allowedBy }) => allowedBy))].sort()).toEqual([...guards].sort());
    expect(losses.filter(({ reason }) => reason !== undefined)).toEqual([]);
  }

  /** The two steps out of what is protected; the first attempt shows that it is. */
  async unprotect(): Promise<void> {
    const { status, stderr } = await this.step("refused", () => this.workspace.terraform("destroy", "-auto-approve"));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/Instance cannot be destroyed/) as string,
    });
    await this.expectNothingToDo();
    this.become(
      changedEnvironment(this.current, {
        exceptions: { noDeletionProtection: "it is taken down" },
        cluster: { deletionProtection: false },
        database: { deletionProtection: false },
      }),
    );
    await this.step("unprotect", () => this.workspace.succeed("apply", "-auto-approve"));
  }

  /** @returns what exists afterwards */
  async destroy(): Promise<Leftovers> {
    await this.step("destroy", () => this.workspace.succeed("destroy", "-auto-approve"));
    return this.emulator.leftovers();
  }

  private async expectNothingToDo(): Promise<void> {
    const { status, stdout } = await this.step("plan again", () =>
      this.workspace.terraform("plan", "-detailed-exitcode"),
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining("No changes.") as string });
  }
}
