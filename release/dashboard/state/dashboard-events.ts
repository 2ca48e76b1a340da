import { foreignText } from "../../diagnosis/foreign-text";
import { lastTime, shownEvent } from "../../diagnosis/events";
import type { Event } from "../../cluster/objects";
import type { DashboardEvent } from "../dashboard-state";

/** The page shows a part of them; those before are nothing to decide by. */
const mostEvents = 200;

/**
 * What happened to the service's objects, and in what was started from here, the newest first. A namespace may have other
 * services, too.
 */
export function dashboardEvents(
  service: string,
  ofCluster: readonly Event[],
  ofCommands: readonly DashboardEvent[],
): DashboardEvent[] {
  const newest = ofCluster
    .filter(({ involvedObject: { name = "" } }) => `${name}-`.startsWith(`${service}-`))
    .map((event) => ({ event, at: lastTime(event) ?? 0 }))
    // of the same second the later ones come last
    .reverse()
    .sort(byTime)
    .slice(0, mostEvents)
    .map(({ event, at }) => eventShown(event, at));
  return [...[...ofCommands].reverse(), ...newest].sort(byTime).slice(0, mostEvents);
}

const byTime = (a: { readonly at: number }, b: { readonly at: number }): number => b.at - a.at;

function eventShown(event: Event, at: number): DashboardEvent {
  const { involvedObject, type, count, series } = event;
  return {
    at,
    level: type === "Warning" ? "warning" : "info",
    subject: foreignText(`${(involvedObject.kind ?? "").toLowerCase()}/${involvedObject.name ?? ""}`),
    text: shownEvent(event),
    count: series?.count ?? count ?? 1,
  };
}
