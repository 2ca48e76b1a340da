import { atLeast, binomial, exactLimits, tailFrom, upperTails } from "./binomial";
import { score, type Share } from "./score";

/**
 * How likely it is to see what was seen, or what speaks even more for a greater difference, although the probability
 * behind the first share is at most `margin` above that behind the other: the exact unconditional test of Chan (1998),
 * which keeps its promise however few the events are. All tables are ordered by their score; what is not known, the
 * probability behind the other share, is taken where it is worst, within limits that it is in but for one case in a
 * million (Berger and Boos 1994).
 */
export function chanceOfMore(one: Share, other: Share, margin: number): number {
  if (one.total === 0 || other.total === 0) return 1;
  const limits = exactLimits(other.events, other.total, unlikely / 2);
  const low = Math.max(limits.lower, -margin, 0);
  const high = Math.min(limits.upper, 1 - margin, 1);
  if (low > high) return unlikely;
  const criticalEvents = boundary(one, other, margin, low, high);
  const chance = (probability: number): number => {
    const { first, probabilities } = binomial(other.total, probability);
    const tails = upperTails(binomial(one.total, probability + margin));
    let sum = 0;
    probabilities.forEach((weight, index) => {
      sum += weight * tailFrom(tails, criticalEvents(first + index));
    });
    return sum;
  };
  return Math.min(1, greatest(chance, low, high) + unlikely);
}

/** The same for a smaller difference: although it is at least `margin`. */
export const chanceOfLess = (one: Share, other: Share, margin: number): number =>
  chanceOfMore(complement(one), complement(other), -margin);

/** What a difference is at least, but for so many cases (`error`). */
export function leastDifference(one: Share, other: Share, error: number): number {
  let [low, high] = [-1, one.events / one.total - other.events / other.total];
  for (let step = 0; step < bisections; step++) {
    const middle = (low + high) / 2;
    if (chanceOfMore(one, other, middle) <= error) low = middle;
    else high = middle;
  }
  return low;
}

/** What a difference is at most, but for so many cases (`error`). */
export const greatestDifference = (one: Share, other: Share, error: number): number =>
  -leastDifference(complement(one), complement(other), error);

/** The chances against one limit that is known, in the place of another share: exact binomial tests. */
export const chanceAbove = ({ events, total }: Share, limit: number): number => atLeast(events, total, limit);
export const chanceBelow = ({ events, total }: Share, limit: number): number =>
  atLeast(total - events, total, 1 - limit);

/** Far less than any error that is allowed. */
const unlikely = 1e-6;

/** To a 16-thousandth: figures are shown to a thousandth. */
const bisections = 15;

const complement = ({ events, total }: Share): Share => ({ events: total - events, total });

/**
 * For every number of events of the other: from how many events of the first on the table is at least as far from the
 * margin as the one that was seen. It only ever rises, and so the worst case is where the difference is the margin.
 */
function boundary(one: Share, other: Share, margin: number, low: number, high: number): (events: number) => number {
  const seen = score(one, other, margin);
  const bar = seen - 1e-9 * Math.max(1, Math.abs(seen));
  const from = binomial(other.total, low).first;
  const most = binomial(other.total, high);
  const to = most.first + most.probabilities.length - 1;
  const isAsFar = (x: number, y: number): boolean =>
    score({ ...one, events: x }, { ...other, events: y }, margin) >= bar;
  const critical = new Int32Array(to - from + 1);
  let x = 0;
  for (let y = from; y <= to; y++) {
    x = firstFrom(x, one.total, (candidate) => isAsFar(candidate, y));
    critical[y - from] = x;
  }
  return (events) => critical[events - from] ?? (events < from ? 0 : one.total + 1);
}

/** The first number from `start` on that holds, which is near, up to one more than `end`. */
function firstFrom(start: number, end: number, holds: (candidate: number) => boolean): number {
  if (start > end || holds(start)) return start;
  let [below, step] = [start, 1];
  while (below + step <= end && !holds(below + step)) {
    below += step;
    step *= 2;
  }
  let above = Math.min(below + step, end + 1);
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/** The greatest value of a smooth function: of a grid, then between the neighbours of the best. */
function greatest(value: (at: number) => number, low: number, high: number): number {
  const intervals = 40;
  const width = (high - low) / intervals;
  let [best, at] = [0, low];
  for (let index = 0; index <= intervals; index++) {
    const here = low + index * width;
    const found = value(here);
    if (found > best) [best, at] = [found, here];
  }
  let [from, to] = [Math.max(low, at - width), Math.min(high, at + width)];
  for (let step = 0; step < 8; step++) {
    const [left, right] = [from + (to - from) / 3, to - (to - from) / 3];
    const [atLeft, atRight] = [value(left), value(right)];
    best = Math.max(best, atLeft, atRight);
    if (atLeft < atRight) from = left;
    else to = right;
  }
  return best;
}
