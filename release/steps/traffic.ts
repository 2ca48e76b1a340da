import { podsOfTrack, type Track, trackName, tracksOf } from "../../constructs/kubernetes/release-track";
import type { AnyObject, Service } from "../cluster/objects";
import type { Manifests } from "../manifests";
import { note, type Release } from "../release";

/** A route as far as its weights go. */
interface WeightedRoute extends AnyObject {
  readonly spec?: {
    readonly rules?: readonly { readonly backendRefs?: readonly Backend[] }[];
  };
}

interface Backend {
  readonly name: string;
  readonly weight?: number;
}

/** Percent of the requests by track. */
export type Shares = Readonly<Partial<Record<Track, number>>>;

/** The colour that has the traffic now; undefined before the first release. */
export async function liveColour(release: Release): Promise<"blue" | "green" | undefined> {
  const { cluster, environment } = release;
  const { service } = environment;
  const named = (name: string | undefined) =>
    tracksOf["blue-green"].find((track) => name === trackName(service, track));
  if (service.route === undefined) {
    const balancer: Service | undefined = await cluster.get("Service", `${service.name}-lb`);
    return named(balancer?.spec?.selector?.["deployment"]);
  }
  return named((await backendsOf(release)).find(({ weight = 1 }) => weight > 0)?.name);
}

/** Parts of the requests by name of the Deployment; undefined where the number of pods shares them out. */
export async function trafficWeights(release: Release): Promise<Readonly<Record<string, number>> | undefined> {
  const { service } = release.environment;
  if (service.route !== undefined)
    return Object.fromEntries((await backendsOf(release)).map(({ name, weight = 1 }) => [name, weight]));
  if (service.strategy === "canary") return undefined;
  const live = await liveColour(release);
  return live === undefined ? {} : { [trackName(service, live)]: 100 };
}

async function backendsOf({ cluster, environment }: Release): Promise<Backend[]> {
  const route: WeightedRoute | undefined = await cluster.get("HTTPRoute", environment.service.name);
  return (route?.spec?.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs);
}

/** Shares the requests out, where the number of pods does not do it by itself. */
export async function giveTraffic(release: Release, { traffic }: Manifests, shares: Shares): Promise<void> {
  if (traffic.length === 0) return;
  for (const object of traffic) await release.cluster.apply(withShares(release, object, shares));
  const parts = Object.entries(shares).map(([track, share]) => `${share} % for ${track}`);
  note(release, `requests: ${parts.join(", ")}`);
}

function withShares({ environment: { service } }: Release, object: AnyObject, shares: Shares): AnyObject {
  if (object.kind === "HTTPRoute") {
    const weights = Object.fromEntries(
      Object.entries(shares).map(([track, share]) => [trackName(service, track as Track), share]),
    );
    const { spec } = object as WeightedRoute;
    const rules = (spec?.rules ?? []).map((rule) => ({
      ...rule,
      backendRefs: (rule.backendRefs ?? []).map((backend) => ({ ...backend, weight: weights[backend.name] ?? 0 })),
    }));
    return { ...object, spec: { ...spec, rules } } as AnyObject;
  }
  const [live] = Object.entries(shares).find(([, share]) => share === 100) ?? [];
  if (object.kind !== "Service" || live === undefined) return object;
  const { spec } = object as Service;
  return { ...object, spec: { ...spec, selector: podsOfTrack(service, live as Track) } } as AnyObject;
}
