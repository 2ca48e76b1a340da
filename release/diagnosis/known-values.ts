import type { Finding } from "./finding";
import type { World } from "./world";

/** Values that are too short to be told from ordinary words. */
const shortest = 6;

const speaksOfSecret = /pass(word|wd)?|secret|token|key|credential|dsn|_url$|_uri$/i;

/** Hides values of the pods' variables that are called like a secret, wherever a log or an answer repeats them. */
export function withoutValues(finding: Finding, { pods }: World): Finding {
  const values = pods
    .flatMap(({ containers }) => containers.flatMap(({ spec }) => spec.env ?? []))
    .flatMap(({ name, value }) =>
      value != null && value.length >= shortest && speaksOfSecret.test(name ?? "") ? [value] : [],
    );
  if (values.length === 0) return finding;
  const hidden = (text: string): string => values.reduce((shown, value) => shown.replaceAll(value, "…"), text);
  return { ...finding, cause: hidden(finding.cause), evidence: finding.evidence.map(hidden) };
}
