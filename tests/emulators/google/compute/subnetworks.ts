import { isDeepStrictEqual } from "node:util";

import { z } from "zod";

import { parseIpv4Range } from "../../../../environments/schema/cidr";
import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { ApiRequest, Handler } from "../api-request";
import type { Project } from "../project";
import { numericId } from "../values";
import { checkRanges, firstAddress } from "./address-ranges";
import { type ComputeResource, linkTo } from "./collection";
import { fingerprintConflict, inUse, invalidField, notReady } from "./compute-error";
import { checkName, scopeOf } from "./models";
import { networkFor } from "./networks";
import { begin, created } from "./operations";
import { usersOfSubnetwork } from "./subnetwork-users";

const secondaryIpRanges = z
  .array(
    z.strictObject({ rangeName: z.string(), ipCidrRange: z.string(), reservedInternalRange: z.string().optional() }),
  )
  .optional();

const logConfig = z
  .strictObject({
    enable: z.boolean().optional(),
    aggregationInterval: z.string().optional(),
    flowSampling: z.number().min(0).max(1).optional(),
    metadata: z.enum(["INCLUDE_ALL_METADATA", "EXCLUDE_ALL_METADATA", "CUSTOM_METADATA"]).optional(),
    filterExpr: z.string().optional(),
    metadataFields: z.array(z.string()).optional(),
  })
  .optional();

const models = {
  insert: z.strictObject({
    name: z.string(),
    description: z.string().optional(),
    network: z.string(),
    region: z.string().optional(),
    ipCidrRange: z.string(),
    privateIpGoogleAccess: z.boolean().optional(),
    privateIpv6GoogleAccess: z.string().optional(),
    purpose: z.enum(["PRIVATE"]).optional(),
    stackType: z.enum(["IPV4_ONLY"]).optional(),
    enableFlowLogs: z.boolean().optional(),
    secondaryIpRanges,
    logConfig,
  }),
  patch: z.strictObject({
    fingerprint: z.string(),
    secondaryIpRanges,
    logConfig,
    enableFlowLogs: z.boolean().optional(),
  }),
  expand: z.strictObject({ ipCidrRange: z.string() }),
  access: z.strictObject({ privateIpGoogleAccess: z.boolean().default(false) }),
};

export type SubnetworkSettings = z.infer<typeof models.insert>;
export type Subnetwork = ComputeResource<SubnetworkSettings>;

const shown = ({ settings, scope, ...subnetwork }: Subnetwork, project: Project): object => ({
  kind: "compute#subnetwork",
  id: subnetwork.id,
  creationTimestamp: subnetwork.createdAt,
  ...settings,
  network: linkTo(settings.network),
  region: linkTo(`${project.relativeName}/${scope}`),
  gatewayAddress: firstAddress(settings.ipCidrRange),
  privateIpGoogleAccess: settings.privateIpGoogleAccess ?? false,
  privateIpv6GoogleAccess: settings.privateIpv6GoogleAccess ?? "DISABLE_GOOGLE_ACCESS",
  purpose: "PRIVATE",
  stackType: "IPV4_ONLY",
  state: "READY",
  logConfig: shownLogConfig(settings),
  fingerprint: subnetwork.fingerprint,
  selfLink: linkTo(subnetwork.path),
});

/** With the API's defaults when logs are on. */
const shownLogConfig = ({ logConfig, enableFlowLogs }: SubnetworkSettings): object => {
  const enable = logConfig?.enable ?? enableFlowLogs ?? false;
  if (!enable) return { enable };
  return {
    aggregationInterval: "INTERVAL_5_SEC",
    flowSampling: 0.5,
    metadata: "EXCLUDE_ALL_METADATA",
    ...logConfig,
    enable,
  };
};

export function routeSubnetworks(router: Router<Handler>): void {
  const path = "/compute/v1/projects/{project}/regions/{region}/subnetworks";
  const found = (request: ApiRequest): Subnetwork =>
    request.project.compute.subnetworks.get(scopeOf(request.parameter("region")), request.parameter("name"));
  router
    .on(`POST ${path}`, insert)
    .on(`GET ${path}`, ({ project }) =>
      ok({
        kind: "compute#subnetworkList",
        items: project.compute.subnetworks.values().map((one) => shown(one, project)),
      }),
    )
    .on(`GET ${path}/{name}`, (request) => ok(shown(found(request), request.project)))
    .on(`PATCH ${path}/{name}`, (request) => patch(request, found(request)))
    .on(`POST ${path}/{name}/expandIpCidrRange`, (request) => expand(request, found(request)))
    .on(`POST ${path}/{name}/setPrivateIpGoogleAccess`, (request) => {
      const changed = request.read(models.access);
      return change(request, found(request), "setPrivateIpGoogleAccess", changed);
    })
    .on(`DELETE ${path}/{name}`, (request) => {
      const subnetwork = found(request);
      const [user] = usersOfSubnetwork(request.project, subnetwork);
      if (user !== undefined) throw inUse("subnetwork", subnetwork.path, user);
      return begin(request, { phase: "deleting", type: "delete", target: subnetwork.path }, () => {
        request.project.compute.subnetworks.delete(subnetwork);
      });
    });
}

const insert: Handler = (request) => {
  const { project } = request;
  const { network: reference, ...settings } = request.read(models.insert);
  const region = request.parameter("region");
  const scope = scopeOf(region);
  checkName(settings.name);
  if (settings.region !== undefined && !settings.region.endsWith(`/${region}`) && settings.region !== region)
    throw invalidField("region", settings.region, "Does not match the region of the request.");
  for (const { rangeName } of settings.secondaryIpRanges ?? []) checkName(rangeName, "secondaryIpRanges.rangeName");
  const network = networkFor(project, reference);
  checkRanges(project, { ...settings, network: network.path });
  const subnetwork = project.compute.subnetworks.add(scope, settings.name, { ...settings, network: network.path });
  return created(request, request.project.compute.subnetworks, subnetwork);
};

function patch(request: ApiRequest, subnetwork: Subnetwork): ReturnType<Handler> {
  const { fingerprint, ...changed } = request.read(models.patch);
  if (fingerprint !== subnetwork.fingerprint) throw fingerprintConflict();
  const next = { ...subnetwork.settings, ...changed };
  checkRanges(request.project, next, subnetwork);
  // a range with another network under the same name is another one
  const gone = (subnetwork.settings.secondaryIpRanges ?? []).filter(
    (range) => !(next.secondaryIpRanges ?? []).some((kept) => isDeepStrictEqual(kept, range)),
  );
  for (const { rangeName } of gone) {
    const user = [...request.project.clusters.values()].find((cluster) =>
      cluster.usesRange(subnetwork.path, rangeName),
    );
    if (user !== undefined) throw inUse("subnetwork", `${subnetwork.path}/${rangeName}`, user.path);
  }
  return change(request, subnetwork, "patch", changed);
}

/** https://cloud.google.com/vpc/docs/create-modify-vpc-networks#expand-subnet: it can only grow, around what it has. */
function expand(request: ApiRequest, subnetwork: Subnetwork): ReturnType<Handler> {
  const { ipCidrRange } = request.read(models.expand);
  const [before, after] = [parseIpv4Range(subnetwork.settings.ipCidrRange), parseIpv4Range(ipCidrRange)];
  if (before === undefined || after === undefined || after.first > before.first || after.last < before.last)
    throw invalidField("ipCidrRange", ipCidrRange, "New IPCidrRange must contain the original IPCidrRange.");
  checkRanges(request.project, { ...subnetwork.settings, ipCidrRange }, subnetwork);
  return change(request, subnetwork, "expandIpCidrRange", { ipCidrRange });
}

function change(
  request: ApiRequest,
  subnetwork: Subnetwork,
  type: string,
  changed: Partial<SubnetworkSettings>,
): ReturnType<Handler> {
  if (!subnetwork.ready) throw notReady(subnetwork.path);
  return begin(request, { phase: "updating", type, target: subnetwork.path }, () => {
    subnetwork.settings = { ...subnetwork.settings, ...changed };
    subnetwork.fingerprint = numericId();
  });
}
