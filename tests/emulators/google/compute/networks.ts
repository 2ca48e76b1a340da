import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { ApiRequest, Handler } from "../api-request";
import type { Project } from "../project";
import { type ComputeResource, linkTo } from "./collection";
import { inUse, invalidField, notReady } from "./compute-error";
import { checkName } from "./models";
import { begin, created } from "./operations";

const routingConfig = z.strictObject({
  routingMode: z.enum(["REGIONAL", "GLOBAL"]).default("REGIONAL"),
  bgpBestPathSelectionMode: z.enum(["LEGACY", "STANDARD"]).default("LEGACY"),
});

const changes = {
  routingConfig: routingConfig.optional(),
  mtu: z.int().min(1300).max(8896).optional(),
  networkFirewallPolicyEnforcementOrder: z.enum(["BEFORE_CLASSIC_FIREWALL", "AFTER_CLASSIC_FIREWALL"]).optional(),
};

const models = {
  insert: z.strictObject({
    name: z.string(),
    description: z.string().optional(),
    autoCreateSubnetworks: z.boolean().optional(),
    ...changes,
  }),
  patch: z.strictObject(changes),
};

export type NetworkSettings = z.infer<typeof models.insert>;
export type Network = ComputeResource<NetworkSettings>;

const shown = (project: Project, network: Network): object => {
  const { networkFirewallPolicyEnforcementOrder: order, ...settings } = network.settings;
  const subnetworks = project.compute.subnetworks.values().filter((one) => one.settings.network === network.path);
  return {
    kind: "compute#network",
    id: network.id,
    creationTimestamp: network.createdAt,
    ...settings,
    autoCreateSubnetworks: settings.autoCreateSubnetworks ?? false,
    routingConfig: settings.routingConfig ?? routingConfig.parse({}),
    networkFirewallPolicyEnforcementOrder: order ?? "AFTER_CLASSIC_FIREWALL",
    ...(subnetworks.length > 0 && { subnetworks: subnetworks.map(({ path }) => linkTo(path)) }),
    selfLink: linkTo(network.path),
    selfLinkWithId: linkTo(network.path.replace(/[^/]+$/, network.id)),
  };
};

export function routeNetworks(router: Router<Handler>): void {
  const path = "/compute/v1/projects/{project}/global/networks";
  const found = (request: ApiRequest): Network =>
    request.project.compute.networks.get("global", request.parameter("name"));
  router
    .on(`POST ${path}`, insert)
    .on(`GET ${path}`, ({ project }) => {
      const items = project.compute.networks.values().map((network) => shown(project, network));
      return ok({ kind: "compute#networkList", items });
    })
    .on(`GET ${path}/{name}`, (request) => ok(shown(request.project, found(request))))
    .on(`PATCH ${path}/{name}`, (request) => {
      const network = found(request);
      const changed = request.read(models.patch);
      return begin(request, { phase: "updating", type: "patch", target: network.path }, () => {
        network.settings = { ...network.settings, ...changed };
      });
    })
    .on(`DELETE ${path}/{name}`, (request) => {
      const network = found(request);
      const [user] = usersOf(request.project, network);
      if (user !== undefined) throw inUse("network", network.path, user);
      return begin(request, { phase: "deleting", type: "delete", target: network.path }, () => {
        request.project.compute.networks.delete(network);
      });
    });
}

const insert: Handler = (request) => {
  const { networks } = request.project.compute;
  const settings = request.read(models.insert);
  checkName(settings.name);
  const network = networks.add("global", settings.name, settings);
  return created(request, request.project.compute.networks, network);
};

/** Paths of all that must be gone before the network: https://cloud.google.com/vpc/docs/create-modify-vpc-networks#deleting_a_network */
function usersOf({ compute, clusters }: Project, { path }: Network): readonly string[] {
  const inCompute = [
    compute.subnetworks,
    compute.firewalls,
    compute.routers,
    compute.addresses,
    compute.forwardingRules,
  ].flatMap((collection) =>
    collection
      .values()
      .filter(({ settings }: { settings: { network?: string | undefined } }) => settings.network === path),
  );
  const inKubernetes = [...clusters.values()].filter((cluster) => cluster.network === path);
  return [...inCompute.map((one) => one.path), ...inKubernetes.map((cluster) => cluster.firewallPath)];
}

/**
 * The network that something is to be made in.
 *
 * @param reference an address or a part of one
 */
export function networkFor({ compute }: Project, reference: string, field = "network"): Network {
  const network = compute.networks.find(reference);
  if (network === undefined) throw invalidField(field, reference, "The referenced network resource cannot be found.");
  if (!network.ready) throw notReady(network.path);
  return network;
}
