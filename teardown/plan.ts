import { kubeconfigCommand } from "../environments/schema/access-commands";
import type { CloudEnvironment } from "../environments/schema/environment";
import { resourceName } from "../environments/schema/names";
import type { Programs } from "../programs/local-programs";
import type { AwsCli } from "./aws/aws-cli";
import { type Owner, takeInventory } from "./aws/inventory";
import { type Leftover, sortOut } from "./aws/ownership";
import { type BalancerObject, findBalancerObjects } from "./balancer-objects";
import { loginToCluster, type TemporaryKubeconfig } from "./cluster-access";
import type { DefaultNetwork, EnvironmentNetwork } from "./digitalocean/environment-network";
import { TeardownFailure, Unreachable } from "./failure";
import type { Foreign } from "./foreign";
import { KubernetesApi } from "./kubernetes-api";
import { again } from "./next-commands";
import { findVolumes, takesAllWithIt, type Volume } from "./volumes";

/** What is there of what Kubernetes made outside of its cluster. */
export interface Plan {
  readonly environment: string;
  readonly cloud: CloudEnvironment["cloud"];
  readonly cluster: { readonly name: string; readonly state: "found" | "absent" | "skipped" };
  /** Objects to delete, so that Kubernetes deletes their balancers. */
  readonly objects: readonly Pick<BalancerObject, "kind" | "name" | "address">[];
  /** What carries the cluster's tags in the account, AWS only: what is left of it afterwards is deleted. */
  readonly leftovers: readonly Leftover[];
  /** What is in the way of the network's deletion, and is not touched; not looked for on Google Cloud. */
  readonly foreign: readonly Foreign[];
  /** Where the network cannot be deleted at all, DigitalOcean only. */
  readonly defaultNetwork?: DefaultNetwork | undefined;
  /** Disks with data. They are not touched. */
  readonly volumes: readonly Volume[];
  /** Whether the destroy deletes the disks, data and all. */
  readonly losesVolumes: boolean;
  /** The account's registry, when the destroy deletes it, DigitalOcean only. */
  readonly registry?: string | undefined;
}

/** What the clouds are asked with. */
export interface Access {
  readonly programs: Programs;
  readonly kubeconfig: TemporaryKubeconfig;
  /** For environments on AWS. */
  readonly aws?: AwsCli | undefined;
  /** For environments on DigitalOcean. */
  readonly network?: EnvironmentNetwork | undefined;
}

/** A plan, and what was learnt on the way. */
export interface Findings {
  readonly plan: Plan;
  /** The cluster, unless it is gone or was to be skipped. */
  readonly api?: KubernetesApi | undefined;
  readonly objects: readonly BalancerObject[];
  /** Whether the cloud refuses to delete the cluster, whatever the file says. */
  readonly protectedInCloud: boolean;
}

/** Looks, and changes nothing. */
export async function findOut(
  environment: CloudEnvironment,
  { programs, kubeconfig, aws, network }: Access,
  skipCluster: boolean,
): Promise<Findings> {
  const api = skipCluster ? undefined : await reach(environment, programs, kubeconfig);
  const [objects, volumes] =
    api === undefined
      ? [[], []]
      : await Promise.all([findBalancerObjects(api), findVolumes(api)]).catch((error: unknown) => {
          throw withAdvice(error, environment);
        });

  const inventory = aws && (await takeInventory(aws, ownerOf(environment)));
  const { leftovers, foreign } = inventory ? sortOut(inventory, ownerOf(environment)) : { leftovers: [], foreign: [] };
  const obstacles = await network?.findObstacles(api !== undefined);
  const plan: Plan = {
    environment: environment.name,
    cloud: environment.cloud,
    cluster: {
      name: resourceName(environment),
      state: skipCluster ? "skipped" : api === undefined ? "absent" : "found",
    },
    objects: objects.map(({ kind, name, address }) => ({ kind, name, address })),
    leftovers,
    foreign: [...foreign, ...(obstacles?.foreign ?? [])],
    defaultNetwork: obstacles?.defaultNetwork,
    volumes,
    losesVolumes: takesAllWithIt(environment),
    registry:
      environment.cloud === "digitalocean" && environment.registry.mode === "create" && obstacles?.isThere === true
        ? environment.registry.name
        : undefined,
  };
  return { plan, api, objects, protectedInCloud: inventory?.cluster?.deletionProtection ?? false };
}

export const ownerOf = (environment: CloudEnvironment): Owner => ({
  clusterName: resourceName(environment),
  project: environment.project,
  environment: environment.name,
});

/** @returns nothing when there is no such cluster (any more) */
async function reach(
  environment: CloudEnvironment,
  programs: Programs,
  kubeconfig: TemporaryKubeconfig,
): Promise<KubernetesApi | undefined> {
  const cluster = {
    cloud: environment.cloud,
    command: kubeconfigCommand(environment),
    clusterName: resourceName(environment),
  };
  const access = await loginToCluster(programs, cluster, kubeconfig).catch((error: unknown) => {
    throw withAdvice(error, environment);
  });
  return access && new KubernetesApi(programs, access);
}

/** What to do when the cluster cannot be reached. */
function withAdvice(error: unknown, environment: CloudEnvironment): unknown {
  if (!(error instanceof Unreachable)) return error;
  const skipping =
    environment.cloud === "aws"
      ? "what it made is found by its tags"
      : takesAllWithIt(environment)
        ? "the destroy deletes what it made"
        : "what it made stays";
  const what = error.message.includes("(Forbidden)") ? "does not allow it" : "cannot be reached";
  return new TeardownFailure(
    `the cluster ${resourceName(environment)} ${what}: ${error.message}${advice(error.message, environment)}`,
    [again(environment), `${again(environment, true)}  # without the cluster: ${skipping}`],
  );
}

function advice(why: string, environment: CloudEnvironment): string {
  if (/Unauthorized|provide credentials/.test(why))
    return environment.cloud === "aws" ? "; your role must be in `cluster.adminArns`" : "; log in again";
  if (!/Unable to connect|was refused|deadline exceeded|i\/o timeout/.test(why)) return "";
  return environment.cluster.apiAllowedCidrs.length === 0
    ? "; its API answers within the private network only, so run this from there"
    : "; your address must be in `cluster.apiAllowedCidrs`, and may have changed";
}
