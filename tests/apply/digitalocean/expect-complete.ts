import type { DigitaloceanEnvironment } from "../../../environments/schema/environment";
import { resourceName } from "../../../environments/schema/names";
import type { AtWork } from "./with-digitalocean";

/** Nothing is to be changed, nothing is there twice, and nothing that Terraform does not know of. */
export async function expectComplete(
  { emulator, workspace }: AtWork,
  environment: DigitaloceanEnvironment,
): Promise<void> {
  const { status, stdout } = await workspace.terraform("plan", "-detailed-exitcode");
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining("No changes.") as string });
  const name = resourceName(environment);
  expect(await emulator.leftovers()).toEqual({
    clusters: [name],
    databases: [name],
    projects: [name],
    registries: [environment.registry.name],
    vpcs: [name],
  });
  expect(await emulator.refused()).toEqual([]);
}
