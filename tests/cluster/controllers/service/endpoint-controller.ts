import type { ClusterContext } from "../context";
import { deleteObject } from "../deletion";
import type { Kinds, Pod, Service } from "../kinds";
import { suffix } from "../names";
import { controllerReference } from "../owners";
import { isReady } from "../replica-set/pods-to-delete";
import { matches } from "../selectors";

type Slice = Kinds["EndpointSlice"];
type Endpoint = Slice["endpoints"][number];

const nameLabel = "kubernetes.io/service-name";

/** Keeps an EndpointSlice for each Service with a selector, and the Endpoints of old, which only know who is ready. */
export class EndpointController {
  constructor(private readonly context: ClusterContext) {
    const { objects } = context;
    objects.store.subscribe(({ object }) => {
      const { namespace, name } = object.metadata;
      if (object.kind === "Service") this.enqueue(namespace, name);
      // labels may have changed, and those of before are not told
      if (object.kind === "Pod")
        for (const service of objects.list("Service", namespace)) this.enqueue(namespace, service.metadata.name);
    });
  }

  private enqueue(namespace: string | undefined, name: string): void {
    this.context.reactions.enqueue(`Service/${namespace ?? ""}/${name}`, () => {
      const service = this.context.objects.get("Service", namespace, name);
      if (service?.spec.selector !== undefined) this.sync(service, service.spec.selector);
      else this.removeOf(namespace, name);
    });
  }

  private sync(service: Service, selector: Record<string, string>): void {
    const { objects } = this.context;
    const { namespace, name } = service.metadata;
    const pods = objects
      .list("Pod", namespace)
      .filter(({ metadata }) => matches(metadata.labels, { matchLabels: selector }))
      .filter(({ status }) => !["Succeeded", "Failed"].includes(status?.phase ?? "") && status?.podIP !== undefined)
      .sort((one, other) => (one.metadata.uid < other.metadata.uid ? -1 : 1));
    const ports = portsOf(service, pods[0]);
    const endpoints = pods.map((pod) => this.endpoint(pod, service.spec.publishNotReadyAddresses === true));
    const slice = this.slicesOf(namespace, name)[0];
    if (slice === undefined)
      objects.create({
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: {
          name: `${name}-${suffix(`slice/${namespace ?? ""}/${name}`)}`,
          namespace,
          generation: 1,
          labels: {
            ...service.metadata.labels,
            "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
            [nameLabel]: name,
          },
          ownerReferences: [controllerReference(service)],
        },
        addressType: "IPv4",
        endpoints,
        ports,
      });
    else
      objects.update(slice, (draft) => {
        draft.endpoints = endpoints;
        draft.ports = ports;
      });
    this.syncLegacy(service, endpoints, ports);
  }

  /** A pod that ends may still serve, which proxies use when there is no other one. */
  private endpoint(pod: Pod, always: boolean): Endpoint {
    const { nodeName } = pod.spec;
    const terminating = pod.metadata.deletionTimestamp !== undefined;
    const serving = isReady(pod);
    const node = nodeName === undefined ? undefined : this.context.objects.get("Node", undefined, nodeName);
    return {
      addresses: [pod.status?.podIP ?? ""],
      conditions: { ready: always || (serving && !terminating), serving, terminating },
      nodeName,
      targetRef: { kind: "Pod", namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
      zone: node?.metadata.labels?.["topology.kubernetes.io/zone"],
    };
  }

  private syncLegacy({ metadata }: Service, endpoints: readonly Endpoint[], ports: Slice["ports"]): void {
    const { objects } = this.context;
    const address = ({ addresses, nodeName, targetRef }: Endpoint) => ({ ip: addresses[0] ?? "", nodeName, targetRef });
    const alive = endpoints.filter(({ conditions }) => conditions?.terminating !== true);
    const ready = alive.filter(({ conditions }) => conditions?.ready === true).map(address);
    const others = alive.filter(({ conditions }) => conditions?.ready !== true).map(address);
    const subset = {
      ...(ready.length > 0 ? { addresses: ready } : {}),
      ...(others.length > 0 ? { notReadyAddresses: others } : {}),
      ports: (ports ?? []).map(({ name, port, protocol }) => ({ name, port: port ?? 0, protocol })),
    };
    const subsets = alive.length === 0 ? undefined : [subset];
    const legacy = objects.get("Endpoints", metadata.namespace, metadata.name);
    if (legacy === undefined)
      objects.create({
        apiVersion: "v1",
        kind: "Endpoints",
        metadata: { name: metadata.name, namespace: metadata.namespace, labels: metadata.labels },
        subsets,
      });
    else
      objects.update(legacy, (draft) => {
        draft.subsets = subsets;
      });
  }

  private slicesOf(namespace: string | undefined, name: string): Slice[] {
    return this.context.objects
      .list("EndpointSlice", namespace)
      .filter(({ metadata }) => metadata.labels?.[nameLabel] === name);
  }

  private removeOf(namespace: string | undefined, name: string): void {
    const { objects } = this.context;
    const legacy = objects.get("Endpoints", namespace, name);
    const service = objects.get("Service", namespace, name);
    // whoever has a Service without a selector has its endpoints as well
    if (service !== undefined) return;
    for (const slice of this.slicesOf(namespace, name)) deleteObject(objects, slice);
    if (legacy !== undefined) deleteObject(objects, legacy);
  }
}

function portsOf({ spec }: Service, pod: Pod | undefined): Slice["ports"] {
  return (spec.ports ?? []).flatMap(({ name, port, protocol = "TCP", targetPort = port }) => {
    const number = typeof targetPort === "number" ? targetPort : pod && portNamed(pod, targetPort);
    return number === undefined ? [] : [{ name: name ?? "", port: number, protocol }];
  });
}

/** The number of a port of a container that has this name. */
export const portNamed = (pod: Pod, name: string): number | undefined =>
  pod.spec.containers.flatMap(({ ports = [] }) => ports).find((port) => port.name === name)?.containerPort;
