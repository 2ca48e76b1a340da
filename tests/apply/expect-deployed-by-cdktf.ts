import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { platformOutputs } from "../../constructs/contracts";
import type { CloudEnvironment } from "../../environments/schema/environment";
import type { Emulator } from "../emulators/emulator";
import { Checkout } from "../support/checkout";
import type { Steps } from "../terraform/harness/steps";
import { offlineEnvironment, run } from "../terraform/harness/terraform-command";
import { mirrorSettings, readableBy } from "./real-workspace";
import type { Played } from "./with-provider";

/**
 * Deploys an environment as users do, finds nothing to change, and destroys it.
 *
 * @param outputs some of what the deployment says at its end
 */
export async function expectDeployedByCdktf(
  { name }: CloudEnvironment,
  { emulator, surroundings }: Played<Emulator>,
  outputs: object,
  steps: Steps,
): Promise<void> {
  const checkout = new Checkout();
  const settings = join(checkout.folder, "settings.tfrc");
  writeFileSync(settings, mirrorSettings(surroundings, checkout.folder));

  const cdktf = (...args: readonly string[]): Promise<string> =>
    steps.run(name, args[0] ?? "", async () => {
      const { status, stdout, stderr } = await run(process.execPath, [resolve("node_modules/.bin/cdktf"), ...args], {
        cwd: checkout.folder,
        env: {
          ...offlineEnvironment(checkout.folder, settings),
          ...surroundings.cloud,
          TERRAFORM_BINARY_NAME: surroundings.terraform.command,
          CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
          CI: "1",
        },
      });
      if (status !== 0) throw new Error(`cdktf ended with ${String(status)}\n${stderr}${stdout}`);
      return stripVTControlCharacters(stdout);
    });
  const stack = [name, "--skip-synth", "--skip-provider-lock"];
  try {
    await cdktf("synth");
    const file = join(checkout.folder, `cdktf.out/stacks/${name}/cdk.tf.json`);
    writeFileSync(file, JSON.stringify(readableBy(surroundings, JSON.parse(readFileSync(file, "utf8")))));

    await cdktf("deploy", ...stack, "--auto-approve", "--outputs-file", "outputs.json");
    const told = JSON.parse(readFileSync(join(checkout.folder, "outputs.json"), "utf8")) as Record<string, object>;
    expect(Object.keys(told[name] ?? {}).sort()).toEqual(Object.keys(platformOutputs).sort());
    expect(told[name]).toMatchObject(outputs);
    expect(await cdktf("diff", ...stack)).toContain("No changes.");

    await cdktf("destroy", ...stack, "--auto-approve");
    expect(await emulator.leftovers()).toEqual({});
  } finally {
    checkout.dispose();
    await emulator.stop();
  }
}
