/** One figure of a program at one moment. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** NaN and infinities included. */
  readonly value: number;
}

/** What a program shows to Prometheus. */
export interface Exposition {
  readonly samples: readonly Sample[];
  /** Names of metrics that it has, also of those without a sample so far. */
  readonly names: ReadonlySet<string>;
}

/**
 * Reads Prometheus' text format 0.0.4, and of OpenMetrics what is the same in it: times and exemplars are left out. Lines
 * that have neither form are passed over, as a page of a proxy is full of them.
 */
export function readExposition(text: string): Exposition {
  const samples: Sample[] = [];
  const names = new Set<string>();
  for (const line of text.split("\n")) {
    const declared = /^#[ \t]+TYPE[ \t]+(\S+)/.exec(line)?.[1];
    if (declared !== undefined) names.add(declared);
    const sample = line.startsWith("#") ? undefined : readSample(line);
    if (sample === undefined) continue;
    samples.push(sample);
    names.add(sample.name);
  }
  return { samples, names };
}

function readSample(line: string): Sample | undefined {
  const name = /^[ \t]*([a-zA-Z_:][a-zA-Z0-9_:]*)[ \t]*/.exec(line);
  if (name?.[1] === undefined) return undefined;
  const afterName = line.slice(name[0].length);
  const labels: Record<string, string> = {};
  const rest = afterName.startsWith("{") ? readLabels(afterName.slice(1), labels) : afterName;
  // a time and an exemplar may follow
  const written =
    rest === undefined ? undefined : /^[ \t]*([^\s#]+)(?:[ \t]+-?[\d.]+)?[ \t]*(?:# .*)?\r?$/.exec(rest)?.[1];
  const value = written === undefined ? undefined : readNumber(written);
  return value === undefined ? undefined : { name: name[1], labels, value };
}

/** @returns what follows the brace that ends them, or undefined when it is not there */
function readLabels(text: string, labels: Record<string, string>): string | undefined {
  let rest = text;
  for (let isFirst = true; ; isFirst = false) {
    const end = /^[ \t]*\}/.exec(rest);
    if (end !== null) return rest.slice(end[0].length);
    const label = (isFirst ? firstLabel : nextLabel).exec(rest);
    if (label === null) return undefined;
    const [whole, name = "", value = ""] = label;
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
    // a comma after the last label is allowed
    rest = rest.slice(whole.length).replace(/^[ \t]*,(?=[ \t]*\})/, "");
  }
}

const firstLabel = /^[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"/;
const nextLabel = new RegExp(firstLabel.source.replace("^", "^[ \\t]*,"));

function readNumber(written: string): number | undefined {
  if (/^nan$/i.test(written)) return NaN;
  const infinity = /^([+-]?)inf(inity)?$/i.exec(written);
  if (infinity !== null) return infinity[1] === "-" ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(written) ? Number(written) : undefined;
}
