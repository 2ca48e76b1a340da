import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { ApiRequest, Handler } from "../api-request";
import type { Project } from "../project";
import { type ComputeResource, linkTo } from "./collection";
import { badRequest, invalidField } from "./compute-error";
import { checkName, scopeOf } from "./models";
import { networkFor } from "./networks";
import { begin, created } from "./operations";

/** What clients send without anything in it. */
const none = z.array(z.never()).optional();
const seconds = z.int().optional();

const nat = z.strictObject({
  name: z.string(),
  type: z.enum(["PUBLIC"]).optional(),
  natIpAllocateOption: z.enum(["AUTO_ONLY", "MANUAL_ONLY"]),
  sourceSubnetworkIpRangesToNat: z.enum([
    "ALL_SUBNETWORKS_ALL_IP_RANGES",
    "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES",
    "LIST_OF_SUBNETWORKS",
  ]),
  subnetworks: z
    .array(
      z.strictObject({
        name: z.string(),
        sourceIpRangesToNat: z.array(z.enum(["ALL_IP_RANGES", "PRIMARY_IP_RANGE", "LIST_OF_SECONDARY_IP_RANGES"])),
        secondaryIpRangeNames: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  logConfig: z
    .strictObject({
      enable: z.boolean().optional(),
      filter: z.enum(["ERRORS_ONLY", "TRANSLATIONS_ONLY", "ALL"]).optional(),
    })
    .optional(),
  initialNatIps: none,
  nat64Subnetworks: none,
  rules: none,
  natIps: z.array(z.string()).optional(),
  drainNatIps: z.array(z.string()).optional(),
  minPortsPerVm: z.int().optional(),
  maxPortsPerVm: z.int().optional(),
  enableDynamicPortAllocation: z.boolean().optional(),
  enableEndpointIndependentMapping: z.boolean().optional(),
  autoNetworkTier: z.enum(["PREMIUM", "STANDARD"]).optional(),
  endpointTypes: z.array(z.enum(["ENDPOINT_TYPE_VM"])).optional(),
  udpIdleTimeoutSec: seconds,
  icmpIdleTimeoutSec: seconds,
  tcpEstablishedIdleTimeoutSec: seconds,
  tcpTransitoryIdleTimeoutSec: seconds,
  tcpTimeWaitTimeoutSec: seconds,
  // of the answer; clients send it back with what else they have read
  effectiveTcpTimeWaitTimeoutSec: seconds,
});

const changes = { description: z.string().optional(), nats: z.array(nat).optional() };

const models = {
  insert: z.strictObject({
    name: z.string(),
    network: z.string(),
    region: z.string().optional(),
    encryptedInterconnectRouter: z.boolean().optional(),
    ...changes,
  }),
  patch: z.strictObject(changes),
};

export type RouterSettings = z.infer<typeof models.insert>;
export type CloudRouter = ComputeResource<RouterSettings>;

const shown = ({ settings, scope, ...router }: CloudRouter, project: Project): object => ({
  kind: "compute#router",
  id: router.id,
  creationTimestamp: router.createdAt,
  encryptedInterconnectRouter: false,
  ...settings,
  network: linkTo(settings.network),
  region: linkTo(`${project.relativeName}/${scope}`),
  ...(settings.nats !== undefined && { nats: settings.nats.map((one) => shownNat(one, project)) }),
  selfLink: linkTo(router.path),
});

const shownNat = ({ subnetworks, ...settings }: z.infer<typeof nat>, project: Project): object => ({
  type: "PUBLIC",
  autoNetworkTier: "PREMIUM",
  endpointTypes: ["ENDPOINT_TYPE_VM"],
  effectiveTcpTimeWaitTimeoutSec: 120,
  ...settings,
  ...(subnetworks !== undefined && {
    subnetworks: subnetworks.map((subnetwork) => ({
      ...subnetwork,
      name: linkTo(project.compute.subnetworks.find(subnetwork.name)?.path ?? subnetwork.name),
    })),
  }),
});

export function routeRouters(router: Router<Handler>): void {
  const path = "/compute/v1/projects/{project}/regions/{region}/routers";
  const found = (request: ApiRequest): CloudRouter =>
    request.project.compute.routers.get(scopeOf(request.parameter("region")), request.parameter("name"));
  router
    .on(`POST ${path}`, insert)
    .on(`GET ${path}`, ({ project }) =>
      ok({ kind: "compute#routerList", items: project.compute.routers.values().map((one) => shown(one, project)) }),
    )
    .on(`GET ${path}/{name}`, (request) => ok(shown(found(request), request.project)))
    .on(`PATCH ${path}/{name}`, (request) => {
      const cloudRouter = found(request);
      const changed = request.read(models.patch);
      for (const one of changed.nats ?? []) checkNat(request.project, one);
      return begin(request, { phase: "updating", type: "patch", target: cloudRouter.path }, () => {
        const { nats, ...rest } = { ...cloudRouter.settings, ...changed };
        cloudRouter.settings = { ...rest, ...(nats !== undefined && nats.length > 0 && { nats }) };
      });
    })
    .on(`DELETE ${path}/{name}`, (request) => {
      const cloudRouter = found(request);
      return begin(request, { phase: "deleting", type: "delete", target: cloudRouter.path }, () => {
        request.project.compute.routers.delete(cloudRouter);
      });
    });
}

const insert: Handler = (request) => {
  const { project } = request;
  const { network: reference, ...settings } = request.read(models.insert);
  const scope = scopeOf(request.parameter("region"));
  checkName(settings.name);
  for (const one of settings.nats ?? []) checkNat(project, one);
  const network = networkFor(project, reference);
  const cloudRouter = project.compute.routers.add(scope, settings.name, { ...settings, network: network.path });
  return created(request, request.project.compute.routers, cloudRouter);
};

/** https://cloud.google.com/compute/docs/reference/rest/v1/routers, `nats[]` */
function checkNat({ compute }: Project, { name, subnetworks = [], ...settings }: z.infer<typeof nat>): void {
  checkName(name, "nats.name");
  const listed = settings.sourceSubnetworkIpRangesToNat === "LIST_OF_SUBNETWORKS";
  if (listed !== subnetworks.length > 0)
    throw badRequest(
      `NAT ${name}: subnetworks are to be listed if, and only if, source_subnetwork_ip_ranges_to_nat is LIST_OF_SUBNETWORKS.`,
    );
  if (settings.natIpAllocateOption === "AUTO_ONLY" && (settings.natIps ?? []).length > 0)
    throw badRequest(`NAT ${name}: nat_ips cannot be specified when nat_ip_allocate_option is AUTO_ONLY.`);
  for (const subnetwork of subnetworks)
    if (compute.subnetworks.find(subnetwork.name) === undefined)
      throw invalidField(
        "nats.subnetworks.name",
        subnetwork.name,
        "The referenced subnetwork resource cannot be found.",
      );
}
