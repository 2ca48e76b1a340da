import type { ServerResponse } from "node:http";

import type { DashboardMessages, DashboardState, Sample } from "../dashboard-state";
import { SampleHistory } from "../metrics/sample-history";
import { Refusal } from "./refusal";

/** More pages than a person has open; each costs a copy of all that is told. */
const mostListeners = 20;

/** What a page has not read yet, in bytes. One that is so far behind begins anew, with what is true by then. */
const longestQueue = 4 * 1024 * 1024;

/** The pages that are open, and what all of them are told. */
export class Listeners {
  private readonly open = new Set<ServerResponse>();
  private readonly samples = new SampleHistory();
  private state: DashboardState | undefined;

  /** Tells a page all that is known, and from then on what is new. @throws {Refusal} when there are too many */
  add(begin: () => ServerResponse): void {
    if (this.open.size >= mostListeners)
      throw new Refusal(503, `the dashboard is open on ${mostListeners} pages already: close one of them`);
    const response = begin();
    this.open.add(response);
    response.once("close", () => this.open.delete(response));
    response.write(message("samples", this.samples.all()));
    if (this.state !== undefined) response.write(message("state", this.state));
  }

  tellState(state: DashboardState): void {
    this.state = state;
    this.tell("state", state);
  }

  tellSample(sample: Sample): void {
    this.samples.add(sample);
    this.tell("samples", [sample]);
  }

  /** What was told last. @default - nothing yet */
  get last(): DashboardState | undefined {
    return this.state;
  }

  close(): void {
    for (const response of this.open) response.end();
  }

  private tell<Name extends keyof DashboardMessages>(name: Name, data: DashboardMessages[Name]): void {
    if (this.open.size === 0) return;
    const text = message(name, data);
    for (const response of this.open)
      if (response.writableLength > longestQueue) response.destroy();
      else response.write(text);
  }
}

/** As `text/event-stream` has it; JSON has no line breaks. */
const message = <Name extends keyof DashboardMessages>(name: Name, data: DashboardMessages[Name]): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
