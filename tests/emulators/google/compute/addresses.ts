import { z } from "zod";

import { contains, parseIpv4Range, size } from "../../../../environments/schema/cidr";
import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { ApiRequest, Handler } from "../api-request";
import type { Project } from "../project";
import { numericId } from "../values";
import { addressIn } from "./address-ranges";
import { type ComputeResource, linkTo } from "./collection";
import { badRequest, fingerprintConflict, inUse, invalidField, notReady } from "./compute-error";
import { checkName, labels, scopeOf } from "./models";
import { begin, created } from "./operations";
import type { Subnetwork } from "./subnetworks";

const models = {
  insert: z.strictObject({
    name: z.string(),
    description: z.string().optional(),
    region: z.string().optional(),
    // others are not needed by our stack
    addressType: z.enum(["INTERNAL"]),
    purpose: z.enum(["GCE_ENDPOINT"]).optional(),
    subnetwork: z.string(),
    address: z.string().optional(),
    labels: labels.optional(),
    labelFingerprint: z.string().optional(),
    networkTier: z.enum(["PREMIUM"]).optional(),
    ipVersion: z.enum(["IPV4"]).optional(),
  }),
  setLabels: z.strictObject({ labels: labels.default({}), labelFingerprint: z.string() }),
};

export type AddressSettings = z.infer<typeof models.insert> & {
  readonly address: string;
  readonly network?: undefined;
};
export type Address = ComputeResource<AddressSettings>;

const usersOf = ({ compute }: Project, { path }: Address): readonly string[] =>
  compute.forwardingRules.values().flatMap((rule) => (rule.settings.IPAddress === path ? [rule.path] : []));

const shown = (address: Address, project: Project): object => {
  const { settings, scope, path, fingerprint } = address;
  const users = usersOf(project, address).map(linkTo);
  return {
    kind: "compute#address",
    id: address.id,
    creationTimestamp: address.createdAt,
    purpose: "GCE_ENDPOINT",
    networkTier: "PREMIUM",
    ...settings,
    status: users.length > 0 ? "IN_USE" : "RESERVED",
    ...(users.length > 0 && { users }),
    region: linkTo(`${project.relativeName}/${scope}`),
    subnetwork: linkTo(settings.subnetwork),
    labelFingerprint: fingerprint,
    selfLink: linkTo(path),
  };
};

export function routeAddresses(router: Router<Handler>): void {
  const path = "/compute/v1/projects/{project}/regions/{region}/addresses";
  const found = (request: ApiRequest): Address =>
    request.project.compute.addresses.get(scopeOf(request.parameter("region")), request.parameter("name"));
  router
    .on(`POST ${path}`, insert)
    .on(`GET ${path}`, ({ project }) =>
      ok({ kind: "compute#addressList", items: project.compute.addresses.values().map((one) => shown(one, project)) }),
    )
    .on(`GET ${path}/{name}`, (request) => ok(shown(found(request), request.project)))
    .on(`POST ${path}/{name}/setLabels`, (request) => {
      const address = found(request);
      const { labels, labelFingerprint } = request.read(models.setLabels);
      if (labelFingerprint !== address.fingerprint) throw fingerprintConflict();
      return begin(request, { phase: "updating", type: "setLabels", target: address.path }, () => {
        address.settings = { ...address.settings, labels };
        address.fingerprint = numericId();
      });
    })
    .on(`DELETE ${path}/{name}`, (request) => {
      const address = found(request);
      const [user] = usersOf(request.project, address);
      if (user !== undefined) throw inUse("address", address.path, user);
      return begin(request, { phase: "deleting", type: "delete", target: address.path }, () => {
        request.project.compute.addresses.delete(address);
      });
    });
}

const insert: Handler = (request) => {
  const { project } = request;
  const { subnetwork: reference, ...settings } = request.read(models.insert);
  const scope = scopeOf(request.parameter("region"));
  checkName(settings.name);
  const subnetwork = project.compute.subnetworks.find(reference);
  if (subnetwork?.scope !== scope)
    throw invalidField("subnetwork", reference, "The referenced subnetwork resource cannot be found.");
  if (!subnetwork.ready) throw notReady(subnetwork.path);
  const address = project.compute.addresses.add(scope, settings.name, {
    ...settings,
    subnetwork: subnetwork.path,
    address: addressFor(project, subnetwork, settings.address),
  });
  return created(request, request.project.compute.addresses, address);
};

/**
 * Google keeps the first two and the last two addresses of a subnetwork:
 * https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet
 */
function addressFor({ compute }: Project, { path, settings }: Subnetwork, wanted?: string): string {
  const range = parseIpv4Range(settings.ipCidrRange);
  if (range === undefined) throw badRequest(`${path} has no addresses`);
  const taken = compute.addresses
    .values()
    .flatMap((one) => (one.settings.subnetwork === path ? [one.settings.address] : []));
  if (wanted !== undefined) {
    const single = parseIpv4Range(`${wanted}/32`);
    if (single === undefined || !contains(range, single))
      throw invalidField("address", wanted, `IP address must be within the range of the subnetwork '${path}'.`);
    if (taken.includes(wanted)) throw badRequest(`Specified IP address is already reserved: ${wanted}`);
    return wanted;
  }
  for (let index = 2; index < size(range) - 2; index++) {
    const candidate = addressIn(settings.ipCidrRange, index);
    if (!taken.includes(candidate)) return candidate;
  }
  throw badRequest(`IP space of '${path}' is exhausted.`);
}
