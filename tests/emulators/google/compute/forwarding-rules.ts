import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { ApiRequest, Handler } from "../api-request";
import type { Project } from "../project";
import type { Instance } from "../sql/instance";
import { digest, numericId } from "../values";
import { type ComputeResource, linkTo } from "./collection";
import { badRequest, fingerprintConflict, inUse, invalidField } from "./compute-error";
import { checkName, labels, scopeOf } from "./models";
import { networkFor } from "./networks";
import { begin, created } from "./operations";

const models = {
  insert: z.strictObject({
    name: z.string(),
    description: z.string().optional(),
    region: z.string().optional(),
    network: z.string(),
    subnetwork: z.string().optional(),
    IPAddress: z.string(),
    // only endpoints of Private Service Connect, which have no scheme
    loadBalancingScheme: z.literal("").optional(),
    target: z.string(),
    allowPscGlobalAccess: z.boolean().optional(),
    noAutomateDnsZone: z.boolean().optional(),
    // the provider sends them afterwards, because an endpoint cannot be created with them
    labels: z.undefined().optional(),
    networkTier: z.enum(["PREMIUM"]).optional(),
    ipVersion: z.enum(["IPV4"]).optional(),
  }),
  patch: z.strictObject({ allowPscGlobalAccess: z.boolean().optional() }),
  setLabels: z.strictObject({ labels: labels.default({}), labelFingerprint: z.string() }),
};

/** Network, IPAddress and target are paths. */
export type ForwardingRuleSettings = Omit<z.infer<typeof models.insert>, "labels"> & {
  readonly labels?: Readonly<Record<string, string>>;
};
export type ForwardingRule = ComputeResource<ForwardingRuleSettings>;

const instanceBehind = (project: Project, target: string): Instance | undefined =>
  [...project.instances.values()].find(
    ({ serviceAttachment }) => serviceAttachment !== undefined && target.endsWith(serviceAttachment),
  );

const shown = ({ settings, scope, path, fingerprint, ...rule }: ForwardingRule, project: Project): object => ({
  kind: "compute#forwardingRule",
  id: rule.id,
  creationTimestamp: rule.createdAt,
  networkTier: "PREMIUM",
  allowPscGlobalAccess: false,
  ...settings,
  loadBalancingScheme: "",
  IPAddress: project.compute.addresses.find(settings.IPAddress)?.settings.address,
  network: linkTo(settings.network),
  region: linkTo(`${project.relativeName}/${scope}`),
  target: linkTo(settings.target),
  pscConnectionId: String(BigInt(`0x${digest(path, 14)}`)),
  pscConnectionStatus: connectionStatus(project, settings.target),
  labelFingerprint: fingerprint,
  fingerprint,
  selfLink: linkTo(path),
});

/** https://cloud.google.com/vpc/docs/about-controlling-access-published-services#connection-statuses */
function connectionStatus(project: Project, target: string): string {
  const instance = instanceBehind(project, target);
  if (instance === undefined) return "CLOSED";
  return instance.accepts(project) ? "ACCEPTED" : "PENDING";
}

export function routeForwardingRules(router: Router<Handler>): void {
  const path = "/compute/v1/projects/{project}/regions/{region}/forwardingRules";
  const found = (request: ApiRequest): ForwardingRule =>
    request.project.compute.forwardingRules.get(scopeOf(request.parameter("region")), request.parameter("name"));
  const change = (request: ApiRequest, type: string, changed: Partial<ForwardingRuleSettings>): ReturnType<Handler> => {
    const rule = found(request);
    return begin(request, { phase: "updating", type, target: rule.path }, () => {
      rule.settings = { ...rule.settings, ...changed };
      rule.fingerprint = numericId();
    });
  };
  router
    .on(`POST ${path}`, insert)
    .on(`GET ${path}`, ({ project }) => {
      const items = project.compute.forwardingRules.values().map((one) => shown(one, project));
      return ok({ kind: "compute#forwardingRuleList", items });
    })
    .on(`GET ${path}/{name}`, (request) => ok(shown(found(request), request.project)))
    .on(`PATCH ${path}/{name}`, (request) => change(request, "patch", request.read(models.patch)))
    .on(`POST ${path}/{name}/setLabels`, (request) => {
      const { labels, labelFingerprint } = request.read(models.setLabels);
      if (labelFingerprint !== found(request).fingerprint) throw fingerprintConflict();
      return change(request, "setLabels", { labels });
    })
    .on(`POST ${path}/{name}/setTarget`, (request) => {
      // https://github.com/hashicorp/terraform-provider-google/issues/16870
      throw badRequest(`The target of '${found(request).path}' cannot be changed: it leads to a service attachment.`);
    })
    .on(`DELETE ${path}/{name}`, (request) => {
      const rule = found(request);
      return begin(request, { phase: "deleting", type: "delete", target: rule.path }, () => {
        request.project.compute.forwardingRules.delete(rule);
      });
    });
}

const insert: Handler = (request) => {
  const { project } = request;
  const settings = request.read(models.insert);
  const scope = scopeOf(request.parameter("region"));
  checkName(settings.name);
  const network = networkFor(project, settings.network);
  const address = project.compute.addresses.find(settings.IPAddress);
  if (address?.scope !== scope)
    throw invalidField("IPAddress", settings.IPAddress, "The specified address resource was not found.");
  const subnetwork = project.compute.subnetworks.find(address.settings.subnetwork);
  if (subnetwork?.settings.network !== network.path)
    throw invalidField("IPAddress", settings.IPAddress, "The address is not in the network of the forwarding rule.");
  const instance = instanceBehind(project, settings.target);
  if (instance?.region !== request.parameter("region"))
    throw invalidField("target", settings.target, "The referenced service attachment cannot be found.");
  const user = project.compute.forwardingRules.values().find((rule) => rule.settings.IPAddress === address.path);
  if (user !== undefined) throw inUse("address", address.path, user.path);
  const rule = project.compute.forwardingRules.add(scope, settings.name, {
    ...settings,
    network: network.path,
    IPAddress: address.path,
    target: instance.serviceAttachment ?? "",
  });
  return created(request, request.project.compute.forwardingRules, rule);
};
