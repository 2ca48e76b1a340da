import type { ObjectStore, StoredObject } from "../../store";
import { items } from "../defaults/set";
import type { JsonObject } from "../json";
import { badRequest, notFound, StatusError } from "../status-error";
import type { RequestPath } from "../request-path";

/** A pod and a port of it. */
export interface ProxyTarget {
  readonly pod: string;
  readonly port: number;
}

/** Where `pods/NAME:PORT/proxy` or `services/NAME:PORT/proxy` leads. */
export function proxyTarget(store: ObjectStore, { resource, namespace = "", name }: RequestPath): ProxyTarget {
  const [, bare = "", port = ""] = /^(?:https?:)?([^:]+)(?::([^:]*))?$/.exec(name) ?? [];
  const object = store.get(resource.kind, namespace, bare);
  if (object === undefined) throw notFound(resource, bare);
  if (resource.kind === "Service") return endpointOf(store, object, port);
  return { pod: bare, port: port === "" ? firstPort(object) : portOf(object, port) };
}

const containerPorts = (pod: StoredObject): JsonObject[] =>
  items(pod["spec"] as JsonObject, "containers").flatMap((container) => items(container, "ports"));

const firstPort = (pod: StoredObject): number => Number(containerPorts(pod)[0]?.["containerPort"] ?? 80);

function portOf(pod: StoredObject, port: string): number {
  if (/^\d+$/.test(port)) return Number(port);
  const named = containerPorts(pod).find((each) => each["name"] === port);
  if (named === undefined) throw badRequest(`invalid port ${JSON.stringify(port)}`);
  return Number(named["containerPort"]);
}

function endpointOf(store: ObjectStore, service: StoredObject, port: string): ProxyTarget {
  const { name, namespace = "" } = service.metadata;
  const ports = items(service["spec"] as JsonObject, "ports");
  const asked = port === "" ? ports[0] : ports.find((each) => String(each["port"]) === port || each["name"] === port);
  if (asked === undefined) {
    throw new StatusError(
      503,
      "ServiceUnavailable",
      `no service port ${JSON.stringify(port)} found for service ${JSON.stringify(name)}`,
    );
  }
  for (const slice of store.list("EndpointSlice", namespace)) {
    if (slice.metadata.labels?.["kubernetes.io/service-name"] !== name) continue;
    const target = items(slice, "ports").find((each) => (each["name"] ?? "") === (asked["name"] ?? ""));
    const ready = items(slice, "endpoints").find(
      (each) => (each["conditions"] as { ready?: boolean } | undefined)?.ready !== false,
    );
    const { name: pod } = (ready?.["targetRef"] ?? {}) as { name?: string };
    if (target !== undefined && pod !== undefined) return { pod, port: Number(target["port"]) };
  }
  throw new StatusError(503, "ServiceUnavailable", `no endpoints available for service ${JSON.stringify(name)}`);
}
