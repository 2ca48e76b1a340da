import fc from "fast-check";

import { binomial } from "../../../../release/verify/statistics/binomial";
import {
  chanceAbove,
  chanceBelow,
  chanceOfLess,
  chanceOfMore,
  greatestDifference,
  leastDifference,
} from "../../../../release/verify/statistics/exact-comparison";
import { score, type Share } from "../../../../release/verify/statistics/score";

const share = (events: number, total: number): Share => ({ events, total });

describe("a difference that is not there", () => {
  // scipy.stats.barnard_exact(alternative="greater", pooled=True, n=512) of SciPy 1.17
  test.each([
    [7, 12, 1, 10, 2.3466034217667926, 0.010989993539745491],
    [5, 20, 0, 30, 2.886751345948126, 0.0028555646436321295],
    [3, 9, 1, 25, 2.342078848658459, 0.02928224372108399],
  ])("is seen by chance in %d of %d and %d of %d as often as by Barnard's test", (a, n, b, m, statistic, chance) => {
    expect(score(share(a, n), share(b, m), 0)).toBeCloseTo(statistic, 8);
    expect(chanceOfMore(share(a, n), share(b, m), 0)).toBeCloseTo(chance, 5);
  });
});

describe("a difference of a margin", () => {
  test("is seen by chance as often as in the example of Chan (1998): 83 of 88 and 69 of 76, 10 points less", () => {
    expect(score(share(83, 88), share(69, 76), -0.1)).toBeCloseTo(2.957, 3);
    expect(chanceOfMore(share(83, 88), share(69, 76), -0.1)).toBeCloseTo(0.0017, 4);
  });

  // all tables enumerated with NumPy, with the likeliest probabilities found by searching
  test.each([
    [6, 15, 1, 20, 0.1, 1.887219372069229, 0.03871128409741067],
    [3, 12, 1, 25, 0.05, 1.4512554799320296, 0.14231367045465942],
    [19, 20, 20, 25, -0.05, 1.8595845330966754, 0.038358090858517234],
    [2, 25, 0, 25, 0.01, 1.343320287791741, 0.13208722233473896],
  ])("is seen by chance in %d of %d and %d of %d by %d as often as in all tables", (a, n, b, m, margin, z, chance) => {
    expect(score(share(a, n), share(b, m), margin)).toBeCloseTo(z, 5);
    expect(chanceOfMore(share(a, n), share(b, m), margin)).toBeCloseTo(chance, 4);
  });

  test("is surely there when all fail here and none there", () => {
    const chance = chanceOfMore(share(200, 200), share(0, 200), 0.5);
    expect(chance).toBeLessThan(2e-6);
    // the limits of what is not known are wrong that often
    expect(chance).toBeGreaterThanOrEqual(1e-6);
  });

  test("is told of one share alone by exact tails", () => {
    expect(chanceAbove(share(3, 50), 0.01)).toBeCloseTo(0.01381727, 7);
    expect(chanceBelow(share(0, 299), 0.01)).toBeCloseTo(0.99 ** 299, 9);
  });

  test("cannot be told without any request", () => {
    expect(chanceOfMore(share(0, 0), share(1, 10), 0)).toBe(1);
    expect(chanceOfMore(share(5, 10), share(0, 0), 0)).toBe(1);
  });
});

describe("the promise of an error", () => {
  /** How often a comparison says "more" although the difference is just the margin: all outcomes, by their probability. */
  function falseAlarms(n: number, m: number, base: number, margin: number, error: number): number {
    const [canary, stable] = [binomial(n, base + margin), binomial(m, base)];
    let sum = 0;
    canary.probabilities.forEach((p, x) => {
      stable.probabilities.forEach((q, y) => {
        const weight = p * q;
        if (weight < 1e-6) return;
        const [one, other] = [share(canary.first + x, n), share(stable.first + y, m)];
        if (one.events / n - other.events / m > margin && chanceOfMore(one, other, margin) <= error) sum += weight;
      });
    });
    return sum;
  }

  // the score alone, without the exact test, is wrong in 9 % of the first of these cases
  test.each([
    [50, 2000, 0, 0.01],
    [50, 60, 0.001, 0.01],
    [30, 40, 0.02, 0.01],
    [40, 30, 0.1, 0.05],
  ])("is kept for %d and %d requests, %d of which fail, with a margin of %d", (n, m, base, margin) => {
    const alarms = falseAlarms(n, m, base, margin, 0.05);
    expect(alarms).toBeLessThanOrEqual(0.05);
    expect(alarms).toBeGreaterThan(0);
  });

  test("is not a vain one: the score alone breaks it", () => {
    const critical = binomial(50, 0.01);
    const wrong = critical.probabilities.reduce(
      (sum, p, x) => (score(share(critical.first + x, 50), share(0, 2000), 0.01) >= 1.645 ? sum + p : sum),
      0,
    );
    expect(wrong).toBeCloseTo(0.089, 3);
  });
});

describe("the limits of a difference", () => {
  const shares = fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .chain(([n, m, part]) =>
      fc.tuple(
        fc.constant(share(Math.round(part * n), n)),
        fc.nat(m).map((events) => share(events, m)),
      ),
    );

  test("lie on either side of what was seen", () => {
    fc.assert(
      fc.property(shares, ([one, other]) => {
        const seen = one.events / one.total - other.events / other.total;
        const least = leastDifference(one, other, 0.05);
        const most = greatestDifference(one, other, 0.05);
        expect(least).toBeLessThanOrEqual(seen);
        expect(most).toBeGreaterThanOrEqual(seen);
      }),
      { numRuns: 10 },
    );
  });

  test("are those that the tests themselves draw", () => {
    const [one, other] = [share(12, 340), share(2, 912)];
    const least = leastDifference(one, other, 0.05);
    expect(chanceOfMore(one, other, least - 0.0005)).toBeLessThanOrEqual(0.05);
    expect(chanceOfMore(one, other, least + 0.0005)).toBeGreaterThan(0.05);
    expect(chanceOfLess(one, other, greatestDifference(one, other, 0.05) + 0.0005)).toBeLessThanOrEqual(0.05);
  });
});
