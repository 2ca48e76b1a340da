import type { DashboardMessages } from "../dashboard-state";
import type { Clock } from "./clock";
import { type Connection, parsed, type Shown, withSamples } from "./shown";

/** What of an EventSource is needed. */
export interface Source {
  /** 2: it has given up. */
  readonly readyState: number;
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

/** A state comes at least every 15 s: two have not come. */
const silentMillis = 32_000;
const retryMillis = 4_000;

/** What the server tells. A lost connection is made again, for as long as the page is open. */
export class LiveFeed {
  private shown: Shown = { connection: { kind: "connecting" }, samples: [] };
  private source: Source | undefined;
  private openedAt = 0;
  private heardAt: number;

  /**
   * @param open begins to listen to the server
   * @param show is called whenever something has changed
   */
  constructor(
    private readonly clock: Clock,
    private readonly open: () => Source,
    private readonly show: (shown: Shown) => void,
  ) {
    this.heardAt = clock.now();
    this.connect();
    clock.watch(() => {
      this.check();
    });
  }

  private connect(): void {
    this.source?.close();
    const source = this.open();
    this.source = source;
    this.openedAt = this.clock.now();
    source.addEventListener("state", ({ data }) => {
      const state = parsed(String(data)) as DashboardMessages["state"];
      this.clock.heard(state.at);
      this.hear({ state });
    });
    source.addEventListener("samples", ({ data }) => {
      this.hear({ samples: withSamples(this.shown.samples, parsed(String(data)) as DashboardMessages["samples"]) });
    });
    source.addEventListener("error", () => {
      this.lose();
    });
  }

  private hear(news: Partial<Shown>): void {
    this.heardAt = this.clock.now();
    this.update({ ...news, connection: { kind: "live" } });
  }

  private lose(): void {
    const lost: Connection = { kind: "lost", since: this.heardAt, isRefused: this.source?.readyState === 2 };
    this.update({ connection: lost });
  }

  private update(news: Partial<Shown>): void {
    this.shown = { ...this.shown, ...news };
    this.show(this.shown);
  }

  /** An EventSource gives up when it is refused, and does not notice when the machine has slept. */
  private check(): void {
    const now = this.clock.now();
    const isSilent = now - Math.max(this.heardAt, this.openedAt) > silentMillis;
    const hasGivenUp = this.source?.readyState === 2 && now - this.openedAt > retryMillis;
    if (isSilent) this.lose();
    if (isSilent || hasGivenUp) this.connect();
  }
}
