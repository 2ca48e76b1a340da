import type { Bucket } from "../../../../release/verify/analysis/counts";
import { quantile, slowness } from "../../../../release/verify/analysis/slowness";

/** Buckets by what is in each of them, from 50 ms on. */
const bounds = [0.05, 0.1, 0.2, 0.4, 1, Infinity];
function buckets(...within: number[]): Bucket[] {
  let requests = 0;
  return bounds.map((seconds, index) => ({ seconds, requests: (requests += within[index] ?? 0) }));
}

describe("a quantile", () => {
  test.each([
    ["the middle of the only bucket with requests", buckets(0, 100), 0.5, 0.075],
    ["a bound, when just as many are below", buckets(95, 5), 0.95, 0.05],
    ["beyond the last bound", buckets(0, 0, 0, 0, 0, 10), 0.95, Infinity],
    ["nothing without requests", buckets(), 0.95, 0],
    ["nothing without buckets", [], 0.95, 0],
  ])("is %s", (_title, of, part, expected) => {
    expect(quantile(of, part)).toBeCloseTo(expected, 9);
  });
});

describe("what is slow", () => {
  const settings = { maxSlowdownPercent: 50, slowMillis: 100 };
  test.each([
    // the 95th percentile of stable is 47.5 ms, and half as much again is quick all the same
    ["is beyond what is quick anyway", buckets(100), buckets(20, 20, 60), 0.1, 60],
    // 95 of 100 within 190 ms: with half of it 285 ms, of which the next bound is 400
    ["is beyond stable's percentile and a part of it", buckets(50, 0, 50), buckets(10, 0, 0, 20, 70), 0.4, 70],
  ])("%s", (_title, stable, canary, seconds, events) => {
    const slow = slowness(canary, stable, settings)!;
    expect(slow).toMatchObject({ seconds, canary: { events, total: 100 }, stable: { events: 0, total: 100 } });
  });

  test("is judged by a bound that both have", () => {
    const canary = buckets(0, 100).filter(({ seconds }) => seconds !== 0.1);
    expect(slowness(canary, buckets(100), settings)?.seconds).toBe(0.2);
  });

  test.each([
    ["stable is slower than the greatest bound", buckets(100), buckets(0, 0, 0, 0, 0, 100)],
    ["the canary has none of the bounds", [{ seconds: Infinity, requests: 100 }], buckets(100)],
  ])("cannot be told when %s", (_title, canary, stable) => {
    expect(slowness(canary, stable, settings)).toBeUndefined();
  });
});
