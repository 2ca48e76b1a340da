import { z } from "zod";

import { parseIpv4Range } from "../../../../environments/schema/cidr";
import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { ApiRequest, Handler } from "../api-request";
import { type ComputeResource, linkTo } from "./collection";
import { badRequest, invalidField } from "./compute-error";
import { checkName } from "./models";
import { networkFor } from "./networks";
import { begin, created } from "./operations";

const protocols = z
  .array(
    z.strictObject({ IPProtocol: z.string(), ports: z.array(z.string().regex(/^\d{1,5}(-\d{1,5})?$/)).optional() }),
  )
  .optional();
const names = z.array(z.string()).optional();

const changes = {
  description: z.string().optional(),
  priority: z.int().min(0).max(65_535).optional(),
  disabled: z.boolean().optional(),
  allowed: protocols,
  denied: protocols,
  sourceRanges: names,
  destinationRanges: names,
  sourceTags: names,
  targetTags: names,
  sourceServiceAccounts: names,
  targetServiceAccounts: names,
  logConfig: z
    .strictObject({
      enable: z.boolean().optional(),
      metadata: z.enum(["INCLUDE_ALL_METADATA", "EXCLUDE_ALL_METADATA"]).optional(),
    })
    .optional(),
};

const models = {
  insert: z.strictObject({
    name: z.string(),
    network: z.string(),
    direction: z.enum(["INGRESS", "EGRESS"]).optional(),
    ...changes,
  }),
  patch: z.strictObject({ network: z.string().optional(), ...changes }),
};

export type FirewallSettings = z.infer<typeof models.insert>;
export type Firewall = ComputeResource<FirewallSettings>;

const shown = ({ settings, ...firewall }: Firewall): object => ({
  kind: "compute#firewall",
  id: firewall.id,
  creationTimestamp: firewall.createdAt,
  direction: "INGRESS",
  priority: 1000,
  disabled: false,
  logConfig: { enable: false },
  ...settings,
  network: linkTo(settings.network),
  selfLink: linkTo(firewall.path),
});

export function routeFirewalls(router: Router<Handler>): void {
  const path = "/compute/v1/projects/{project}/global/firewalls";
  const found = (request: ApiRequest): Firewall =>
    request.project.compute.firewalls.get("global", request.parameter("name"));
  router
    .on(`POST ${path}`, insert)
    .on(`GET ${path}`, ({ project }) =>
      ok({ kind: "compute#firewallList", items: project.compute.firewalls.values().map(shown) }),
    )
    .on(`GET ${path}/{name}`, (request) => ok(shown(found(request))))
    .on(`PATCH ${path}/{name}`, (request) => {
      const firewall = found(request);
      const { network } = firewall.settings;
      const next = { ...firewall.settings, ...request.read(models.patch), network };
      checkFirewall(next);
      return begin(request, { phase: "updating", type: "patch", target: firewall.path }, () => {
        firewall.settings = next;
      });
    })
    .on(`DELETE ${path}/{name}`, (request) => {
      const firewall = found(request);
      return begin(request, { phase: "deleting", type: "delete", target: firewall.path }, () => {
        request.project.compute.firewalls.delete(firewall);
      });
    });
}

const insert: Handler = (request) => {
  const { project } = request;
  const settings = request.read(models.insert);
  checkName(settings.name);
  checkFirewall(settings);
  const network = networkFor(project, settings.network);
  const firewall = project.compute.firewalls.add("global", settings.name, { ...settings, network: network.path });
  return created(request, request.project.compute.firewalls, firewall);
};

/** https://cloud.google.com/compute/docs/reference/rest/v1/firewalls */
function checkFirewall({ allowed = [], denied = [], direction = "INGRESS", ...settings }: FirewallSettings): void {
  if (allowed.length > 0 === denied.length > 0)
    throw badRequest("A firewall rule must have either allowed or denied protocols, and not both.");
  const { sourceRanges = [], sourceTags = [], sourceServiceAccounts = [], destinationRanges = [] } = settings;
  for (const cidr of [...sourceRanges, ...destinationRanges])
    if (parseIpv4Range(cidr) === undefined)
      throw invalidField("sourceRanges", cidr, "Must be a valid CIDR address range.");
  if (direction === "EGRESS" && [...sourceRanges, ...sourceTags, ...sourceServiceAccounts].length > 0)
    throw badRequest("Sources cannot be specified for a firewall rule of direction EGRESS.");
}
