import type { Verification } from "../../../environments/schema/verification";
import { errorAtLook, type Look } from "../statistics/error-spending";
import { type Finding, type Verdict, verdictOf } from "../verdict";
import { compare, type Comparison } from "./comparison";
import type { Counts } from "./counts";
import { slowness, totalOf } from "./slowness";

/** How many more of all requests may be slow on the canary than on stable. */
const slowMargin = 0.05;

/**
 * Compares the requests to the canary with those to stable. It fails what is surely worse than is allowed, passes what is
 * surely not, and says of the rest that it does not know. A good canary is refused in no more than `1 - confidence` of
 * all cases, with all looks and questions together; a bad one is passed in no more either. It passes at the last look
 * only; it may fail at any.
 *
 * @param stable undefined when there is none yet: then failures are compared with what is allowed, and times with nothing
 */
export function analyse(
  canary: Counts,
  stable: Counts | undefined,
  settings: Verification["analysis"],
  look: Look,
): Verdict {
  const { confidence, minimumRequests } = settings;
  const questions = questionsOf(canary, stable, settings);
  const error = 1 - confidence;
  const strictness = {
    minimumRequests,
    failError: errorAtLook(error / questions.length, look),
    passError: look.number === look.of ? error : undefined,
  };
  return verdictOf(
    questions.map((question) => ("verdict" in question ? question : compare(question, strictness, confidence))),
  );
}

function questionsOf(canary: Counts, stable: Counts | undefined, settings: Verification["analysis"]) {
  const margin = settings.maxErrorPercentagePoints / 100;
  const failures = ({ failures: events, requests: total }: Counts) => ({ events, total });
  const questions: (Comparison | Finding)[] = [
    {
      kind: "error-rate",
      name: "requests that fail",
      canary: failures(canary),
      stable: stable === undefined || stable.requests === 0 ? undefined : failures(stable),
      margin,
      what: "failed",
    },
  ];
  if (canary.load !== undefined)
    questions.push({
      kind: "error-rate",
      name: "requests of the release that fail",
      canary: canary.load,
      stable: stable?.load?.total === 0 ? undefined : stable?.load,
      margin,
      requests: "requests of the release",
      what: "failed",
    });
  const times = latency(canary, stable, settings);
  if (times !== undefined) questions.push(times);
  return questions;
}

function latency(
  canary: Counts,
  stable: Counts | undefined,
  settings: Verification["analysis"],
): Comparison | Finding | undefined {
  if (canary.durations === undefined || stable?.durations === undefined) return undefined;
  if (totalOf(stable.durations) === 0) return undefined;
  const about = { kind: "latency", name: "requests that are slow" } as const;
  const slow = slowness(canary.durations, stable.durations, settings);
  if (slow === undefined) {
    const evidence =
      "the histograms of canary and stable have no bound in common beyond which a request is slow: " +
      "give `service.verification.analysis.metrics.duration` greater buckets";
    return { ...about, verdict: "inconclusive", evidence };
  }
  const what = `took more than ${Math.round(slow.seconds * 1000)} ms`;
  return { ...about, canary: slow.canary, stable: slow.stable, margin: slowMargin, what };
}
