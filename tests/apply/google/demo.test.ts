import { sqlInstanceName } from "../../../environments/schema/names";
import { changedEnvironment } from "../../support/changed-environment";
import { stackJson } from "../../support/every-environment";
import { Steps } from "../../terraform/harness/steps";
import { Lifecycle } from "../lifecycle";
import { shipped } from "../shipped";
import { addresses } from "./addresses";
import { FoundInCloud } from "./found-in-cloud";
import { withGoogle } from "./with-google";

const environment = shipped("google", "google-demo");

withGoogle("the demo on Google Cloud", ({ open }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("is created, changed without a loss, and destroyed but for what other stacks may use", async () => {
    const { emulator, workspace } = await open();
    const found = new FoundInCloud(emulator, environment);
    const lifecycle = new Lifecycle(environment, workspace, emulator, steps);
    await lifecycle.create();
    expect(await found.nodePools()).toEqual(["nodes"]);
    await lifecycle.change();
    const cluster = ["loseCluster"] as const;
    const database = ["loseDatabase"] as const;
    await lifecycle.expectGuarded({ cluster: { zones: ["c"] } }, cluster);
    await lifecycle.expectGuarded({ network: { nodesCidr: "10.99.0.0/20" } }, cluster);
    await lifecycle.expectGuarded({ database: { generation: 2 } }, database);
    await lifecycle.expectGuarded({ database: { name: "other" } }, database);
    const everything = ["loseCluster", "loseDatabase", "loseNetwork", "loseRegistry"] as const;
    await lifecycle.expectGuarded({ project: "other" }, everything);

    expect(await lifecycle.destroy()).toEqual({});
    // others in the project may use them
    const services = ["compute", "container", "sqladmin", "artifactregistry", "secretmanager"];
    expect(await found.services()).toEqual(
      expect.arrayContaining(services.map((service) => `${service}.googleapis.com`)),
    );

    // the name of a deleted instance is blocked for a week
    const instance = `-target=${addresses.instance}`;
    workspace.write(stackJson(environment));
    const again = await workspace.terraform("apply", "-auto-approve", instance);
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining("instanceAlreadyExists") as string });
    const next = changedEnvironment(environment, { database: { generation: environment.database.generation + 1 } });
    workspace.write(stackJson(next));
    await workspace.succeed("apply", "-auto-approve", instance);
    expect(await emulator.leftovers()).toEqual({ instances: [sqlInstanceName(next)] });
    expect(await emulator.refused()).toEqual([]);
  });
});
