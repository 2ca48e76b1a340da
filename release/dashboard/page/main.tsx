import { render } from "preact";

import type { DashboardState, Sample } from "../dashboard-state";
import { Clock } from "./clock";
import { LiveFeed } from "./live-feed";
import { Page } from "./page";
import { parsed, type Shown } from "./shown";
import { ClockContext } from "./time";

import "uplot/dist/uPlot.min.css";
import "./style/page.css";

function begin(root: HTMLElement): void {
  const data = document.getElementById("data");
  if (data === null) {
    const clock = new Clock();
    new LiveFeed(clock, () => new EventSource("events"), draw(root, clock));
  } else {
    const record = parsed(data.textContent) as { readonly state: DashboardState; readonly samples: readonly Sample[] };
    draw(root, new Clock(record.state.at))({ ...record, connection: { kind: "record" } });
  }
}

const draw = (root: HTMLElement, clock: Clock) => (shown: Shown) => {
  render(
    <ClockContext.Provider value={clock}>
      <Page {...shown} />
    </ClockContext.Provider>,
    root,
  );
};

const root = document.getElementById("page");
if (root !== null) {
  root.replaceChildren();
  begin(root);
}
