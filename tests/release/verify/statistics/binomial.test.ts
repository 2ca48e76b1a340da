import { atLeast, atMost, binomial, exactLimits } from "../../../../release/verify/statistics/binomial";

describe("the tails of a binomial distribution", () => {
  // scipy.stats.binom.sf(k - 1, n, p) of SciPy 1.17
  test.each([
    [3, 50, 0.01, 0.013817270830600381],
    [12, 340, 0.01, 0.00020175908795317068],
    [0, 10, 0.3, 1],
    [10, 10, 0.3, 5.9048999999999975e-6],
    [61, 100, 0.5, 0.017600100108852428],
    [1100, 100_000, 0.01, 0.0009117803412450804],
    [501_500, 1_000_000, 0.5, 0.001354327653029687],
  ])("hold at least %d of %d at %d as SciPy has it", (k, n, p, expected) => {
    expect(atLeast(k, n, p) / expected).toBeCloseTo(1, 7);
    expect(atMost(n - k, n, 1 - p) / expected).toBeCloseTo(1, 7);
  });

  test.each([
    [0, 20, 0, 1],
    [1, 20, 0, 0],
    [20, 20, 1, 1],
    [21, 20, 1, 0],
    [21, 20, 0.5, 0],
    [-1, 20, 0.5, 1],
  ])("hold at least %d of %d at %d at the edges", (k, n, p, expected) => {
    expect(atLeast(k, n, p)).toBe(expected);
  });

  test.each([
    [1, 0.3],
    [29, 0.02],
    [1000, 0.001],
    [200_000, 0.37],
  ])("make a whole of %d events at %d", (n, p) => {
    const sum = binomial(n, p).probabilities.reduce((total, probability) => total + probability, 0);
    expect(sum).toBeCloseTo(1, 7);
  });
});

describe("exact limits of a probability", () => {
  // scipy.stats.beta.ppf, after Clopper and Pearson
  test.each([
    [12, 340, 0.025, 0.01836752709332606, 0.06083967441196844],
    [0, 50, 0.05, 0, 0.05815507911697225],
    [50, 50, 0.025, 0.9288782635358024, 1],
    [2, 912, 0.05, 0.00038978859906955337, 0.006887042194350115],
    [300, 100_000, 0.025, 0.0026705202153501943, 0.0033588071777942846],
  ])("of %d in %d with an error of %d are those of SciPy", (k, n, error, lower, upper) => {
    const limits = exactLimits(k, n, error);
    expect(limits.lower).toBeCloseTo(lower, 9);
    expect(limits.upper).toBeCloseTo(upper, 9);
  });
});
