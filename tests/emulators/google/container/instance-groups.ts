import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { Handler } from "../api-request";
import { linkTo } from "../compute/collection";
import { notFound } from "../compute/compute-error";
import { digest } from "../values";

/** What Compute has for the nodes of a pool in a zone. Clients count nodes by it. */
export function routeInstanceGroups(router: Router<Handler>): void {
  router.on("GET /compute/v1/projects/{project}/zones/{zone}/instanceGroupManagers/{group}", (request) => {
    const { project } = request;
    const [zone, name] = [request.parameter("zone"), request.parameter("group")];
    const scope = `${project.relativeName}/zones/${zone}`;
    const pools = [...project.clusters.values()].flatMap(({ nodePools }) => [...nodePools.values()]);
    const pool = pools.find((one) => one.zones.includes(zone) && one.groupName(zone) === name);
    if (pool === undefined) throw notFound(`${scope}/instanceGroupManagers/${name}`);
    return ok({
      kind: "compute#instanceGroupManager",
      id: String(BigInt(`0x${digest(name, 15)}`)),
      name,
      creationTimestamp: pool.cluster.createdAt,
      zone: linkTo(scope),
      baseInstanceName: name.replace(/-grp$/, ""),
      instanceGroup: linkTo(`${scope}/instanceGroups/${name}`),
      instanceTemplate: linkTo(`${project.relativeName}/global/instanceTemplates/${name.replace(/-grp$/, "")}`),
      targetSize: pool.nodeCount,
      currentActions: { none: pool.nodeCount },
      status: { isStable: pool.status === "RUNNING" },
      fingerprint: pool.etag,
      instanceLifecyclePolicy: { defaultActionOnFailure: "REPAIR", forceUpdateOnRepair: "YES" },
      updatePolicy: {
        type: "OPPORTUNISTIC",
        minimalAction: "REPLACE",
        replacementMethod: "SUBSTITUTE",
        maxSurge: { fixed: 1 },
        maxUnavailable: { fixed: 1 },
      },
      selfLink: linkTo(`${scope}/instanceGroupManagers/${name}`),
    });
  });
}
