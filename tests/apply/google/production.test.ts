import { Steps } from "../../terraform/harness/steps";
import { Lifecycle } from "../lifecycle";
import { shipped } from "../shipped";
import { FoundInCloud } from "./found-in-cloud";
import { withGoogle } from "./with-google";

const environment = shipped("google", "google-production");

withGoogle("production on Google Cloud", ({ open }) => {
  const steps = new Steps();
  afterAll(() => {
    process.stdout.write(`\n${steps.table()}\n`);
  });

  test("is created, changed without a loss, and taken down in two steps that leave the backups", async () => {
    const { emulator, workspace } = await open();
    const found = new FoundInCloud(emulator, environment);
    const lifecycle = new Lifecycle(environment, workspace, emulator, steps);
    await lifecycle.create();
    await lifecycle.change();
    await lifecycle.unprotect();

    // Cloud SQL deletes the backups together with an instance that does not say this
    expect((await found.instance()).settings.retainBackupsOnDelete).toBe(true);
    expect(await lifecycle.destroy()).toEqual({});
    expect(await emulator.refused()).toEqual([]);
  });
});
