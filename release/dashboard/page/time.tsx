import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import { age } from "../../terminal/duration";
import { Clock } from "./clock";

export const ClockContext = createContext(new Clock(0));

const clockFormat = new Intl.DateTimeFormat(undefined, { hourCycle: "h23", timeStyle: "medium" });
const dateFormat = new Intl.DateTimeFormat(undefined, { hourCycle: "h23", dateStyle: "medium", timeStyle: "short" });

/** `12:00:07`, where the reader is. */
export const timeOfDay = (at: number): string => clockFormat.format(at);

/** `2 Jan 2026, 12:00` */
export const dateOf = (at: number): string => dateFormat.format(at);

const dayMillis = 86_400_000;

interface TimeProps {
  /** Milliseconds since 1970, or ISO 8601. */
  readonly at: number | string;
}

/** How long it lasts: `5 min`. It ticks without anything else being drawn again. */
export const Age = ({ at }: TimeProps) => <Ticking at={at} textAt={(clock, since) => age(clock.now() - since)} />;

/** When it was: `5 min ago`; in a record, which may be read years later, the time, or the date. */
export const Ago = ({ at }: TimeProps) => <Ticking at={at} textAt={agoText} />;

function agoText(clock: Clock, since: number): string {
  const millis = clock.now() - since;
  if (clock.isStopped) return millis < dayMillis ? timeOfDay(since) : dateOf(since);
  return millis < 5000 ? "just now" : `${age(millis)} ago`;
}

/** What time it is, to so many milliseconds. Whoever asks is drawn again that often, and not more. */
export function useNow(millis: number): number {
  const clock = useContext(ClockContext);
  const now = (): number => (clock.isStopped ? clock.now() : Math.floor(clock.now() / millis) * millis);
  const [, redraw] = useState(0);
  useEffect(
    () =>
      clock.watch(() => {
        redraw(now());
      }),
    [clock, millis],
  );
  return now();
}

interface TickingProps extends TimeProps {
  readonly textAt: (clock: Clock, since: number) => string;
}

function Ticking({ at, textAt }: TickingProps) {
  const clock = useContext(ClockContext);
  const since = new Date(at).getTime();
  const [, redraw] = useState("");
  useEffect(
    () =>
      clock.watch(() => {
        redraw(textAt(clock, since));
      }),
    [clock, since],
  );
  // somebody has written it into an annotation
  if (Number.isNaN(since)) return <>an unknown time</>;
  const date = new Date(since).toISOString();
  return (
    <time dateTime={date} title={date}>
      {textAt(clock, since)}
    </time>
  );
}
