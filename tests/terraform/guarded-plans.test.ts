import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { CloudEnvironment } from "../../environments/schema/environment";
import { plannedLosses } from "../../plan/check";
import { lossOf } from "../../plan/losses";
import { readPlan } from "../../plan/read-plan";
import { changedEnvironment } from "../support/changed-environment";
import { minimalClouds, stackJson } from "../support/every-environment";
import { overlay } from "../support/overlay";
import type { Values } from "./behaviours/values";
import { edits } from "./edits";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import { withTerraform } from "./harness/with-terraform";

/** An edit of each cloud that loses what an exception has to allow; what others replace is in `replacements.test.ts`. */
const risky: Readonly<Record<string, readonly [change: object, needs: readonly string[]]>> = {
  aws: [{ region: "eu-west-1" }, ["loseCluster", "loseDatabase", "loseNetwork", "loseRegistry"]],
  google: [{ project: "other" }, ["loseCluster", "loseDatabase", "loseNetwork", "loseRegistry"]],
  digitalocean: [{ cluster: { nodeType: "s-4vcpu-8gb" } }, ["loseCluster"]],
};

/** What is guarded in the smallest environment of a cloud. */
const destroyed = {
  aws: ["loseCluster", "loseDatabase", "loseNetwork", "loseRegistry"],
  google: ["loseCluster", "loseDatabase", "loseNetwork", "loseRegistry"],
  digitalocean: ["loseCluster", "loseDatabase", "loseNetwork", "loseRegistry"],
};

withTerraform("the replacement guard, with plans of Terraform", (binary) => {
  describe.each(minimalClouds)("$cloud", (environment) => {
    let workspace: OfflineWorkspace;
    let atFirst: string[];
    beforeAll(async () => {
      workspace = await OfflineWorkspace.open(binary, jsonOf(environment));
      await workspace.succeed("init");
      atFirst = await missing(environment);
      await workspace.succeed("apply", "plan");
    }, 120_000);
    afterAll(() => {
      workspace.close();
    });

    /** Exceptions that the plan of an edited environment needs and does not have. */
    const missing = async (edited: CloudEnvironment, ...args: readonly string[]): Promise<string[]> => {
      workspace.write(jsonOf(edited));
      await workspace.succeed("plan", "-out=plan", ...args);
      return refusals(await workspace.succeed("show", "-json", "plan"), edited);
    };
    const refusals = (shown: string, of = environment): string[] => {
      const file = join(workspace.folder, "plan.json");
      writeFileSync(file, shown);
      const losses = plannedLosses(readPlan(file, of), of).filter(({ reason }) => reason === undefined);
      return [...new Set(losses.map(({ allowedBy }) => allowedBy))].sort();
    };

    test("lets a first deployment pass", () => {
      expect(atFirst).toEqual([]);
    });

    test("knows what becomes of the usual edits, all at once", async () => {
      const all = Object.values(edits).map(({ change, actions }) => ({
        change: change(environment),
        actions: actions[environment.cloud],
      }));
      const lost = all
        .flatMap(({ actions }) => Object.entries(actions))
        .flatMap(([type, action]) =>
          action === "replace" || action === "delete" ? (lossOf(type)?.guardedBy ?? []) : [],
        );
      const together = all.reduce<object>((sum, { change }) => overlay(sum, change) as object, {});
      expect(await missing(changedEnvironment(environment, together))).toEqual(lost);
    });

    const [change, needs] = risky[environment.cloud]!;
    test(`refuses ${JSON.stringify(change)} without ${needs.join(", ")}, and lets it pass with them`, async () => {
      const edited = changedEnvironment(environment, change);
      expect(await missing(edited)).toEqual(needs);
      const exceptions = Object.fromEntries(needs.map((name) => [name, "it is moved away"]));
      // what is allowed changes nothing of the plan
      const shown = await workspace.succeed("show", "-json", "plan");
      expect(refusals(shown, changedEnvironment(edited, { exceptions }))).toEqual([]);
    });

    test("refuses to destroy the environment, and another one even more so", async () => {
      expect(await missing(environment, "-destroy")).toEqual(destroyed[environment.cloud]);
      const shown = await workspace.succeed("show", "-json", "plan");
      expect(() => refusals(shown, { ...environment, name: "other" })).toThrow(
        `must be the plan of other, whose cluster is addressbook-other, got: "addressbook-${environment.name}"`,
      );
    });

    test("does not take the state, or the plan that is not shown yet, for a plan", async () => {
      await missing(environment);
      // without the name of the plan, Terraform shows the state
      const state = await workspace.succeed("show", "-json");
      expect(() => refusals(state)).toThrow("must be a plan of Terraform, which it is not at `planned_values`");
      expect(() => readPlan(join(workspace.folder, "plan"), environment)).toThrow("must be JSON");
    });

    test("does not take what Terraform has planned before it met an error for the whole", async () => {
      const json = jsonOf(environment);
      for (const [type, named] of Object.entries(json.resource ?? {}))
        if (lossOf(type)?.guardedBy === "loseCluster")
          for (const settings of Object.values(named) as Values[]) settings["lifecycle"] = { prevent_destroy: true };
      workspace.write(json);
      const { status } = await workspace.terraform("plan", "-out=errored", "-destroy");
      expect(status).toBe(1);
      const shown = await workspace.succeed("show", "-json", "errored");
      expect(() => refusals(shown)).toThrow("must be a complete plan: Terraform met an error and stopped");
    });
  });
});

const jsonOf = (environment: CloudEnvironment): StackJson =>
  structuredClone(stackJson(environment).json) as unknown as StackJson;
