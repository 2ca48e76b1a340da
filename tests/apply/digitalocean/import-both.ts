import type { DigitaloceanEnvironment } from "../../../environments/schema/environment";
import { resourceName } from "../../../environments/schema/names";
import { addresses } from "./addresses";
import { idOf } from "./ask-api";
import type { AtWork } from "./with-digitalocean";

/** Tells Terraform of the cluster and the database that are there, and that its state does not have. */
export async function importBoth({ emulator, workspace }: AtWork, environment: DigitaloceanEnvironment): Promise<void> {
  const name = resourceName(environment);
  await workspace.succeed("import", addresses.cluster, await idOf(emulator, "/v2/kubernetes/clusters", name));
  await workspace.succeed("import", addresses.database, await idOf(emulator, "/v2/databases", name));
}
