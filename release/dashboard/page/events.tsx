import { useState } from "preact/hooks";

import type { DashboardEvent } from "../dashboard-state";
import { Mark, type Look } from "./mark";
import { Section } from "./section";
import { Ago } from "./time";

const looks: Readonly<Record<DashboardEvent["level"], Look>> = { info: "nothing", warning: "warning", error: "bad" };
const fewEvents = 12;

/** What has happened, the newest first. */
export function Events({ events }: { readonly events: readonly DashboardEvent[] }) {
  const [showsAll, showAll] = useState(false);
  const shown = showsAll ? events : events.slice(0, fewEvents);
  return (
    <Section id="events" title="Events">
      {events.length === 0 && <p class="quiet">Nothing has happened yet.</p>}
      <ul class="rows">
        {shown.map((event) => (
          <Event key={`${event.at} ${event.subject} ${event.text}`} {...event} />
        ))}
      </ul>
      {events.length > fewEvents && (
        <button
          type="button"
          class="small"
          aria-expanded={showsAll}
          onClick={() => {
            showAll(!showsAll);
          }}
        >
          {showsAll ? "Show fewer" : `Show all ${events.length}`}
        </button>
      )}
    </Section>
  );
}

function Event({ at, level, subject, text, count }: DashboardEvent) {
  return (
    <li>
      <Mark look={looks[level]} />
      <div>
        {level !== "info" && <span class="unseen">{level}: </span>}
        <bdi>{text}</bdi>
        <div class="quiet">
          <code>{subject}</code>
          {count > 1 && `, ${count} times`}
        </div>
      </div>
      <span class="quiet number">
        <Ago at={at} />
      </span>
    </li>
  );
}
