import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { RealWorkspace } from "../../apply/real-workspace";
import { withProvider } from "../../apply/with-provider";
import { skipAloud } from "../../terraform/harness/with-terraform";
import { DigitaloceanEmulator } from "./digitalocean-emulator";
import type { Exchange } from "../http/api-server";
import { everyResource, registryCredentials } from "./testing/every-resource";
import { type Breach, findOpenApi, noOpenApi } from "./testing/openapi";

const openApi = findOpenApi();
if (openApi === undefined) skipAloud("DigitalOcean's specification of what goes over the wire", noOpenApi);

const write = ({ folder }: RealWorkspace, configuration: object): void => {
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
};

withProvider("The emulator of DigitalOcean", "digitalocean", ", or run tools/build-provider.mjs", (surround) => {
  // the provider polls every ten to fifteen seconds
  jest.setTimeout(5 * 60_000);
  test("has everything made, changed and destroyed, and nothing to do in between", async () => {
    const breaches: Breach[] = [];
    const observe = (exchange: Exchange) => breaches.push(...(openApi?.judge(exchange) ?? []));
    const emulator = await DigitaloceanEmulator.start({ observe });
    const workspace = new RealWorkspace(surround(emulator).surroundings);
    try {
      write(workspace, everyResource({ changed: false }));
      await workspace.succeed("init");
      await workspace.succeed("apply", "-auto-approve");
      expect((await workspace.terraform("plan", "-detailed-exitcode")).status).toBe(0);

      write(workspace, everyResource({ changed: true }));
      const plan = await workspace.plan();
      const actions = (plan.resource_changes ?? []).map(({ change }) => change.actions.join());
      expect(actions.filter((action) => action === "update").length).toBeGreaterThanOrEqual(8);
      // a pool cannot be changed
      expect(actions.filter((action) => action === "delete,create")).toHaveLength(1);
      await workspace.succeed("apply", "plan");
      expect((await workspace.terraform("plan", "-detailed-exitcode")).status).toBe(0);

      await workspace.succeed("destroy", "-auto-approve");
      expect(await emulator.leftovers()).toEqual({});
      expect(await emulator.refused()).toEqual([]);
      expect(breaches).toEqual([]);
    } finally {
      workspace.close();
      await emulator.stop();
    }
  });

  test("has credentials of a registry revoked, where the provider always looks for it", async () => {
    const emulator = await DigitaloceanEmulator.start();
    const { surroundings } = surround(emulator);
    const cloud = { ...emulator.environment, ...(await emulator.revocationEnvironment()) };
    const workspace = new RealWorkspace({ ...surroundings, cloud });
    try {
      write(workspace, registryCredentials);
      await workspace.succeed("init");
      await workspace.succeed("apply", "-auto-approve");
      await emulator.clearRequests();

      await workspace.succeed("destroy", "-auto-approve");

      const revocations = (await emulator.requests()).filter(({ path }) => path === "/v1/oauth/revoke");
      expect(revocations).toMatchObject([{ method: "POST", status: 200, parameters: { token: "***" } }]);
      expect(await emulator.leftovers()).toEqual({});
    } finally {
      workspace.close();
      await emulator.stop();
    }
  });
});
