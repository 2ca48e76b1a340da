import type { Kinds } from "../controllers/kinds";
import type { ClusterObjects } from "../controllers/objects";

/** Where the requests to a Service go. */
export interface Route {
  readonly ip: string;
  readonly port: number;
  readonly pod: string;
}

interface Version {
  readonly since: number;
  readonly routes: readonly Route[];
}

/** Milliseconds until a node's proxy has taken over a change, one node after the other. */
const firstNodeMillis = 100;
const perNodeMillis = 50;

/** What the proxies of the nodes know of a Service: each of them hears of changes a little later than the one before. */
export class ServiceRoutes {
  private readonly versions: Version[] = [{ since: -Infinity, routes: [] }];

  constructor(
    private readonly objects: ClusterObjects,
    private readonly namespace: string,
    private readonly service: string,
    private readonly now: () => number,
  ) {
    this.take(-Infinity);
    objects.store.subscribe(({ object }) => {
      const isOurs = object.metadata.labels?.["kubernetes.io/service-name"] === service;
      if (object.kind === "EndpointSlice" && isOurs) this.take(this.now());
    });
  }

  /** As a node's proxy has it at a time. */
  at(time: number, node: number): readonly Route[] {
    const delay = firstNodeMillis + node * perNodeMillis;
    return this.versions.findLast(({ since }) => since + delay <= time)?.routes ?? [];
  }

  /** Forgets what was replaced before a time. */
  forget(time: number): void {
    const oldest = time - 60_000;
    while ((this.versions[1]?.since ?? Infinity) < oldest) this.versions.shift();
  }

  private take(since: number): void {
    const slices = this.objects
      .list("EndpointSlice", this.namespace)
      .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === this.service);
    const ready = slices.flatMap((slice) => routesOf(slice, ({ conditions }) => conditions?.ready === true));
    // when nobody is ready, those that end but still serve are better than nobody
    const routes =
      ready.length > 0
        ? ready
        : slices.flatMap((slice) =>
            routesOf(slice, ({ conditions }) => conditions?.serving === true && conditions.terminating === true),
          );
    this.versions.push({ since, routes });
  }
}

type Endpoint = Kinds["EndpointSlice"]["endpoints"][number];

const routesOf = ({ endpoints, ports }: Kinds["EndpointSlice"], isWanted: (endpoint: Endpoint) => boolean): Route[] =>
  endpoints.filter(isWanted).map(({ addresses, targetRef }) => ({
    ip: addresses[0] ?? "",
    port: ports?.[0]?.port ?? 0,
    pod: targetRef?.name ?? "",
  }));
