import colors from "picocolors";

import type { Cost } from "./cost";
import type { Description } from "./describe";

/** The report as people read it. Colours are left out when the output is not a terminal. */
export function renderText(descriptions: readonly Description[], width: number): string {
  return [...descriptions.map((description) => renderOne(description, width)), renderSummary(descriptions)].join("\n");
}

function renderOne(description: Description, width: number): string {
  const { name, cloud, region, profile } = description;
  const files = [
    ...(description.terraformFile === undefined ? [] : [description.terraformFile]),
    `${description.manifestsFolder}/`,
  ];
  return [
    `${colors.bold(colors.cyan(name))}  ${cloud} · ${region} · ${profile}`,
    ...block("creates", creates(description), width),
    ...block("network", description.traffic === undefined ? [] : [description.traffic], width),
    ...block(
      "lacks",
      description.gaps.map(({ capability, instead }) => `${capability}: ${colors.dim(instead)}`),
      width,
    ),
    ...block("release", release(description), width),
    ...(description.cost === undefined ? [] : costBlock(description.cost)),
    ...block(
      "warnings",
      description.warnings.map((warning) => colors.yellow(warning)),
      width,
    ),
    ...block("files", files, width),
    // not wrapped: a command is copied as a whole
    ...block(
      "next",
      description.next.map((command) => colors.green(command)),
      Infinity,
    ),
    "",
  ].join("\n");
}

function creates({ resources, objects }: Description): string[] {
  const all = Object.entries(resources);
  const kinds = Object.entries(objects);
  return [
    ...(all.length === 0
      ? []
      : [`${total(all)} resources: ${list(all.map(([type, count]) => [withoutCloud(type), count]))}`]),
    `${total(kinds)} Kubernetes objects: ${list(kinds)}`,
  ];
}

function release({ release: { strategy, steps, mostPods, connections } }: Description): string[] {
  const stages = steps.map(
    ({ what, newPercent, readyPods }) => `${what}: ${newPercent} % of the requests, ${readyPods} pods ready or more`,
  );
  const database =
    connections === undefined ? "" : ` and ${connections.most} of ${connections.available} connections to the database`;
  return [...stages, colors.dim(`${strategy}, with ${mostPods} pods${database} at the worst moment`)];
}

function total(counts: readonly (readonly [string, number])[]): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

/** `subnet ×9, vpc`: the most frequent first. */
function list(counts: readonly (readonly [string, number])[]): string {
  return [...counts]
    .sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB, "en"))
    .map(([name, count]) => (count === 1 ? name : `${name} ×${count}`))
    .join(", ");
}

/** `aws_eks_cluster` as `eks_cluster`. */
function withoutCloud(type: string): string {
  return type.slice(type.indexOf("_") + 1);
}

function costBlock(cost: Cost): string[] {
  const lines = cost.lines.map(({ what, count, usd, settings, source }) => {
    const approximately = source === undefined ? "~" : " ";
    return [
      `${approximately}${dollars(usd).padStart(9)}`,
      `${count} × ${what}`,
      settings.length === 0 ? "" : colors.dim(settings.join(", ")),
    ]
      .join("  ")
      .trimEnd();
  });
  const heading = `about ${colors.bold(dollars(cost.total))} a month (list prices of ${cost.region}, ${cost.asOf}; ~ not checked)`;
  return [
    label("costs", heading),
    ...lines.map(indent),
    indent(colors.dim(`not included: ${cost.notIncluded.join(", ")}`)),
  ];
}

function renderSummary(descriptions: readonly Description[]): string {
  const rows = descriptions.map(({ name, cloud, region, cost, warnings }) => [
    name,
    `${cloud}, ${region}`,
    cost === undefined ? "free" : `${dollars(cost.total)} a month`,
    warnings.length === 0 ? "" : `${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const prices = descriptions.find(({ cost }) => cost !== undefined)?.cost;
  const note =
    prices === undefined ? [] : [colors.dim("Prices are estimates; where they come from is in report/prices.")];
  return [...lines, "", ...note].join("\n");
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`.replace("$-", "-$");

const margin = " ".repeat(12);

const label = (name: string, text: string): string => `  ${name.padEnd(margin.length - 2)}${text}`;

const indent = (text: string): string => `${margin}${text}`;

/** A label and its lines, wrapped to the width of the terminal. */
function block(name: string, items: readonly string[], width: number): string[] {
  const lines = items.flatMap((item) => wrap(item, Math.max(40, width - margin.length)));
  return lines.map((line, index) => (index === 0 ? label(name, line) : indent(line)));
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  // a name and its number stay together
  for (const word of text.split(/ (?!×)/)) {
    const last = lines.at(-1);
    if (last === undefined || visibleLength(last) + visibleLength(word) + 1 > width)
      lines.push(lines.length === 0 ? word : `  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** Length without the codes that switch colours. */
function visibleLength(text: string): number {
  return text.replace(/\x1b\[\d+m/g, "").length;
}
