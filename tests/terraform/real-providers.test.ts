import { at } from "../support/at";
import { maximalClouds, minimalClouds, shippedClouds, stackJson } from "../support/every-environment";
import { behaviours } from "./behaviours";
import { isObject, type Values } from "./behaviours/values";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import { findProvider, lackedByOlderProviders, RealProvider } from "./harness/real-provider";
import type { StackState } from "./harness/state";
import { skipAloud, withTerraform } from "./harness/with-terraform";
import { mergedStacks, wrongCases } from "./harness/wrong-configurations";

withTerraform("the real provider", (binary) => {
  describe.each(Object.keys(behaviours))("%s", (cloud) => {
    const environments = [...minimalClouds, ...shippedClouds, ...maximalClouds].filter(
      (environment) => environment.cloud === cloud,
    );
    const { source, version } = (stackJson(environments[0]!).json as StackJson).terraform.required_providers[cloud]!;
    const found = findProvider(source, version ?? "");
    if (found === undefined) {
      const reason = `no mirror folder has ${source} (set TF_PLUGIN_DIR to one that holds ${version ?? "it"})`;
      skipAloud(`the real provider of ${cloud}`, reason);
      return;
    }
    const older = found.version !== version;
    const real = new RealProvider(binary, found);
    afterAll(() => {
      real.delete();
    });

    const lacked = older ? lackedByOlderProviders : [];
    const without = lacked.map(([type, argument]) => `${type}.${argument}`).join(", ");
    const which = older ? `${found.version} (not ${version ?? ""}, so without ${without})` : found.version;

    /** A configuration in the form that this provider can read, without what other providers are needed for. */
    const readable = (json: Values): Values => {
      const copy = withoutEphemeral(json, cloud);
      if (copy["terraform"] !== undefined)
        (copy["terraform"] as Values)["required_providers"] = {
          [cloud]: { source: found.source, version: found.version },
        };
      for (const [type, argument] of lacked)
        for (const settings of Object.values((at(copy, "resource", type) ?? {}) as Record<string, object>))
          Reflect.deleteProperty(settings, argument);
      return copy;
    };

    test.each(environments.filter((environment) => !minimalClouds.includes(environment)))(
      `${which} accepts every resource, argument and reference of $name`,
      async (environment) => {
        expect([...(await real.validate(readable(stackJson(environment).json)))]).toEqual([]);
      },
    );

    test(`${which} refuses what the rules say that it refuses, and nothing that only the cloud does`, async () => {
      const right = mergedStacks(environments.map((environment) => stackJson(environment).json));
      const workspace = await OfflineWorkspace.open(binary, right as unknown as StackJson);
      try {
        await workspace.succeed("init");
        await workspace.succeed("apply", "-auto-approve");
        const cases = wrongCases(workspace.providers.providers[cloud]!, behaviours[cloud]!, right).filter(
          ({ type, says }) => !lacked.some(([lacking, argument]) => type === lacking && says.includes(argument)),
        );
        // what is not known yet is not looked at, nor is what stands beside it
        const files = cases.map(({ kind, type, name, settings }) =>
          readable({ [kind]: { [type]: { [name]: resolved(withoutEphemeral(settings), workspace.state) as object } } }),
        );
        const complaints = await real.validate(readable(right), ...files);
        const differing = cases.filter(({ kind, type, name, foundBy, hasMadeUpBlocks }) => {
          const said = complaints.get(`${kind === "data" ? "data." : ""}${type}.${name}`) ?? [];
          return foundBy === "validate" ? said.length === 0 : said.length > 0 && !hasMadeUpBlocks;
        });
        expect(differing.map(({ title, foundBy }) => ({ title, foundBy }))).toEqual([]);
        expect([...complaints.keys()].filter((address) => !address.includes(".wrong_"))).toEqual([]);
      } finally {
        workspace.close();
      }
    });
  });
});

/** Any text in the place of ephemeral passwords, except for those of a cloud's own provider. */
function withoutEphemeral(json: Values, cloud = "none"): Values {
  const text = JSON.stringify(json).replaceAll(/\$\{ephemeral\.[^}]*\}/g, (reference) =>
    reference.includes(`.${cloud}_`) ? reference : "any-text",
  );
  const copy = JSON.parse(text) as Values;
  const ephemeral = Object.entries((copy["ephemeral"] ?? {}) as Values).filter(([type]) =>
    type.startsWith(`${cloud}_`),
  );
  if (ephemeral.length === 0) Reflect.deleteProperty(copy, "ephemeral");
  return copy;
}

/** Settings with the values that their references have once everything is applied. */
function resolved(settings: unknown, state: StackState): unknown {
  if (Array.isArray(settings)) return settings.map((item) => resolved(item, state));
  if (isObject(settings))
    return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, resolved(value, state)]));
  if (typeof settings !== "string") return settings;
  return settings.replaceAll(
    /\$\{(?:element\()?(data\.)?(\w+)\.([\w-]+)\.([^},]+)[^}]*\}/g,
    (reference, data, type, name, path) => {
      const instance = state.resources.find(
        (resource) =>
          resource.mode === (data === undefined ? "managed" : "data") &&
          resource.type === type &&
          resource.name === name,
      )?.instances[0];
      const steps = String(path)
        .split(/[.[\]]+/)
        .filter((step) => step !== "")
        .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      const value = at(instance?.attributes, ...steps);
      return String((Array.isArray(value) ? value[0] : value) ?? reference);
    },
  );
}
