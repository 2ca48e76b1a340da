import { randomUUID } from "node:crypto";

import { z } from "zod";

import { digitaloceanRegions } from "../../../environments/schema/catalogue/digitalocean";
import { networkOf } from "../../../environments/schema/cidr";
import type { Account } from "./account";
import { ApiError, notFound, unprocessable } from "./api-error";
import { type ApiRequest, created, noContent, ok } from "./api-request";
import { listing } from "./listing";
import type { Router } from "./router";
import { timestamp } from "./timestamp";
import { membersOf } from "./vpc-members";
import { checkRange, freeRange } from "./vpc-ranges";

export interface Vpc {
  readonly id: string;
  name: string;
  description: string;
  readonly region: string;
  readonly ipRange: string;
  isDefault: boolean;
  readonly createdAt: string;
  /** Whether it was made by DigitalOcean, and not by a request. */
  readonly builtIn: boolean;
}

export const vpcUrn = ({ id }: Vpc): string => `do:vpc:${id}`;

/** resources/vpcs/models/vpc.yml */
const name = z.string().regex(/^[a-zA-Z0-9\-.]+$/, "may hold letters, digits, dashes and periods");
const changes = { name, description: z.string().max(255).optional(), default: z.boolean().optional() };
const models = {
  create: z.strictObject({
    name,
    description: changes.description,
    region: z.string(),
    ip_range: z.string().optional(),
  }),
  update: z.strictObject(changes),
  patch: z.strictObject({ ...changes, name: name.optional() }),
};

const shown = (vpc: Vpc): object => ({
  id: vpc.id,
  urn: vpcUrn(vpc),
  name: vpc.name,
  description: vpc.description,
  region: vpc.region,
  ip_range: vpc.ipRange,
  default: vpc.isDefault,
  created_at: vpc.createdAt,
});

export function routeVpcs(router: Router, account: Account): void {
  const found = (request: ApiRequest): Vpc => vpcOf(account, request.parameter("id"));
  router
    .on("GET /v2/vpcs", (request) => listing(request, "vpcs", [...account.vpcs.values()].map(shown)))
    .on("POST /v2/vpcs", (request) => created({ vpc: shown(create(account, request.read(models.create))) }))
    .on("GET /v2/vpcs/{id}", (request) => ok({ vpc: shown(found(request)) }))
    .on("PUT /v2/vpcs/{id}", (request) => {
      const vpc = found(request);
      const { description = "", ...rest } = request.read(models.update);
      return ok({ vpc: shown(change(account, vpc, { description, ...rest })) });
    })
    .on("PATCH /v2/vpcs/{id}", (request) => {
      const vpc = found(request);
      return ok({ vpc: shown(change(account, vpc, request.read(models.patch))) });
    })
    .on("DELETE /v2/vpcs/{id}", (request) => {
      remove(account, found(request));
      return noContent;
    })
    .on("GET /v2/vpcs/{id}/members", (request) => {
      const wanted = request.url.searchParams.get("resource_type");
      const members = membersOf(account, found(request).id);
      return listing(
        request,
        "members",
        members.filter(({ urn }) => wanted === null || urn.startsWith(`do:${wanted}:`)),
      );
    });
}

/** @throws {ApiError} when there is none */
export function vpcOf(account: Account, id: string): Vpc {
  const vpc = account.vpcs.get(id);
  if (vpc === undefined) throw notFound();
  return vpc;
}

/**
 * The VPC of what is created in a region.
 *
 * @param id @default - the region's default, which DigitalOcean makes when there is none
 */
export function networkFor(account: Account, region: string, id?: string): Vpc {
  if (id === undefined) {
    const vpcs = [...account.vpcs.values()];
    return vpcs.find((vpc) => vpc.region === region && vpc.isDefault) ?? addDefaultVpc(account, region);
  }
  const vpc = account.vpcs.get(id);
  if (vpc === undefined) throw unprocessable(`VPC ${id} not found`);
  if (vpc.region !== region) throw unprocessable(`VPC ${id} is not in the region ${region}`);
  return vpc;
}

/** What every account has that has used the region before VPCs could be named, or without naming one. */
export function addDefaultVpc(account: Account, region: string): Vpc {
  return add(account, { name: `default-${region}`, description: "", region, isDefault: true, builtIn: true });
}

function create(account: Account, { region, ip_range, ...rest }: z.infer<typeof models.create>): Vpc {
  if (!(digitaloceanRegions as readonly string[]).includes(region)) throw unprocessable(`invalid region: ${region}`);
  checkName(account, rest.name);
  if (ip_range !== undefined) checkRange(account, ip_range);
  // vpcs_create.yml: the first VPC of a region becomes its default
  const isDefault = ![...account.vpcs.values()].some((vpc) => vpc.region === region && vpc.isDefault);
  const ipRange = ip_range === undefined ? undefined : networkOf(ip_range);
  return add(account, { description: "", ...rest, region, isDefault, builtIn: false }, ipRange);
}

function add(account: Account, settings: Omit<Vpc, "id" | "ipRange" | "createdAt">, ipRange = freeRange(account)): Vpc {
  const vpc: Vpc = { id: randomUUID(), ...settings, ipRange, createdAt: timestamp() };
  account.vpcs.set(vpc.id, vpc);
  return vpc;
}

function checkName(account: Account, wanted: string, own?: Vpc): void {
  if ([...account.vpcs.values()].some((vpc) => vpc.name === wanted && vpc !== own))
    throw unprocessable(`a VPC with the name ${wanted} already exists`);
}

function change(account: Account, vpc: Vpc, changed: z.infer<typeof models.patch>): Vpc {
  if (changed.name !== undefined) checkName(account, changed.name, vpc);
  // vpc.yml: it cannot be unset, only be given to another one
  if (changed.default === false && vpc.isDefault) throw unprocessable("default cannot be unset");
  if (changed.default === true)
    for (const other of account.vpcs.values()) if (other.region === vpc.region) other.isDefault = other === vpc;
  vpc.name = changed.name ?? vpc.name;
  vpc.description = changed.description ?? vpc.description;
  return vpc;
}

/** vpcs_delete.yml: neither the default of a region, nor one with members. */
function remove(account: Account, vpc: Vpc): void {
  if (vpc.isDefault) throw new ApiError(403, "Can not delete default VPCs");
  if (membersOf(account, vpc.id).length > 0) throw new ApiError(403, "Can not delete VPC with members");
  account.vpcs.delete(vpc.id);
}
