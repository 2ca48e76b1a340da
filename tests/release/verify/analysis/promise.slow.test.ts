import { judge } from "../../../../release/verify/analysis/judgement";
import { binomial } from "../../../../release/verify/statistics/binomial";
import { errorAtLook } from "../../../../release/verify/statistics/error-spending";
import type { Verdict } from "../../../../release/verify/verdict";

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Releases {
  /** Part of the requests that fail. */
  readonly canary: number;
  readonly stable: number;
  /** Requests to the canary until each look; stable has three times as many. */
  readonly perLook: number;
  readonly looks: number;
}

const error = 0.05;
const margin = 0.01;

/** The verdict at one look. Of the few outcomes that there are, most come again and again. */
function verdicts({ perLook, looks }: Releases) {
  const known = new Map<string, Verdict["verdict"]>();
  return (ofCanary: number, ofStable: number, number: number): Verdict["verdict"] => {
    const key = `${ofCanary} ${ofStable} ${number}`;
    const strictness = {
      failError: errorAtLook(error, { number, of: looks }),
      passError: number === looks ? error : undefined,
      minimumRequests: 1,
    };
    const canary = { events: ofCanary, total: number * perLook };
    const stable = { events: ofStable, total: 3 * number * perLook };
    const found = known.get(key) ?? judge({ canary, stable, margin }, strictness);
    known.set(key, found);
    return found;
  };
}

/** How often each verdict comes with one look: all outcomes, by their probability. */
function enumerate(releases: Releases): Record<Verdict["verdict"], number> {
  const [canary, stable] = [
    binomial(releases.perLook, releases.canary),
    binomial(3 * releases.perLook, releases.stable),
  ];
  const verdict = verdicts(releases);
  const found = { pass: 0, fail: 0, inconclusive: 0 };
  canary.probabilities.forEach((p, x) => {
    stable.probabilities.forEach((q, y) => {
      if (p * q > 1e-5) found[verdict(canary.first + x, stable.first + y, 1)] += p * q;
    });
  });
  return found;
}

/** Many releases played, each of them looked at until it fails or its window is over: how often each verdict comes. */
function play(releases: Releases, times = 1000): Record<Verdict["verdict"], number> {
  const { canary, stable, perLook, looks } = releases;
  const random = seeded(20260301);
  const failures = (requests: number, part: number): number => {
    let count = 0;
    for (let request = 0; request < requests; request++) if (random() < part) count++;
    return count;
  };
  const verdict = verdicts(releases);
  const found = { pass: 0, fail: 0, inconclusive: 0 };
  for (let release = 0; release < times; release++) {
    let [ofCanary, ofStable, last]: [number, number, Verdict["verdict"]] = [0, 0, "inconclusive"];
    for (let number = 1; number <= looks && last !== "fail"; number++) {
      ofCanary += failures(perLook, canary);
      ofStable += failures(3 * perLook, stable);
      last = verdict(ofCanary, ofStable, number);
    }
    found[last] += 1 / times;
  }
  return found;
}

describe("of all releases with one look and a promise of 95 %", () => {
  // the least bad of those that may pass are those that fail most often by mistake, and the other way round
  test.each([
    { canary: 0.011, stable: 0.001, perLook: 100, looks: 1 },
    { canary: 0.01, stable: 0, perLook: 60, looks: 1 },
    { canary: 0.03, stable: 0.02, perLook: 50, looks: 1 },
  ])("no more than 5 in 100 good ones fail: $canary instead of $stable of $perLook requests", (releases) => {
    const { fail } = enumerate(releases);
    expect(fail).toBeLessThanOrEqual(error);
    expect(fail).toBeGreaterThan(0.005);
  });

  test.each([
    { canary: 0.01, stable: 0, perLook: 400, looks: 1 },
    { canary: 0.011, stable: 0.001, perLook: 400, looks: 1 },
  ])("no more than 5 in 100 bad ones pass: $canary instead of $stable of $perLook requests", (releases) => {
    const { pass } = enumerate(releases);
    expect(pass).toBeLessThanOrEqual(error);
    expect(pass).toBeGreaterThan(0.005);
  });

  test("nine in ten that fail 5 % of 200 requests instead of 0.1 % are refused, and none passes", () => {
    const { fail, pass } = enumerate({ canary: 0.05, stable: 0.001, perLook: 200, looks: 1 });
    expect(fail).toBeGreaterThan(0.9);
    expect(pass).toBeLessThan(0.001);
  });
});

describe("of many releases with several looks and a promise of 95 %", () => {
  test.each([
    { canary: 0.011, stable: 0.001, perLook: 50, looks: 3 },
    { canary: 0.01, stable: 0, perLook: 12, looks: 10 },
  ])("no more than 5 in 100 good ones fail: $looks looks at $perLook requests", (releases) => {
    const { fail } = play(releases);
    expect(fail).toBeLessThanOrEqual(error);
    expect(fail).toBeGreaterThan(0);
  });

  test("nearly all that fail every fifth request are refused, most of them at the first look at 30 requests", () => {
    const bad = { canary: 0.2, stable: 0.001, perLook: 30 };
    expect(enumerate({ ...bad, looks: 3 }).fail).toBeGreaterThan(0.7);
    expect(play({ ...bad, looks: 3 }).fail).toBeGreaterThan(0.99);
  });

  test("most that are as good as stable pass with 600 requests, and next to none fails", () => {
    const { pass, fail } = play({ canary: 0.001, stable: 0.001, perLook: 200, looks: 3 }, 300);
    expect(pass).toBeGreaterThan(0.8);
    expect(fail).toBeLessThan(0.005);
  });
});
