import type { Event } from "../cluster/objects";
import { foreignText } from "./foreign-text";
import type { Seen } from "./seen";

export type SeenEvent = Seen<Event>;

/** Milliseconds since 1970; undefined when there is no such time. */
export function timeOf(text: string | null | undefined): number | undefined {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? undefined : time;
}

/** When it happened last. Events that several were joined into have it elsewhere than those that stand alone. */
export const lastTime = ({ series, lastTimestamp, eventTime, firstTimestamp, metadata }: SeenEvent) =>
  timeOf(series?.lastObservedTime) ??
  timeOf(lastTimestamp) ??
  timeOf(eventTime) ??
  timeOf(firstTimestamp) ??
  timeOf(metadata?.creationTimestamp);

/** When it happened first. */
export const firstTime = ({ eventTime, firstTimestamp, metadata }: SeenEvent) =>
  timeOf(firstTimestamp) ?? timeOf(eventTime) ?? timeOf(metadata?.creationTimestamp);

/** Events of one object since a moment, the newest first. An event without a time counts. */
export function eventsOf(
  events: readonly SeenEvent[],
  object: { readonly kind: string; readonly name: string; readonly uid?: string | null | undefined },
  since: number,
): SeenEvent[] {
  return events
    .filter(({ involvedObject }) => involvedObject?.kind === object.kind && involvedObject.name === object.name)
    .filter(
      ({ involvedObject }) => (involvedObject?.uid ?? object.uid ?? "") === (object.uid ?? involvedObject?.uid ?? ""),
    )
    .filter((event) => (lastTime(event) ?? Infinity) >= since)
    .sort((a, b) => (lastTime(b) ?? Infinity) - (lastTime(a) ?? Infinity) || 0);
}

/** `FailedMount: MountVolume.SetUp failed …` */
export const shownEvent = ({ reason, message }: SeenEvent): string =>
  foreignText([reason, message].filter((part) => part !== undefined && part !== null && part !== "").join(": "));
