import { compare, inTurns } from "../../../addressbook/bench/comparison";
import { endpoints } from "../../../addressbook/bench/endpoints";
import type { MemoryOutcome } from "../../../addressbook/bench/memory";
import type { Report } from "../../../addressbook/bench/report";
import { targetsOf } from "../../../addressbook/bench/targets";

const spreadOf = (median: number) => ({ median, min: median, max: median });
const comparisonOf = (ratio: number) => ({ ours: spreadOf(ratio), theirs: spreadOf(1), ratio: spreadOf(ratio) });

test("ratios are taken round by round, and what was not measured does not count", () => {
  const rounds = [
    { ours: { speed: 10 }, theirs: { speed: 5 } },
    // a slow moment of the machine
    { ours: { speed: 2 }, theirs: { speed: 1 } },
    { ours: { speed: undefined }, theirs: { speed: 8 } },
    { ours: { speed: 12 }, theirs: { speed: 4 } },
  ];
  expect(compare(rounds, "speed")).toEqual({
    speed: {
      ours: { median: 10, min: 2, max: 12 },
      theirs: { median: 4.5, min: 1, max: 8 },
      ratio: { median: 2, min: 2, max: 3 },
    },
  });
});

test("the first one of a round is the second one of the next", async () => {
  const order: string[] = [];
  const results = await inTurns(3, { ours: "A", theirs: "B" }, (side) => {
    order.push(side);
    return Promise.resolve(side.toLowerCase());
  });
  expect(order.join("")).toBe("ABBAAB");
  expect(results).toEqual(Array(3).fill({ ours: "a", theirs: "b" }));
});

describe("A target", () => {
  const [read] = endpoints;
  const report = ({ faster = 3, slowest = 0.5, ready = 500, shorter = 100, peak = 130 }): Report => {
    const figures = { perSecond: faster, p50: 1, p99: slowest, cpu: 1, databaseCpu: 1 };
    const compared = Object.fromEntries(
      Object.entries(figures).map(([name, ratio]) => [name, comparisonOf(ratio)]),
    ) as Record<keyof typeof figures, ReturnType<typeof comparisonOf>>;
    const list = { service: "addressbook", clients: 1, pace: "fast" } as const;
    const memory: MemoryOutcome[] = [
      { ...list, persons: 500, peakMegabytes: shorter },
      { ...list, persons: 1000, peakMegabytes: peak },
      { ...list, persons: 0, peakMegabytes: 10 },
      { ...list, service: "another", persons: 5000, peakMegabytes: 900 },
    ];
    return {
      machine: {},
      requests: [{ endpoint: read!, saturated: compared, steady: { ...compared, rate: 10 } }],
      startUp: { listening: comparisonOf(1), ready: comparisonOf(ready), cpu: comparisonOf(1) },
      memory,
    };
  };
  const verdicts = (figures: Parameters<typeof report>[0]) => targetsOf(report(figures)).map(({ met }) => met);

  test("is met at its limit", () => {
    expect(verdicts({})).toEqual([true, true, true, true, true]);
  });

  test.each([
    [{ faster: 2.99 }, [false, true, true, true, true]],
    [{ slowest: 0.51 }, [true, false, true, true, true]],
    [{ ready: 501 }, [true, true, false, true, true]],
    [{ peak: 131 }, [true, true, true, false, true]],
    [{ shorter: 193, peak: 193 }, [true, true, true, true, false]],
  ])("is missed beyond it: %j", (figures, expected) => {
    expect(verdicts(figures)).toEqual(expected);
  });

  test("is open where there is no figure", () => {
    const { memory = [] } = report({});
    const failed = memory.map(({ peakMegabytes, ...rest }) => ({
      ...rest,
      problem: `${peakMegabytes} MB are too much`,
    }));
    expect(targetsOf({ machine: {}, memory: failed }).map(({ met }) => met)).toEqual([undefined, undefined]);
  });
});
