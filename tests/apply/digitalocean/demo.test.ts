import { resourceName } from "../../../environments/schema/names";
import { Steps } from "../../terraform/harness/steps";
import { Lifecycle } from "../lifecycle";
import { shipped } from "../shipped";
import { withDigitalocean } from "./with-digitalocean";

const environment = shipped("digitalocean", "digitalocean-demo");

withDigitalocean("the demo on DigitalOcean", ({ open }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("is created, changed without a loss, and destroyed with all that Kubernetes made", async () => {
    const { emulator, workspace } = await open();
    const lifecycle = new Lifecycle(environment, workspace, emulator, steps);
    await lifecycle.create();
    await lifecycle.change();
    const everythingInIt = ["loseCluster", "loseDatabase", "loseNetwork"] as const;
    await lifecycle.expectGuarded({ network: { cidr: "10.99.0.0/20" } }, everythingInIt);
    await lifecycle.expectGuarded({ project: "other" }, ["loseDatabase"]);
    await lifecycle.expectGuarded({ registry: { region: "ams3" } }, ["loseRegistry"]);

    await emulator.leaveLoadBalancer(resourceName(environment));
    await emulator.leaveVolume(resourceName(environment));
    const loadBalancers = [expect.any(String)];
    expect(await emulator.leftovers()).toMatchObject({ loadBalancers, volumes: [expect.any(String)] });

    // all of it is gone only some time after DigitalOcean said so, and stays in the network until then
    await emulator.setWaiting({ deleting: { cluster: 12, database: 5, "load-balancer": 20 } });
    await emulator.clearRequests();
    expect(await lifecycle.destroy()).toEqual({});
    const refusals = (await emulator.requests()).filter(
      ({ operation, status }) => operation === "DELETE /v2/vpcs/{id}" && status === 403,
    );
    expect(refusals.length).toBeGreaterThan(1);
    expect(await emulator.refused()).toEqual([]);
  });
});
