import { quotient, spread, type Spread } from "../../tools/benchmark/figures";

/** Something for each of the two services. */
export interface Pair<T> {
  readonly ours: T;
  readonly theirs: T;
}

/** A figure over all rounds, and how many times theirs ours is, round by round. */
export interface Comparison extends Pair<Spread | undefined> {
  readonly ratio: Spread | undefined;
}

/** Compares what rounds have measured, figure by figure. Undefined is what could not be measured. */
export function compare<Name extends string>(
  rounds: readonly Pair<Readonly<Record<Name, number | undefined>>>[],
  ...names: readonly Name[]
): Record<Name, Comparison> {
  const of = (numbers: readonly (number | undefined)[]) => spread(numbers.filter((number) => number !== undefined));
  const comparisons = names.map((name): [Name, Comparison] => [
    name,
    {
      ours: of(rounds.map(({ ours }) => ours[name])),
      theirs: of(rounds.map(({ theirs }) => theirs[name])),
      ratio: of(rounds.map(({ ours, theirs }) => quotient(ours[name], theirs[name]))),
    },
  ]);
  return Object.fromEntries(comparisons) as Record<Name, Comparison>;
}

/** Measures A B, B A, A B, so that a machine that is busy for a while is busy for both. */
export async function inTurns<Side, Result>(
  rounds: number,
  { ours, theirs }: Pair<Side>,
  measure: (side: Side) => Promise<Result>,
): Promise<Pair<Result>[]> {
  const results: Pair<Result>[] = [];
  while (results.length < rounds) {
    if (results.length % 2 === 0) {
      const first = await measure(ours);
      results.push({ ours: first, theirs: await measure(theirs) });
    } else {
      const first = await measure(theirs);
      results.push({ ours: await measure(ours), theirs: first });
    }
  }
  return results;
}
