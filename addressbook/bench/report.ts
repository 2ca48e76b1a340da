import pc from "picocolors";

import { aligned, number, range } from "../../tools/benchmark/figures";
import { type Target, targetLines } from "../../tools/benchmark/targets";
import type { Comparison } from "./comparison";
import type { MemoryOutcome } from "./memory";
import { connections, type EndpointOutcome } from "./requests";
import type { StartUpOutcome } from "./start-up";

/** All that was measured. What was not asked for is not there. */
export interface Report {
  readonly machine: Readonly<Record<string, string>>;
  readonly requests?: readonly EndpointOutcome[];
  readonly startUp?: StartUpOutcome;
  readonly memory?: readonly MemoryOutcome[];
}

/** As text, for people. */
export function describe({ machine, requests = [], startUp, memory = [] }: Report, targets: readonly Target[]): string {
  const missing = targets.filter(({ met }) => met === false).length;
  return [
    ...Object.entries(machine).map(([name, fact]) => pc.dim(`${name}: ${fact}`)),
    ...table(`as fast as they are answered, on ${connections} connections`, requests, saturatedColumns),
    ...table("at the same rate for both", requests, steadyColumns),
    ...table(
      "from the start of the process, in ms",
      startUp === undefined ? [] : Object.entries(startUp),
      startColumns,
    ),
    ...table("GET /all in a process that has done nothing else", memory, memoryColumns),
    "",
    ...targetLines(targets),
    "",
    missing === 0 ? pc.green("all targets are met") : pc.red(`targets missed: ${missing}`),
    "",
  ].join("\n");
}

type Column<Row> = readonly [name: string, cell: (row: Row) => string];

function table<Row>(title: string, rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  if (rows.length === 0) return [];
  const lines = aligned(
    [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, cell]) => cell(row)))],
    [0],
  );
  return ["", pc.bold(title), pc.underline(lines[0]), ...lines.slice(1)];
}

const medians = ({ ours, theirs }: Comparison) => `${number(ours?.median)} : ${number(theirs?.median)}`;
const times = ({ ratio }: Comparison) => range(ratio);

const saturatedColumns: readonly Column<EndpointOutcome>[] = [
  ["", ({ endpoint }) => endpoint.title],
  ["requests/s", ({ saturated }) => medians(saturated.perSecond)],
  ["ratio", ({ saturated }) => times(saturated.perSecond)],
  ["p50 ms", ({ saturated }) => medians(saturated.p50)],
  ["p99 ms", ({ saturated }) => medians(saturated.p99)],
  ["CPU ms", ({ saturated }) => medians(saturated.cpu)],
  ["ratio", ({ saturated }) => times(saturated.cpu)],
  ["database CPU ms", ({ saturated }) => medians(saturated.databaseCpu)],
];
const steadyColumns: readonly Column<EndpointOutcome>[] = [
  ["", ({ endpoint }) => endpoint.title],
  ["requests/s", ({ steady }) => String(steady.rate)],
  ["p50 ms", ({ steady }) => medians(steady.p50)],
  ["ratio", ({ steady }) => times(steady.p50)],
  ["p99 ms", ({ steady }) => medians(steady.p99)],
  ["ratio", ({ steady }) => times(steady.p99)],
];

const startColumns: readonly Column<[string, Comparison]>[] = [
  ["", ([name]) => name],
  ["addressbook", ([, { ours }]) => range(ours)],
  ["Express, Sequelize", ([, { theirs }]) => range(theirs)],
  ["ratio", ([, comparison]) => times(comparison)],
];

const memoryColumns: readonly Column<MemoryOutcome>[] = [
  ["", ({ service }) => service],
  ["persons", ({ persons }) => String(persons)],
  ["clients", ({ clients, pace }) => `${clients} ${pace}`],
  ["peak MB", ({ peakMegabytes }) => number(peakMegabytes)],
  ["MB after", ({ megabytes }) => number(megabytes)],
  ["first byte, ms", ({ firstByte }) => number(firstByte?.median)],
  ["last byte, ms", ({ lastByte }) => number(lastByte?.median)],
  ["", ({ problem = "" }) => problem],
];
