import type { Cloud } from "../behaviour";
import { isObject, known, text, type Values } from "../values";
import { createdAt, createdAtIso, orElse } from "./answers";

function kubeConfig(context: string, host: string, cloud: Cloud): Values {
  const certificate = Buffer.from(cloud.hex(64)).toString("base64");
  const token = `dop_v1_${cloud.hex(64)}`;
  const raw = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${certificate}
    server: ${host}
  name: ${context}
contexts:
- context:
    cluster: ${context}
    user: ${context}-admin
  name: ${context}
current-context: ${context}
kind: Config
users:
- name: ${context}-admin
  user:
    token: ${token}
`;
  return {
    raw_config: raw,
    host,
    cluster_ca_certificate: certificate,
    // clusters with tokens have none
    client_key: "",
    client_certificate: "",
    token,
    expires_at: createdAtIso,
  };
}

/** Nodes are called after their pool. */
function nodes(pool: string, count: number, cloud: Cloud): Values[] {
  return Array.from({ length: count }, () => ({
    id: cloud.uuid(),
    name: `${pool}-${cloud.hex(5)}`,
    status: "running",
    droplet_id: cloud.decimal(9),
    created_at: createdAt,
    updated_at: createdAt,
  }));
}

/** What DigitalOcean answers about a DOKS cluster. */
export function clusterAnswers(settings: Values, cloud: Cloud): Values {
  const id = cloud.uuid();
  const endpoint = `https://${id}.k8s.ondigitalocean.com`;
  const context = `do-${text(settings, "region")}-${text(settings, "name")}`;
  const count = Number(orElse(settings, "node_pool.node_count", known(settings, "node_pool.min_nodes") ?? 0));
  /** A block is answered as a whole only when it was left out. */
  const block = (name: string, whole: Values[], inside: Values = {}) => {
    const planned = known(settings, name);
    return isObject(planned) || (Array.isArray(planned) && planned.length > 0) ? inside : { [name]: whole };
  };
  return {
    id,
    urn: `do:kubernetes:${id}`,
    endpoint,
    // a highly available control plane has no single address
    ipv4_address: known(settings, "ha") === true ? "" : "198.51.100.10",
    status: "running",
    created_at: createdAt,
    updated_at: createdAt,
    kube_config: [kubeConfig(context, endpoint, cloud)],
    vpc_uuid: orElse(settings, "vpc_uuid", cloud.uuid()),
    cluster_subnet: orElse(settings, "cluster_subnet", "10.152.0.0/16"),
    service_subnet: orElse(settings, "service_subnet", "10.124.96.0/19"),
    "node_pool.id": cloud.uuid(),
    "node_pool.actual_node_count": count,
    "node_pool.nodes": nodes(text(settings, "node_pool.name"), count, cloud),
    ...block("maintenance_policy", [{ day: "any", start_time: "00:00", duration: "4h0m0s" }], {
      "maintenance_policy.day": orElse(settings, "maintenance_policy.day", "any"),
      "maintenance_policy.start_time": orElse(settings, "maintenance_policy.start_time", "00:00"),
      "maintenance_policy.duration": "4h0m0s",
    }),
    ...block("control_plane_firewall", []),
    ...block("routing_agent", [{ enabled: false }]),
    ...block("amd_gpu_device_plugin", [{ enabled: false }]),
    ...block("amd_gpu_device_metrics_exporter_plugin", [{ enabled: false }]),
  };
}
