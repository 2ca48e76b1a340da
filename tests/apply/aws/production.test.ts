import { Lifecycle } from "../lifecycle";
import { createBucket } from "./create-bucket";
import { firstCall } from "../moments";
import { withAws } from "./with-aws";
import { RealWorkspace } from "../real-workspace";
import { shipped } from "../shipped";
import { stackJson } from "../../support/every-environment";
import { Steps } from "../../terraform/harness/steps";

const environment = shipped("aws", "aws-production");

withAws("production on AWS", ({ start }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("is created under a lock, changed without a loss, and taken down in two steps", async () => {
    const { emulator, surroundings } = await start();
    const workspace = new RealWorkspace(surroundings);
    const other = new RealWorkspace(surroundings);
    const lifecycle = new Lifecycle(environment, workspace, emulator, steps);
    try {
      await createBucket(emulator, environment);

      await lifecycle.create(async () => {
        other.write(stackJson(environment));
        await other.succeed("init");
        await firstCall(emulator, "CreateVpc");
        const second = await other.terraform("apply", "-auto-approve");
        expect(second.status).toBe(1);
        expect(second.stderr).toContain("Error acquiring the state lock");
        // who holds it is told
        expect(second.stderr).toMatch(/Operation:\s+OperationTypeApply/);
      });
      // the second one has begun nothing
      expect((await emulator.requests()).filter(({ operation }) => operation === "CreateVpc")).toHaveLength(1);

      await lifecycle.change();
      await lifecycle.unprotect();
      const left = await lifecycle.destroy();

      // kept on purpose: docs/runbooks/teardown.md
      expect(left).toEqual({
        buckets: ["example-org-terraform-state"],
        databaseSnapshots: [expect.stringMatching(/^addressbook-aws-production-final-[0-9a-f]+$/)],
        keysPendingDeletion: [expect.any(String)],
        secretsPendingDeletion: ["addressbook-aws-production/demouser"],
      });
      expect(await emulator.refused()).toEqual([]);
    } finally {
      workspace.close();
      other.close();
      await emulator.stop();
    }
  });
});
