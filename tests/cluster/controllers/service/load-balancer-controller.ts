import type { ClusterContext } from "../context";
import type { Service } from "../kinds";

const reporter = { component: "service-controller" } as const;

/** How the cloud makes load balancers. */
export interface LoadBalancerOptions {
  /** Seconds until one has its address; never, when there is none to be had. @default 2 */
  readonly afterSeconds?: number | "never";
  /** Why there is none: what the cloud said. @default - nothing is said */
  readonly refusal?: string;
}

/** Gives Services of type LoadBalancer an address, as a cloud does after a while. */
export class LoadBalancerController {
  private readonly asked = new Set<string>();
  private addresses = 0;

  constructor(
    private readonly context: ClusterContext,
    private readonly options: LoadBalancerOptions,
  ) {
    context.objects.store.subscribe(({ type, object }) => {
      const service = object as unknown as Service;
      if (object.kind !== "Service" || type === "DELETED" || service.spec.type !== "LoadBalancer") return;
      const { uid, namespace, name } = object.metadata;
      if (this.asked.has(uid)) return;
      this.asked.add(uid);
      context.reactions.enqueue(`LoadBalancer/${uid}`, () => {
        const found = context.objects.get("Service", namespace, name);
        if (found !== undefined) this.ask(found);
      });
    });
  }

  private ask(service: Service): void {
    const { events, reactions, objects } = this.context;
    const { afterSeconds = 2, refusal } = this.options;
    const message = "Ensuring load balancer";
    events.record(service, reporter, { type: "Normal", reason: "EnsuringLoadBalancer", message });
    if (refusal !== undefined) {
      this.refuse(service, refusal, 5);
      return;
    }
    if (afterSeconds === "never") return;
    reactions.after(afterSeconds * 1000, () => {
      const ip = `203.0.113.${++this.addresses}`;
      const given = objects.update(service, (draft) => {
        draft.status = { ...draft.status, loadBalancer: { ingress: [{ ip, ipMode: "VIP" }] } };
      });
      if (given === undefined) return;
      const done = { type: "Normal", reason: "EnsuredLoadBalancer", message: "Ensured load balancer" } as const;
      events.record(given, reporter, done);
    });
  }

  private refuse(service: Service, refusal: string, seconds: number): void {
    const { events, reactions, objects } = this.context;
    const { namespace, name, uid } = service.metadata;
    if (objects.get("Service", namespace, name)?.metadata.uid !== uid) return;
    const message = `Error syncing load balancer: failed to ensure load balancer: ${refusal}`;
    events.record(service, reporter, { type: "Warning", reason: "SyncLoadBalancerFailed", message });
    reactions.after(seconds * 1000, () => {
      this.refuse(service, refusal, Math.min(300, seconds * 2));
    });
  }
}
