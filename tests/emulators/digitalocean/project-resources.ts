import { z } from "zod";

import type { Account } from "./account";
import { ok } from "./api-request";
import { clusterUrn } from "./kubernetes/cluster";
import { databaseUrn } from "./databases/database";
import { loadBalancerUrn, volumeUrn } from "./leftover-resources";
import { listing } from "./listing";
import { projectOf } from "./projects";
import type { Router } from "./router";
import { timestamp } from "./timestamp";

const urn = z.string().regex(/^do:(dbaas|domain|droplet|floatingip|loadbalancer|space|volume|kubernetes|vpc):.+/);

/** resources/projects/models/project_assignment.yml */
const model = z.strictObject({ resources: z.array(urn) });

/** Where a resource is to be read. */
const paths: Readonly<Record<string, string>> = {
  dbaas: "databases",
  kubernetes: "kubernetes/clusters",
  loadbalancer: "load_balancers",
  volume: "volumes",
};

/** What a project holds. Each resource is in one project. */
export function routeProjectResources(router: Router, account: Account): void {
  const linked = (urn: string, assignedAt: string, status: string): object => {
    const [, kind = "", id = ""] = urn.split(":");
    const self = `https://api.digitalocean.com/v2/${paths[kind] ?? kind}/${id}`;
    return { urn, assigned_at: assignedAt, links: { self }, status };
  };
  router
    .on("GET /v2/projects/{id}/resources", (request) => {
      const { resources } = projectOf(account, request);
      return listing(
        request,
        "resources",
        [...resources].map(([urn, assignedAt]) => linked(urn, assignedAt, "ok")),
      );
    })
    .on("POST /v2/projects/{id}/resources", (request) => {
      const project = projectOf(account, request);
      const resources = request.read(model).resources.map((urn) => {
        const status = !exists(account, urn)
          ? "not_found"
          : project.resources.has(urn)
            ? "already_assigned"
            : "assigned";
        if (status === "assigned") account.assign(urn, project);
        return linked(urn, timestamp(), status);
      });
      return ok({ resources });
    });
}

function exists({ clusters, databases, loadBalancers, volumes }: Account, urn: string): boolean {
  return [
    ...[...clusters.values()].filter(({ state }) => state !== "deleted").map(clusterUrn),
    ...[...databases.values()].filter(({ isDeleted }) => !isDeleted).map(databaseUrn),
    ...[...loadBalancers.values()].filter(({ isDeleted }) => !isDeleted).map(loadBalancerUrn),
    ...[...volumes.values()].map(volumeUrn),
  ].includes(urn);
}
