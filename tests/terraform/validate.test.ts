import { at } from "../support/at";
import { minimalClouds, shippedClouds, stackJson } from "../support/every-environment";
import { findProvider, hasTerraform, OfflineTerraform } from "./offline-terraform";

const environments = shippedClouds.filter(({ cloud }) => cloud === "aws");
const pinned = String(at(stackJson(minimalClouds[0]!).json, "terraform", "required_providers", "aws", "version"));
const provider = findProvider("aws", pinned);

/** What this project uses and a provider that is older than the pinned one does not know. */
const lackedByOlderProviders = [["aws_eks_cluster", "deletion_protection"]] as const;

const obstacle = !hasTerraform()
  ? "terraform is not on the PATH"
  : provider === undefined
    ? `no AWS provider is in a mirror folder (set TF_PLUGIN_DIR to one that holds ${pinned})`
    : environments.length === 0
      ? "no environment is in AWS"
      : undefined;

if (provider === undefined || obstacle !== undefined) {
  console.warn(`terraform validate was not run: ${String(obstacle)}`);
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- skipped aloud, by what the machine lacks
  test.skip(`terraform validate accepts what is synthesized: SKIPPED, because ${String(obstacle)}`, () => undefined);
} else {
  const older = provider.version !== pinned;
  const lacked = lackedByOlderProviders.map(([type, argument]) => `${type}.${argument}`).join(", ");
  const which = older
    ? `the AWS provider ${provider.version} (not ${pinned}, so without ${lacked})`
    : `the AWS provider ${pinned}`;

  describe(`terraform validate with ${which}`, () => {
    const terraform = new OfflineTerraform(provider);
    afterAll(() => {
      terraform.delete();
    });

    const json = (environment: (typeof environments)[number]) => {
      const copy = structuredClone(stackJson(environment).json);
      if (!older) return copy;
      setIn(copy, ["terraform", "required_providers", "aws", "version"], provider.version);
      for (const [type, argument] of lackedByOlderProviders) {
        for (const settings of Object.values(at(copy, "resource", type) as object))
          Reflect.deleteProperty(settings as object, argument);
      }
      return copy;
    };

    test.each(environments)(
      "accepts every resource, argument and reference of $name",
      (environment) => {
        expect(terraform.validate(json(environment))).toEqual({ valid: true, diagnostics: [] });
      },
      120_000,
    );

    test("refuses an argument that does not exist, so the other tests can fail", () => {
      const wrong = json(environments[0]!);
      const [name = ""] = Object.keys(at(wrong, "resource", "aws_vpc") as object);
      setIn(wrong, ["resource", "aws_vpc", name, "cidr_blok"], "10.0.0.0/16");
      const { valid, diagnostics } = terraform.validate(wrong);
      expect(valid).toBe(false);
      expect(diagnostics).toEqual([expect.stringContaining('No argument or block type is named "cidr_blok"')]);
    }, 120_000);
  });
}

function setIn(json: unknown, path: readonly string[], value: unknown): void {
  const holder = at(json, ...path.slice(0, -1)) as Record<string, unknown>;
  holder[path.at(-1) ?? ""] = value;
}
