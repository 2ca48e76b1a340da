import { googleZones } from "../../../../environments/schema/catalogue/google";
import { cidrsOverlap, isPrivate, parseIpv4Range } from "../../../../environments/schema/cidr";
import { ApiError } from "../api-error";
import { type Network, networkFor } from "../compute/networks";
import type { Subnetwork } from "../compute/subnetworks";
import type { Project } from "../project";
import { checkAutopilot } from "./autopilot";
import type { Cluster } from "./cluster";
import type { ClusterSettings } from "./cluster-models";
import { invalidArgument } from "./container-error";
import { checkMaintenance } from "./maintenance-rules";
import { checkNodeConfig } from "./node-pool-rules";

export const zonesOf = (region: string): readonly string[] =>
  Object.hasOwn(googleZones, region)
    ? Array.from(googleZones[region as keyof typeof googleZones], (letter) => `${region}-${letter}`)
    : [];

/** `europe-west1-b` is in `europe-west1`. */
export const regionOf = (location: string): string => location.replace(/-[a-z]$/, "");

/** The zones that have nodes: those that are named, or those of the location. */
export function zonesFor(location: string, wanted: readonly string[] = []): readonly string[] {
  const known = zonesOf(regionOf(location));
  if (known.length === 0 || (location !== regionOf(location) && !known.includes(location)))
    throw invalidArgument(`Location "${location}" does not exist.`);
  const strange = wanted.find((zone) => !known.includes(zone));
  if (strange !== undefined)
    throw invalidArgument(`Zone "${strange}" is not in the region "${regionOf(location)}" of the cluster.`);
  const isZonal = location !== regionOf(location);
  if (isZonal && wanted.length > 0 && !wanted.includes(location))
    throw invalidArgument(`The zone "${location}" of the cluster must be among its locations.`);
  return wanted.length > 0 ? wanted : isZonal ? [location] : known.slice(0, 3);
}

/** The network and the subnetwork that a cluster is to be in. */
export function placeOf(
  project: Project,
  location: string,
  wanted: ClusterSettings,
): { readonly network: Network; readonly subnetwork: Subnetwork } {
  const network = networkFor(project, wanted.network);
  const subnetwork = project.compute.subnetworks.find(wanted.subnetwork);
  if (subnetwork?.scope !== `regions/${regionOf(location)}` || !subnetwork.ready)
    throw invalidArgument(`Subnetwork "${wanted.subnetwork}" not found in region "${regionOf(location)}".`);
  if (subnetwork.settings.network !== network.path)
    throw invalidArgument(`Subnetwork "${subnetwork.path}" is not in network "${network.path}".`);
  return { network, subnetwork };
}

/** Secondary ranges are named, and a range of Services belongs to one cluster: https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips */
export function rangesFor(
  { clusters }: Project,
  subnetwork: Subnetwork,
  { ipAllocationPolicy = {} }: ClusterSettings,
): Cluster["ranges"] {
  const { clusterSecondaryRangeName: pods, servicesSecondaryRangeName: services, useIpAliases } = ipAllocationPolicy;
  if (useIpAliases !== true || !pods || !services)
    throw new ApiError(501, "the emulator knows clusters with named secondary ranges only", { verdict: "unknown" });
  const cidrOf = (name: string, what: string): string => {
    const range = subnetwork.settings.secondaryIpRanges?.find(({ rangeName }) => rangeName === name);
    if (range === undefined)
      throw invalidArgument(`${what} secondary range "${name}" does not exist in subnetwork "${subnetwork.name}".`);
    return range.ipCidrRange;
  };
  const ranges = { pods: cidrOf(pods, "Pods"), services: cidrOf(services, "Services") };
  const other = [...clusters.values()].find((cluster) => cluster.usesRange(subnetwork.path, services));
  if (pods === services || other !== undefined)
    throw invalidArgument(
      `Services range "${services}" in network "${subnetwork.settings.network}", subnetwork "${subnetwork.path}" is already used by another cluster.`,
    );
  return ranges;
}

/** What every cluster has to be like. */
export function checkCluster({ settings, project, location, isAutopilot, ranges }: Cluster): void {
  // https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters#Cluster, `name`
  if (!/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(settings.name))
    throw invalidArgument(
      `Cluster.name "${settings.name}" is invalid: at most 40 characters, matching [a-z]([-a-z0-9]*[a-z0-9])?.`,
    );
  if (isAutopilot) checkAutopilot(location === regionOf(location), settings);
  else if ((settings.initialNodeCount ?? 0) < 1)
    throw invalidArgument("Cluster.initial_node_count must be greater than zero.");
  checkPodsPerNode(settings, ranges.pods);

  const pool = settings.workloadIdentityConfig?.workloadPool;
  if (pool !== undefined && pool !== `${project.id}.svc.id.goog`)
    throw invalidArgument(`Workload pool "${pool}" is invalid: it must be "${project.id}.svc.id.goog".`);
  // https://cloud.google.com/kubernetes-engine/docs/how-to/dataplane-v2: it replaces Calico
  if (settings.networkConfig?.datapathProvider === "ADVANCED_DATAPATH" && settings.networkPolicy?.enabled === true)
    throw invalidArgument(
      "Enabling NetworkPolicy for clusters with DatapathProvider=ADVANCED_DATAPATH is not allowed.",
    );
  checkControlPlane(settings, ranges);
  checkMaintenance(settings.maintenancePolicy);
  checkNodeConfig(project, settings.nodeConfig ?? {}, settings);
}

/** Each node takes a range twice as large as its pods: https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr */
function checkPodsPerNode({ defaultMaxPodsConstraint }: ClusterSettings, pods: string): void {
  const limit = Number(defaultMaxPodsConstraint?.maxPodsPerNode ?? 110);
  if (limit < 8 || limit > 256) throw invalidArgument(`Max pods per node must be between 8 and 256, got ${limit}.`);
  const perNode = 32 - Math.ceil(Math.log2(limit * 2));
  if ((parseIpv4Range(pods)?.prefix ?? 0) > perNode)
    throw invalidArgument(`The pod range ${pods} has no room for a node: each takes a /${perNode}.`);
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/legacy/network-isolation: a /28 of its own. */
function checkControlPlane(
  { privateClusterConfig, controlPlaneEndpointsConfig }: ClusterSettings,
  ranges: Cluster["ranges"],
): void {
  const cidr = privateClusterConfig?.masterIpv4CidrBlock;
  if (cidr !== undefined && cidr !== "") {
    const range = parseIpv4Range(cidr);
    if (range?.prefix !== 28 || !isPrivate(range))
      throw invalidArgument(`Invalid master_ipv4_cidr_block "${cidr}": must be a private range of size /28.`);
    const other = [ranges.pods, ranges.services].find((taken) => cidrsOverlap(taken, cidr));
    if (other !== undefined)
      throw invalidArgument(`Invalid master_ipv4_cidr_block "${cidr}": it conflicts with ${other}.`);
  }
  const { dnsEndpointConfig, ipEndpointsConfig } = controlPlaneEndpointsConfig ?? {};
  const networks = ipEndpointsConfig?.authorizedNetworksConfig;
  if ((networks?.cidrBlocks ?? []).length > 100) throw invalidArgument("At most 100 authorized networks are allowed.");
  for (const { cidrBlock } of networks?.cidrBlocks ?? [])
    if (parseIpv4Range(cidrBlock) === undefined) throw invalidArgument(`Invalid authorized network "${cidrBlock}".`);
  if (ipEndpointsConfig?.enabled === false && networks?.enabled === true)
    throw invalidArgument("Authorized networks cannot be enabled while the IP endpoints are disabled.");
  if (ipEndpointsConfig?.enabled === false && dnsEndpointConfig === undefined)
    throw invalidArgument("At least one of the DNS endpoint and the IP endpoints must be enabled.");
}
