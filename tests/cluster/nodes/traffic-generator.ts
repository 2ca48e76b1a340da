import type { ClusterObjects } from "../controllers/objects";
import type { PodNetwork } from "./pod-network";
import { ServiceRoutes } from "./service-routes";
import { Traffic, type TrafficOptions, type TrafficReport } from "./traffic";

/** Traffic that goes on until it is stopped. */
export interface RunningTraffic {
  report(): TrafficReport;
  /** @returns what became of it */
  stop(): TrafficReport;
}

/** Sends requests to Services, as clients of the load balancer would. */
export class TrafficGenerator {
  private readonly running = new Set<Traffic>();

  constructor(
    private readonly objects: ClusterObjects,
    private readonly network: PodNetwork,
    private readonly now: () => number,
  ) {}

  /** @param service `NAME`, or `NAMESPACE/NAME` where there are several namespaces */
  start(service: string, options: TrafficOptions = {}): RunningTraffic {
    const { namespace = "default", name } = this.find(service);
    const routes = new ServiceRoutes(this.objects, namespace, name, this.now);
    const nodes = Math.max(1, this.objects.list("Node").length);
    const traffic = new Traffic(this.network, routes, nodes, this.now(), options);
    this.running.add(traffic);
    return {
      report: () => traffic.report(this.now()),
      stop: () => {
        traffic.stop(this.now());
        return traffic.report(this.now());
      },
    };
  }

  /** Sends everything that is due until now. */
  settle(): void {
    for (const traffic of this.running) traffic.settle(this.now());
  }

  private find(service: string): { readonly namespace?: string; readonly name: string } {
    const [name = "", namespace] = service.split("/").reverse();
    const found = this.objects
      .list("Service", namespace)
      .find(({ metadata }) => metadata.name === name && metadata.namespace !== undefined);
    // it may be made later
    return found?.metadata ?? { namespace: namespace ?? this.onlyNamespace(), name };
  }

  private onlyNamespace(): string | undefined {
    return this.objects
      .list("Namespace")
      .map(({ metadata }) => metadata.name)
      .find((name) => !["default", "kube-system", "kube-public", "kube-node-lease"].includes(name));
  }
}
