import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { Checkout } from "../support/checkout";
import { minimal } from "../support/environments";
import { minimalClouds, stackJson } from "../support/every-environment";
import { expectedOutputs } from "./expected-outputs";
import { OfflineProviders, type StackJson } from "./harness/offline-providers";
import { Steps } from "./harness/steps";
import { offlineEnvironment, type Outcome, run } from "./harness/terraform-command";
import { withTerraform } from "./harness/with-terraform";

/** What stands beside the environments and belongs to all of them. */
const shared = ["service.ts", "delivery.ts"];
const names = minimalClouds.map(({ name }) => name);

withTerraform("the command line of CDKTF, as users call it", (binary) => {
  const checkout = new Checkout();
  const steps = new Steps();
  let providers: OfflineProviders;

  const variables = (): NodeJS.ProcessEnv => ({
    ...offlineEnvironment(checkout.folder, join(checkout.folder, "settings.tfrc")),
    ...providers.environment,
    TERRAFORM_BINARY_NAME: binary,
    // it would keep its plugins in the user's folder
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    CI: "1",
  });

  /** `npx cdktf …` in a checkout whose environments are the smallest of each cloud. */
  const cdktf = (...args: readonly string[]): Promise<Outcome> =>
    steps.run("cdktf", args[0] ?? "", () =>
      run(process.execPath, [resolve("node_modules/.bin/cdktf"), ...args], {
        cwd: checkout.folder,
        env: variables(),
      }),
    );

  /** What the replacement guard says about the plan that `cdktf diff` left behind. */
  const check = async (name: string): Promise<Outcome> => {
    const cwd = join(checkout.folder, "cdktf.out/stacks", name);
    const { stdout } = await run(binary, ["show", "-json", "plan"], { cwd, env: variables() });
    checkout.write("plan.json", stdout);
    return checkout.run("plan/main.ts", ["--environment", name, "--plan", "plan.json"]);
  };

  const write = (cloud: keyof typeof minimal, change: object = {}): void => {
    const settings = { ...minimal[cloud], ...change };
    checkout.write(`environments/minimal-${cloud}.ts`, `export default ${JSON.stringify(settings)};\n`);
  };

  beforeAll(async () => {
    for (const file of checkout.list("environments"))
      if (file.endsWith(".ts") && !shared.includes(file)) checkout.remove(`environments/${file}`);
    for (const { cloud } of minimalClouds) write(cloud);
    checkout.write("settings.tfrc", "");
    providers = await OfflineProviders.start(
      ...minimalClouds.map((environment) => stackJson(environment).json as unknown as StackJson),
    );
  });

  afterAll(() => {
    providers.stop();
    checkout.dispose();
    process.stdout.write(`\n${steps.table()}\n`);
  });

  const succeed = async (...args: readonly string[]): Promise<string> => {
    const outcome = await cdktf(...args);
    // what it printed is the reason, should it fail
    expect(outcome).toEqual({ ...outcome, status: 0 });
    return stripVTControlCharacters(outcome.stdout);
  };

  test("deploys, shows what would change, tells the outputs, and destroys", async () => {
    await succeed("deploy", ...names, "--auto-approve", "--skip-provider-lock", "--outputs-file", "outputs.json");
    const outputs = JSON.parse(readFileSync(join(checkout.folder, "outputs.json"), "utf8")) as Record<string, object>;
    expect(outputs).toEqual(
      Object.fromEntries(minimalClouds.map((environment) => [environment.name, expectedOutputs(environment)])),
    );

    write("google", { tags: { team: "platform" } });
    // one after the other: each synthesizes into the same folder
    expect(await succeed("diff", "minimal-aws", "--skip-provider-lock")).toContain("No changes.");
    expect(await succeed("diff", "minimal-google", "--skip-provider-lock")).toContain(
      "Plan: 0 to add, 8 to change, 0 to destroy.",
    );
    expect(await check("minimal-google")).toMatchObject({
      status: 0,
      stdout: "minimal-google  the plan loses nothing that is guarded\n",
    });
    expect(await succeed("diff", "minimal-digitalocean", "--skip-provider-lock")).toContain("No changes.");
    write("digitalocean", { database: { name: "other" } });
    await succeed("diff", "minimal-digitalocean", "--skip-provider-lock");
    expect(await check("minimal-digitalocean")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("replace digitalocean_database_db.") as unknown,
    });
    write("digitalocean");

    const told = await succeed("output", ...names, "--skip-provider-lock");
    expect(told).toContain("database_host = ");

    await succeed("destroy", ...names, "--auto-approve", "--skip-provider-lock");
    expect(Object.values(providers.providers).map(({ size }) => size)).toEqual([0, 0, 0, 0]);
  });
});
