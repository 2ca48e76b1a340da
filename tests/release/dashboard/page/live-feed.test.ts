import { Clock } from "../../../../release/dashboard/page/clock";
import { LiveFeed, type Source } from "../../../../release/dashboard/page/live-feed";
import type { Shown } from "../../../../release/dashboard/page/shown";
import { samples, states } from "./states";

/** A connection to a server that does what it is told. */
class FakeSource implements Source {
  readyState = 1;
  private readonly listeners = new Map<string, (event: { readonly data?: unknown }) => void>();

  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    this.readyState = 2;
  }

  say(type: string, data?: unknown): void {
    this.listeners.get(type)?.({ data: JSON.stringify(data) });
  }
}

describe("The page's feed", () => {
  const sources: FakeSource[] = [];
  let shown: Shown;
  let clock: Clock;
  beforeEach(() => {
    jest.useFakeTimers({ now: states.verified.at });
    sources.length = 0;
    clock = new Clock();
    const open = (): FakeSource => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    };
    new LiveFeed(clock, open, (now) => {
      shown = now;
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test("shows the state and the samples that the server tells", () => {
    sources[0]!.say("state", states.verified);
    sources[0]!.say("samples", samples());
    expect(shown.connection).toEqual({ kind: "live" });
    expect(shown.state?.candidate).toEqual(states.verified.candidate);
    expect(shown.samples).toHaveLength(720);
  });

  test("goes by the server's clock", () => {
    sources[0]!.say("state", { ...states.verified, at: states.verified.at + 90_000 });
    jest.advanceTimersByTime(2000);
    expect(clock.now()).toBe(states.verified.at + 92_000);
  });

  test("tells since when nothing comes, keeps what it has, and catches up", () => {
    sources[0]!.say("state", states.verified);
    jest.advanceTimersByTime(7000);
    sources[0]!.say("error");
    expect(shown.connection).toEqual({ kind: "lost", since: states.verified.at, isRefused: false });
    expect(shown.state?.service).toBe("addressbook");
    // an EventSource connects again by itself
    sources[0]!.say("state", states.failing);
    expect(shown.connection).toEqual({ kind: "live" });
    expect(shown.state?.candidate?.verdict).toBe("fail");
    expect(sources).toHaveLength(1);
  });

  test("asks again when it was refused", () => {
    sources[0]!.readyState = 2;
    sources[0]!.say("error");
    expect(shown.connection).toEqual({ kind: "lost", since: states.verified.at, isRefused: true });
    jest.advanceTimersByTime(6000);
    expect(sources).toHaveLength(2);
    sources[1]!.say("state", states.verified);
    expect(shown.connection).toEqual({ kind: "live" });
  });

  test("connects anew when the server is silent for too long", () => {
    sources[0]!.say("state", states.verified);
    jest.advanceTimersByTime(30_000);
    expect(shown.connection).toEqual({ kind: "live" });
    jest.advanceTimersByTime(4000);
    expect(shown.connection).toEqual({ kind: "lost", since: states.verified.at, isRefused: false });
    expect(sources.map(({ readyState }) => readyState)).toEqual([2, 1]);
    // and waits as long for the next one
    jest.advanceTimersByTime(30_000);
    expect(sources).toHaveLength(2);
  });
});
