/** Probabilities of some consecutive numbers of events; those of all others together are less than 1e-10. */
export interface Distribution {
  /** The least number. */
  readonly first: number;
  readonly probabilities: Float64Array;
}

/** What a number must be less likely than, beside the likeliest, to be left out. */
const negligible = 1e-16;

/** Numbers of events among `n` that happen with the probability `p` each. */
export function binomial(n: number, p: number): Distribution {
  if (p <= 0) return { first: 0, probabilities: Float64Array.of(1) };
  if (p >= 1) return { first: n, probabilities: Float64Array.of(1) };
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const atMode = Math.exp(logChoose(n, mode) + mode * Math.log(p) + (n - mode) * Math.log1p(-p));
  const odds = p / (1 - p);
  const below: number[] = [];
  for (let k = mode, at = atMode; k > 0 && at > atMode * negligible; k--) {
    at *= k / ((n - k + 1) * odds);
    below.push(at);
  }
  const probabilities = below.reverse();
  const first = mode - probabilities.length;
  probabilities.push(atMode);
  for (let k = mode, at = atMode; k < n && at > atMode * negligible; k++) {
    at *= ((n - k) * odds) / (k + 1);
    probabilities.push(at);
  }
  return { first, probabilities: Float64Array.from(probabilities) };
}

/** The probability of each number or a greater one: at the index `k - first`, and 0 beyond. */
export function upperTails({ first, probabilities }: Distribution): Distribution {
  const tails = Float64Array.from(probabilities);
  for (let index = tails.length - 2; index >= 0; index--)
    tails[index] = Math.min(1, (tails[index] ?? 0) + (tails[index + 1] ?? 0));
  return { first, probabilities: tails };
}

/** The probability of at least `k` events. */
export const atLeast = (k: number, n: number, p: number): number => tailFrom(upperTails(binomial(n, p)), k);

/** The probability of at most `k` events. */
export const atMost = (k: number, n: number, p: number): number => atLeast(n - k, n, 1 - p);

/** Of tails that {@link upperTails} made. */
export function tailFrom({ first, probabilities }: Distribution, k: number): number {
  return k <= first ? 1 : (probabilities[k - first] ?? 0);
}

/**
 * Limits between which a probability lies, from `k` events among `n` (Clopper and Pearson 1934).
 *
 * @param error probability, on either side, that it lies beyond
 */
export function exactLimits(k: number, n: number, error: number): { readonly lower: number; readonly upper: number } {
  return {
    lower: k === 0 ? 0 : root((p) => atLeast(k, n, p) - error),
    upper: k === n ? 1 : root((p) => error - atMost(k, n, p)),
  };
}

/** Where a function that rises from 0 to 1 passes zero. */
function root(rising: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 36; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const halfLogOfTwoPi = Math.log(2 * Math.PI) / 2;

/** Stirling's series, whose first left out term is less than 1e-15 from 30 on. */
function logFactorial(n: number): number {
  if (n < 30) {
    let product = 1;
    for (let factor = 2; factor <= n; factor++) product *= factor;
    return Math.log(product);
  }
  const x = n + 1;
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - 1 / (1680 * x ** 7);
  return (x - 0.5) * Math.log(x) - x + halfLogOfTwoPi + series;
}
