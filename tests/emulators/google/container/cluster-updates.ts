import type { Router } from "../../http/router";
import { ApiError } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { newEtag } from "../values";
import { Cluster } from "./cluster";
import { clusterModels, type ClusterSettings } from "./cluster-models";
import { checkCluster, zonesFor } from "./cluster-rules";
import { clusterOf } from "./clusters";
import { invalidArgument } from "./container-error";
import { begin, checkIdle } from "./operations";

export function routeClusterUpdates(router: Router<Handler>): void {
  const path = "/container/v1/projects/{project}/locations/{location}/clusters/{cluster}";
  router
    .on(`PUT ${path}`, update)
    .on(`POST ${path}:setResourceLabels`, (request) => {
      const { resourceLabels, labelFingerprint } = request.read(clusterModels.setResourceLabels);
      const cluster = clusterOf(request);
      if (labelFingerprint !== cluster.labelFingerprint)
        throw new ApiError(412, "Labels could not be set due to fingerprint mismatch.", {
          status: "FAILED_PRECONDITION",
        });
      return change(cluster, "UPDATE_CLUSTER", { resourceLabels });
    })
    .on(`POST ${path}:setMaintenancePolicy`, (request) => {
      const { maintenancePolicy } = request.read(clusterModels.setMaintenancePolicy);
      const cluster = clusterOf(request);
      // an empty version is one that was not read
      const read = maintenancePolicy.resourceVersion ?? "";
      if (read !== "" && read !== cluster.maintenanceVersion)
        throw new ApiError(409, "The maintenance policy was changed since it was read.", { status: "ABORTED" });
      return change(cluster, "SET_MAINTENANCE_POLICY", { maintenancePolicy });
    })
    .on(`POST ${path}:setLegacyAbac`, (request) => {
      const { enabled } = request.read(clusterModels.setLegacyAbac);
      return change(clusterOf(request), "UPDATE_CLUSTER", { legacyAbac: { enabled } });
    })
    .on(`POST ${path}:setNetworkPolicy`, (request) => {
      const { networkPolicy } = request.read(clusterModels.setNetworkPolicy);
      return change(clusterOf(request), "SET_NETWORK_POLICY", { networkPolicy });
    });
}

/** `desiredReleaseChannel` is `releaseChannel` of the cluster; a few are parts of something. */
const update: Handler = (request: ApiRequest) => {
  const cluster = clusterOf(request);
  const { update: wanted } = request.read(clusterModels.update);
  const [first, another] = Object.entries(wanted);
  if (first === undefined) throw invalidArgument("Must specify a field to update.");
  // discovery document of container v1, ClusterUpdate: "Exactly one update can be applied to a cluster with each request"
  if (another !== undefined) throw invalidArgument("Exactly one field can be updated at a time.");
  const [field, value] = first;
  const { networkConfig, nodePoolAutoConfig } = cluster.settings;
  const inNetwork = (member: object): Partial<ClusterSettings> => ({ networkConfig: { ...networkConfig, ...member } });
  switch (field) {
    case "desiredGatewayApiConfig":
      return change(cluster, "UPDATE_CLUSTER", inNetwork({ gatewayApiConfig: value }));
    case "desiredIntraNodeVisibilityConfig":
      return change(
        cluster,
        "UPDATE_CLUSTER",
        inNetwork({ enableIntraNodeVisibility: (value as { enabled?: boolean }).enabled }),
      );
    case "desiredDefaultEnablePrivateNodes":
      return change(cluster, "UPDATE_CLUSTER", inNetwork({ defaultEnablePrivateNodes: value }));
    case "desiredNodePoolAutoConfigKubeletConfig":
      return change(cluster, "UPDATE_CLUSTER", {
        nodePoolAutoConfig: { ...nodePoolAutoConfig, nodeKubeletConfig: value as object },
      });
    default: {
      const name = field.replace(/^desired(.)/, (_, letter: string) => letter.toLowerCase());
      return change(cluster, "UPDATE_CLUSTER", { [name]: value });
    }
  }
};

function change(cluster: Cluster, type: string, changed: Partial<ClusterSettings>): ReturnType<Handler> {
  checkIdle(cluster);
  const { project, location, ranges } = cluster;
  const settings = { ...cluster.settings, ...changed };
  checkCluster(new Cluster(project, location, settings, zonesFor(location, settings.locations), ranges));
  cluster.status = "RECONCILING";
  const ended = (reached: ClusterSettings) => (): void => {
    cluster.settings = reached;
    cluster.etag = newEtag();
    cluster.status = "RUNNING";
  };
  return begin(cluster, { phase: "updating", kind: "cluster", type }, ended(settings), ended(cluster.settings));
}
