import { chanceAbove, chanceBelow, chanceOfLess, chanceOfMore } from "../statistics/exact-comparison";
import type { Share } from "../statistics/score";
import type { Verdict } from "../verdict";

/** Whether something happens too often to the canary's requests. */
export interface Question {
  readonly canary: Share;
  /** @default - there is nothing to compare with */
  readonly stable?: Share | undefined;
  /** How much more often it may happen, from 0 to 1. Without stable: how often. */
  readonly margin: number;
}

/** How wrong an answer may be. */
export interface Strictness {
  /** Probability with which a good canary may be refused now. */
  readonly failError: number;
  /** Probability with which a bad canary may be passed. @default - it is too early to pass */
  readonly passError?: number | undefined;
  /** Requests to the canary without which it does not pass. */
  readonly minimumRequests: number;
}

/** Answers a question as far as the requests allow it. */
export function judge(question: Question, strictness: Strictness): Verdict["verdict"] {
  const { canary } = question;
  const { failError, passError = 0, minimumRequests } = strictness;
  if (canary.total === 0) return "inconclusive";
  if (isAbove(question, failError)) return "fail";
  return canary.total >= minimumRequests && isBelow(question, passError) ? "pass" : "inconclusive";
}

/** Whether it surely happens more often than it may. */
export function isAbove(question: Question, error: number): boolean {
  const { canary, stable, margin } = question;
  if (excess(question) <= 0) return false;
  return (stable === undefined ? chanceAbove(canary, margin) : chanceOfMore(canary, stable, margin)) <= error;
}

/** Whether it surely happens less often than it may. */
export function isBelow(question: Question, error: number): boolean {
  const { canary, stable, margin } = question;
  if (error === 0 || excess(question) >= 0) return false;
  return (stable === undefined ? chanceBelow(canary, margin) : chanceOfLess(canary, stable, margin)) <= error;
}

const excess = ({ canary, stable, margin }: Question): number =>
  canary.events / canary.total - (stable === undefined ? 0 : stable.events / stable.total) - margin;
