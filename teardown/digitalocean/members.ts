import type { DigitaloceanEnvironment } from "../../environments/schema/environment";
import { resourceName } from "../../environments/schema/names";
import type { Foreign } from "../foreign";
import type { DoctlCli } from "./doctl-cli";
import { associatedResources, clusters, databases, droplets, loadBalancers } from "./shapes";

/** What is in the VPC of an environment and does not go with the cluster or the database. */
export interface Members {
  readonly foreign: readonly Foreign[];
  /** Balancers that the cluster has made. */
  readonly ofCluster: readonly Foreign[];
}

/** DigitalOcean has a list of all members, which doctl does not give: these are the kinds that people put there. */
export async function findMembers(
  doctl: DoctlCli,
  environment: DigitaloceanEnvironment,
  vpcId: string,
): Promise<Members> {
  const [allClusters, machines, allBalancers, allDatabases] = await Promise.all([
    doctl.read(clusters, "kubernetes", "cluster", "list"),
    doctl.read(droplets, "compute", "droplet", "list"),
    doctl.read(loadBalancers, "compute", "load-balancer", "list"),
    doctl.read(databases, "databases", "list"),
  ]);
  const own = resourceName(environment);
  const cluster = allClusters.find(({ name }) => name === own);
  const made =
    cluster === undefined
      ? []
      : await doctl.read(associatedResources, "kubernetes", "cluster", "list-associated-resources", cluster.id);
  const isIn = ({ vpcId: network }: { readonly vpcId?: string | undefined }): boolean => network === vpcId;

  const balancers = allBalancers
    .filter(isIn)
    .map(({ id, name, ip }) => ({ type: "load balancer", id, owner: ip === undefined ? name : `${name}, ${ip}` }));
  return {
    foreign: [
      ...machines
        .filter((machine) => isIn(machine) && !isNode(machine, environment, cluster?.id))
        .map(({ id, name, tags }) => ({ type: "Droplet", id: `${id}`, owner: [name, ...tags].join(", ") })),
      ...balancers.filter(({ id }) => !made.includes(id)),
      ...allClusters
        .filter((other) => isIn(other) && other.name !== own)
        .map(({ id, name }) => ({ type: "Kubernetes cluster", id, owner: name })),
      ...allDatabases
        .filter((other) => isIn(other) && other.name !== own)
        .map(({ id, name }) => ({ type: "database cluster", id, owner: name })),
    ],
    ofCluster: balancers.filter(({ id }) => made.includes(id)),
  };
}

/** DOKS gives its nodes the tags with `k8s`, Terraform the others; nodes live a little longer than their cluster. */
function isNode(
  { tags }: { readonly tags: readonly string[] },
  { project, name }: DigitaloceanEnvironment,
  clusterId: string | undefined,
): boolean {
  const ofEnvironment = [`project:${project}`, `environment:${name}`, "k8s"];
  return tags.includes(`k8s:${clusterId ?? ""}`) || ofEnvironment.every((tag) => tags.includes(tag));
}
