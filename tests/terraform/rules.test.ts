import { maximalClouds, minimalClouds, shippedClouds, stackJson } from "../support/every-environment";
import { behaviours } from "./behaviours";
import type { Values } from "./behaviours/values";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import { withTerraform } from "./harness/with-terraform";
import { mergedStacks, wrongCases } from "./harness/wrong-configurations";

const stacksIn = (cloud: string): Values[] =>
  [...minimalClouds, ...shippedClouds, ...maximalClouds]
    .filter((environment) => environment.cloud === cloud)
    .map((environment) => stackJson(environment).json);

withTerraform("every rule", (binary) => {
  test.each(Object.entries(behaviours))("%s: Terraform shows what is wrong, and where", async (cloud, behaviour) => {
    const right = mergedStacks(stacksIn(cloud));
    const workspace = await OfflineWorkspace.open(binary, right as unknown as StackJson);
    try {
      const cases = wrongCases(workspace.providers.providers[cloud]!, behaviour, right);
      expect(cases.length).toBeGreaterThan(30);
      // a file for each: Terraform reads all of a file for each message about it
      for (const { kind, type, name, settings } of cases)
        workspace.write({ [kind]: { [type]: { [name]: settings } } }, name);
      await workspace.succeed("init", "-backend=false");
      const { stdout } = await workspace.terraform("validate", "-json");
      const { diagnostics } = JSON.parse(stdout) as {
        diagnostics: { address?: string; summary: string; detail: string }[];
      };
      const said = new Map<string, string[]>();
      for (const { address = "nowhere", summary } of diagnostics)
        said.set(address, [...(said.get(address) ?? []), summary]);

      const silent = cases.filter(({ kind, type, name, says }) => {
        const address = `${kind === "data" ? "data." : ""}${type}.${name}`;
        return !(said.get(address) ?? []).some((summary) => summary.startsWith(says));
      });
      expect(silent.map(({ title, type, name }) => ({ title, said: said.get(`${type}.${name}`) }))).toEqual([]);
      // the right ones are right
      expect([...said].filter(([address]) => !address.includes(".wrong_"))).toEqual([]);
    } finally {
      workspace.close();
    }
  });
});
