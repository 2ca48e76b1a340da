import { Steps } from "../../terraform/harness/steps";
import { expectDeployedByCdktf } from "../expect-deployed-by-cdktf";
import { shipped } from "../shipped";
import { withDigitalocean } from "./with-digitalocean";

withDigitalocean("the command line of CDKTF", ({ start }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("deploys the demo as users do, finds nothing to change, and destroys it", async () => {
    const outputs = { cluster_name: "addressbook-digitalocean-demo", database_port: 25060 };
    await expectDeployedByCdktf(shipped("digitalocean", "digitalocean-demo"), await start(), outputs, steps);
  });
});
