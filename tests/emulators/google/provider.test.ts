import { shipped } from "../../apply/shipped";
import { withGoogle } from "../../apply/google/with-google";
import { stackJson } from "../../support/every-environment";

withGoogle("The emulator of Google Cloud", ({ open }) => {
  // service accounts and their grants take the provider half a minute
  jest.setTimeout(5 * 60_000);

  test("has everything made, also when a cluster fails at first, and destroyed", async () => {
    const { emulator, workspace } = await open();
    await emulator.failOperation("CREATE_CLUSTER", "no machines left in europe-west1-b");
    workspace.write(stackJson(shipped("google", "google-demo")));
    await workspace.succeed("init");

    const { status, stderr } = await workspace.terraform("apply", "-auto-approve");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining("no machines left in europe-west1-b") as string,
    });
    expect(workspace.isTainted("google_container_cluster")).toBe(true);

    await workspace.succeed("apply", "-auto-approve");
    expect(await workspace.terraform("plan", "-detailed-exitcode")).toMatchObject({ status: 0 });
    await workspace.succeed("destroy", "-auto-approve");

    expect(await emulator.leftovers()).toEqual({});
    expect(await emulator.refused()).toEqual([]);
  });
});
