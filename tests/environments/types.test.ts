import { defineEnvironment } from "../../environments/schema/define-environment";
import { minimal } from "../support/environments";

const { aws, google, digitalocean, local } = minimal;

/** Read by the compiler: `npm run typecheck` fails when one of these lines turns out to be right. */
function wrongEnvironments() {
  // @ts-expect-error -- a region of Google Cloud
  defineEnvironment({ ...aws, region: "europe-west1" });
  // @ts-expect-error -- a zone, not a region
  defineEnvironment({ ...google, region: "europe-west1-b" });
  // @ts-expect-error -- a region without its number
  defineEnvironment({ ...digitalocean, region: "nyc" });
  // @ts-expect-error -- a machine of AWS
  defineEnvironment({ ...google, cluster: { nodeType: "t3.medium" } });
  // @ts-expect-error -- a size of DigitalOcean
  defineEnvironment({ ...aws, database: { instanceType: "db-s-1vcpu-1gb" } });
  // @ts-expect-error -- a class of RDS
  defineEnvironment({ ...digitalocean, database: { size: "db.t4g.micro" } });
  // @ts-expect-error -- support of this version is over
  defineEnvironment({ ...aws, cluster: { ...aws.cluster, kubernetesVersion: "1.33" } });
  // @ts-expect-error -- the patch is not chosen here
  defineEnvironment({ ...digitalocean, cluster: { ...digitalocean.cluster, kubernetesVersion: "1.35.2" } });
  // @ts-expect-error -- a version is a text: as a number, 1.30 would be 1.3
  defineEnvironment({ ...google, database: { postgresVersion: 17 } });
  // @ts-expect-error -- a local cluster is never production
  defineEnvironment({ ...local, profile: "production" });
  // @ts-expect-error -- a profile that does not exist
  defineEnvironment({ ...google, profile: "staging" });
  // @ts-expect-error -- a cloud that is not supported
  defineEnvironment({ ...google, cloud: "azure" });
  // @ts-expect-error -- without a context
  defineEnvironment({ cloud: "local", cluster: {} });
  // @ts-expect-error -- without state, network, cluster and registry
  defineEnvironment({ cloud: "digitalocean", profile: "demo", region: "fra1" });
  // @ts-expect-error -- without administrators, nobody could use the cluster
  defineEnvironment({ ...aws, cluster: {} });
  // @ts-expect-error -- S3 needs the region of its bucket
  defineEnvironment({ ...aws, state: { backend: "s3", bucket: "team-state" } });
  // @ts-expect-error -- a backend that is not supported
  defineEnvironment({ ...google, state: { backend: "azurerm" } });
  // @ts-expect-error -- a number in quotes
  defineEnvironment({ ...google, cluster: { nodeCount: "3" } });
  // @ts-expect-error -- a boolean in quotes
  defineEnvironment({ ...digitalocean, cluster: { ...digitalocean.cluster, highlyAvailable: "true" } });
  // @ts-expect-error -- a day in capitals
  defineEnvironment({ ...aws, maintenance: { day: "Sunday" } });
  // @ts-expect-error -- one network is a list of one
  defineEnvironment({ ...aws, cluster: { ...aws.cluster, apiAllowedCidrs: "203.0.113.7/32" } });
  // @ts-expect-error -- a variable is a text
  defineEnvironment({ ...local, service: { configuration: { LIMIT: 5 } } });
  // @ts-expect-error -- a typing error in the name of a setting
  defineEnvironment({ ...google, clustre: { nodeCount: 3 } });
  // @ts-expect-error -- GitHub without its repository
  defineEnvironment({ ...aws, ci: { github: {} } });
  // @ts-expect-error -- a typing error in a section that may be left out
  defineEnvironment({ ...aws, ci: { github: { repository: "owner/repository", repo: "owner/repository" } } });
  // @ts-expect-error -- Semaphore needs its project as well
  defineEnvironment({ ...aws, ci: { semaphore: { organization: "team", repository: "shop" } } });
  // @ts-expect-error -- an account of Google trusts issuers for each environment
  defineEnvironment({ ...google, ci: { identityProviders: "create" } });
  // @ts-expect-error -- Autopilot chooses the nodes
  defineEnvironment({ ...google, cluster: { autopilot: true, nodeType: "e2-medium" } });
  // @ts-expect-error -- Autopilot is always regional
  defineEnvironment({ ...google, cluster: { autopilot: true, regional: true } });
  // @ts-expect-error -- identity providers that are neither made nor there
  defineEnvironment({ ...aws, ci: { identityProviders: "none" } });
  // @ts-expect-error -- NAT by the name of something else
  defineEnvironment({ ...aws, network: { ...aws.network, nat: "gateway" } });
  // @ts-expect-error -- a minor version is a number
  defineEnvironment({ ...aws, database: { postgresMinor: "4" } });
  // @ts-expect-error -- what may be lost needs a reason
  defineEnvironment({ ...digitalocean, exceptions: { loseDatabase: true } });
  // @ts-expect-error -- nothing that a plan could lose
  defineEnvironment({ ...google, exceptions: { loseEverything: "it is only a try" } });
  // @ts-expect-error -- a setting of another cloud
  defineEnvironment({ ...local, region: "fra1" });
  // @ts-expect-error -- an unknown setting in a section
  defineEnvironment({ ...aws, network: { ...aws.network, subnets: [] } });
}

test("what the compiler refuses is not refused by defineEnvironment itself: that is left to the load", () => {
  expect(wrongEnvironments).not.toThrow();
});

test("what the compiler accepts is handed on as it is written", () => {
  const both = {
    github: { repository: "owner/repository" },
    semaphore: { organization: "team", projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", repository: "shop" },
  };
  const written = {
    ...aws,
    network: { ...aws.network, nat: "none" },
    database: { postgresMinor: 4, enhancedMonitoring: true },
    ci: { ...both, identityProviders: "use-existing" },
    exceptions: { loseNetwork: "the network has moved", loseKey: "nothing is left that it encrypted" },
  } as const;
  expect(defineEnvironment(written)).toBe(written);
  expect(defineEnvironment({ ...aws, ci: { github: both.github } })).toHaveProperty("ci.github.repository");
});
