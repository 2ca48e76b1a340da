/* eslint-disable jest/no-export -- it defines tests for the files that call it */
import type { CloudEnvironment } from "../../environments/schema/environment";
import { changedEnvironment } from "../support/changed-environment";
import { stackJson } from "../support/every-environment";
import { behaviours } from "./behaviours";
import { edits, expectedActions, kubernetesUpgrade, kubernetesVersions, plannedActions } from "./edits";
import { unguardedDeletions } from "./harness/deletions";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import { Steps } from "./harness/steps";
import { withTerraform } from "./harness/with-terraform";
import { expectedOutputs } from "./expected-outputs";

const jsonOf = (environment: CloudEnvironment): StackJson => stackJson(environment).json as unknown as StackJson;

/** What Terraform plans: `update aws_vpc.network`, or `refuse …` for what it must not replace. */
const planned = async (workspace: OfflineWorkspace): Promise<string[]> =>
  plannedActions((await workspace.terraform("plan", "-out=plan", "-json")).stdout);

const creations = (json: StackJson): string[] =>
  Object.entries(json.resource ?? {})
    .flatMap(([type, named]) => Object.keys(named).map((name) => `create ${type}.${name}`))
    .sort();

/** Environments on their way from nothing to nothing, with every edit that teams make. */
export function testLifecycles(what: string, environments: readonly CloudEnvironment[]): void {
  withTerraform(what, (binary) => {
    const steps = new Steps();
    afterAll(() => {
      process.stdout.write(`\n${steps.table()}\n`);
    });

    test.each(environments)("$name", async (environment) => {
      const step = <T>(name: string, action: () => Promise<T>): Promise<T> => steps.run(environment.name, name, action);
      const { older, newer } = kubernetesVersions(environment);
      const first = changedEnvironment(environment, older);
      const upgraded = changedEnvironment(environment, newer);
      const json = jsonOf(environment);
      const workspace = await OfflineWorkspace.open(binary, json);
      try {
        await step("init", () => workspace.succeed("init"));
        await step("validate", () => workspace.succeed("validate"));

        workspace.write(jsonOf(first));
        expect(await step("plan", () => planned(workspace))).toEqual(creations(jsonOf(first)));
        await step("apply", () => workspace.succeed("apply", "plan"));
        await step("plan again", () => workspace.succeed("plan", "-detailed-exitcode"));

        workspace.write(jsonOf(upgraded));
        const upgrade = await step("minor", () => planned(workspace));
        expect(upgrade).toEqual(expectedActions(json, kubernetesUpgrade[environment.cloud]));
        await step("apply", () => workspace.succeed("apply", "plan"));
        await step("plan again", () => workspace.succeed("plan", "-detailed-exitcode"));

        for (const [name, { change, actions }] of Object.entries(edits)) {
          workspace.write(jsonOf(changedEnvironment(upgraded, change(upgraded))));
          const found = await step(name, () => planned(workspace));
          expect({ [name]: found }).toEqual({ [name]: expectedActions(json, actions[environment.cloud]) });
        }
        workspace.write(jsonOf(upgraded));

        const told = await step("output", () => workspace.succeed("output", "-json"));
        const outputs = Object.entries(JSON.parse(told) as Record<string, { value: unknown }>);
        expect(Object.fromEntries(outputs.map(([name, { value }]) => [name, value]))).toEqual(
          expectedOutputs(upgraded),
        );

        expect(unguardedDeletions(workspace.state, behaviours[environment.cloud]!.deletionOrder)).toEqual([]);
        await step("destroy", () => destroy(workspace, upgraded));
        expect(workspace.livingResources).toBe(0);
      } finally {
        workspace.close();
      }
    });
  });
}

/** Destroys everything. What is protected is refused in the plan, before anything is gone, and then unprotected. */
async function destroy(workspace: OfflineWorkspace, environment: CloudEnvironment): Promise<void> {
  if (environment.cluster.deletionProtection || environment.database.deletionProtection) {
    const before = workspace.livingResources;
    const { stderr } = await workspace.terraform("destroy", "-auto-approve", "-no-color");
    if (!/instance cannot be destroyed/i.test(stderr) || workspace.livingResources !== before)
      throw new Error(`the destruction of a protected environment was begun: ${stderr}`);

    const unprotected = changedEnvironment(environment, {
      exceptions: { noDeletionProtection: "it is taken down" },
      cluster: { deletionProtection: false },
      database: { deletionProtection: false },
    });
    workspace.write(jsonOf(unprotected));
    await workspace.succeed("apply", "-auto-approve");
  }
  await workspace.succeed("destroy", "-auto-approve");
}
