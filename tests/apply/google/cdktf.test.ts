import { Steps } from "../../terraform/harness/steps";
import { expectDeployedByCdktf } from "../expect-deployed-by-cdktf";
import { shipped } from "../shipped";
import { withGoogle } from "./with-google";

withGoogle("the command line of CDKTF", ({ start }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("deploys the demo as users do, finds nothing to change, and destroys it", async () => {
    const outputs = { cluster_name: "addressbook-google-demo", database_port: 5432 };
    await expectDeployedByCdktf(shipped("google", "google-demo"), await start(), outputs, steps);
  });
});
