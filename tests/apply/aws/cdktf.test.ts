import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { platformOutputs } from "../../../constructs/contracts";
import { Checkout } from "../../support/checkout";
import { Steps } from "../../terraform/harness/steps";
import { offlineEnvironment, run } from "../../terraform/harness/terraform-command";
import { mirrorSettings, readableBy } from "../real-workspace";
import { withAws } from "./with-aws";

withAws("the command line of CDKTF", ({ start }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("deploys the demo as users do, finds nothing to change, and destroys it", async () => {
    const { emulator, surroundings } = await start();
    const checkout = new Checkout();
    const settings = join(checkout.folder, "settings.tfrc");
    writeFileSync(settings, mirrorSettings(surroundings, checkout.folder));

    const cdktf = (...args: readonly string[]): Promise<string> =>
      steps.run("aws-demo", args[0] ?? "", async () => {
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
        if (status !== 0) throw new Error(`cdktf ended with ${String(status)}\n${stdout}${stderr}`);
        return stripVTControlCharacters(stdout);
      });
    const ofDemo = ["aws-demo", "--skip-synth", "--skip-provider-lock"];
    try {
      await cdktf("synth");
      const file = join(checkout.folder, "cdktf.out/stacks/aws-demo/cdk.tf.json");
      writeFileSync(file, JSON.stringify(readableBy(surroundings, JSON.parse(readFileSync(file, "utf8")))));

      await cdktf("deploy", ...ofDemo, "--auto-approve", "--outputs-file", "outputs.json");
      const outputs = JSON.parse(readFileSync(join(checkout.folder, "outputs.json"), "utf8")) as Record<string, object>;
      expect(Object.keys(outputs["aws-demo"] ?? {}).sort()).toEqual(Object.keys(platformOutputs).sort());
      expect(outputs["aws-demo"]).toMatchObject({ cluster_name: "addressbook-aws-demo", database_port: 5432 });
      expect(await cdktf("diff", ...ofDemo)).toContain("No changes.");

      await cdktf("destroy", ...ofDemo, "--auto-approve");
      expect(await emulator.leftovers()).toEqual({});
    } finally {
      checkout.dispose();
      await emulator.stop();
    }
  });
});
