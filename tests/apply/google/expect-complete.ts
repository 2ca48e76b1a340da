import type { GoogleEnvironment } from "../../../environments/schema/environment";
import { nodeServiceAccountId, resourceName, sqlInstanceName } from "../../../environments/schema/names";
import type { AtWork } from "./with-google";

/** Nothing is to be changed, nothing is there twice, and nothing that Terraform does not know of. */
export async function expectComplete({ emulator, workspace }: AtWork, environment: GoogleEnvironment): Promise<void> {
  const { status, stdout } = await workspace.terraform("plan", "-detailed-exitcode");
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining("No changes.") as string });
  const name = resourceName(environment);
  const account = `${nodeServiceAccountId(environment)}@${environment.projectId}.iam.gserviceaccount.com`;
  const { grants, ...left } = await emulator.leftovers();
  expect(left).toEqual({
    addresses: [`${name}-database`],
    clusters: [name],
    firewalls: [`${name}-deny-ingress`],
    forwardingRules: [`${name}-database`],
    instances: [sqlInstanceName(environment)],
    networks: [name],
    repositories: [name],
    routers: [name],
    secrets: [`${name}-dbadmin`, `${name}-${environment.database.user}`],
    serviceAccounts: [account],
    subnetworks: [`${name}-database`, `${name}-nodes`],
  });
  expect(grants).toEqual([
    expect.stringContaining(` roles/container.defaultNodeServiceAccount serviceAccount:${account}`),
    expect.stringContaining(`/repositories/${name} roles/artifactregistry.reader serviceAccount:${account}`),
  ]);
  expect(await emulator.refused()).toEqual([]);
}
