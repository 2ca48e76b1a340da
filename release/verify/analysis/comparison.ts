import { exactLimits } from "../statistics/binomial";
import { greatestDifference, leastDifference } from "../statistics/exact-comparison";
import type { Share } from "../statistics/score";
import type { Finding } from "../verdict";
import { isAbove, isBelow, judge, type Question, type Strictness } from "./judgement";

/** A question, and how to speak of it. */
export interface Comparison extends Question {
  readonly kind: Finding["kind"];
  readonly name: string;
  /** Whose requests, to follow "12 of 340". @default "requests" */
  readonly requests?: string;
  /** What happens, to follow "requests to the canary": "failed". */
  readonly what: string;
}

/** @param confidence what is promised of all looks and questions together, from 0 to 1 */
export function compare(comparison: Comparison, strictness: Strictness, confidence: number): Finding {
  const { kind, name } = comparison;
  const verdict = judge(comparison, strictness);
  const evidence =
    comparison.canary.total === 0
      ? "no request came to the canary, so that nothing can be told"
      : `${shares(comparison)}: ${conclusion(verdict, comparison, strictness)}`;
  if (verdict === "inconclusive") return { kind, name, verdict, evidence };
  return { kind, name, verdict, evidence: `${evidence}, with ${percent(confidence)} confidence`, confidence };
}

function conclusion(verdict: Finding["verdict"], question: Question, strictness: Strictness): string {
  const { failError, passError, minimumRequests } = strictness;
  if (verdict === "fail") return leastHarm(question, failError);
  if (passError === undefined) return "not bad enough to end early";
  if (verdict === "pass") return greatestHarm(question, passError);
  if (question.canary.total < minimumRequests)
    return `too few requests to pass: \`minimumRequests\` is ${minimumRequests}`;
  return `it cannot be told whether ${limit(question)}; ${needed(question, strictness)}`;
}

function leastHarm({ canary, stable, margin }: Question, error: number): string {
  if (stable === undefined) {
    const { lower } = exactLimits(canary.events, canary.total, error);
    return `at least ${percent(lower, Math.floor)} do, and ${percent(margin)} may`;
  }
  return `worse by at least ${points(Math.max(margin, leastDifference(canary, stable, error)), Math.floor)}`;
}

function greatestHarm({ canary, stable, margin }: Question, error: number): string {
  if (stable === undefined) {
    const { upper } = exactLimits(canary.events, canary.total, error);
    return `at most ${percent(upper, Math.ceil)} do, and ${percent(margin)} may`;
  }
  const worst = Math.min(margin, greatestDifference(canary, stable, error));
  return worst >= 0
    ? `worse by at most ${points(worst, Math.ceil)}`
    : `better by at least ${points(-worst, Math.floor)}`;
}

const limit = ({ stable, margin }: Question): string =>
  stable === undefined ? `more than ${percent(margin)} do` : `it is worse by ${points(margin)}`;

/** How often as many requests are thought of, and how many at most. */
const most = { times: 64, requests: 500_000 };

/** How many more requests would tell, if it goes on like this. */
function needed(question: Question, { failError, passError = 0 }: Strictness): string {
  const { canary, stable } = question;
  const times = (factor: number): Question => ({
    ...question,
    canary: scaled(canary, factor),
    stable: stable === undefined ? undefined : scaled(stable, factor),
  });
  const tells = (factor: number): boolean => isAbove(times(factor), failError) || isBelow(times(factor), passError);
  let [few, enough] = [1, 2];
  while (!tells(enough)) {
    [few, enough] = [enough, enough * 2];
    const requests = enough * (canary.total + (stable?.total ?? 0));
    if (enough > most.times || requests > most.requests) return "it is too close to that to be told by more requests";
  }
  while (enough - few > 0.02 * few) {
    const middle = (few + enough) / 2;
    if (tells(middle)) enough = middle;
    else few = middle;
  }
  return `about ${rounded((enough - 1) * canary.total)} more requests to the canary would tell`;
}

const scaled = ({ events, total }: Share, factor: number): Share => ({
  events: Math.round(events * factor),
  total: Math.round(total * factor),
});

/** Two digits are as good as the guess is. */
const rounded = (count: number): number => Number(Math.max(1, count).toPrecision(2));

function shares({ canary, stable, requests = "requests", what }: Comparison): string {
  const share = ({ events, total }: Share): string => percent(events / total);
  const { events, total } = canary;
  const first = `${events} of ${total} ${requests} to the canary ${what} (${share(canary)})`;
  return stable === undefined
    ? `${first}, there are none to stable to compare with`
    : `${first}, ${stable.events} of ${stable.total} to stable (${share(stable)})`;
}

/** `3.5 %`, `0.02 %` */
const percent = (part: number, round = Math.round): string => `${short(part, round)} %`;

function points(part: number, round = Math.round): string {
  const number = short(part, round);
  return `${number} ${number === 1 ? "point" : "points"}`;
}

/** In hundredths, with a digit after the point, or two when there is nothing before it. What is at least so much is not rounded up. */
function short(part: number, round: (value: number) => number): number {
  const unit = Math.abs(part) < 0.001 ? 100 : 10;
  // 0.07 * 100 is a little more than 7
  return round(Number((part * 100 * unit).toFixed(6))) / unit;
}
