import { quotient } from "../../tools/benchmark/figures";
import { atLeast, atMost, type Target } from "../../tools/benchmark/targets";
import type { MemoryOutcome } from "./memory";
import type { EndpointOutcome } from "./requests";
import type { Report } from "./report";
import { names } from "./services";
import type { StartUpOutcome } from "./start-up";

/** All for which there are figures. */
export const targetsOf = ({ requests = [], startUp, memory = [] }: Report): Target[] => [
  ...requestTargets(requests),
  ...(startUp === undefined ? [] : startUpTargets(startUp)),
  ...memoryTargets(memory),
];

/** Reads have to be so many times faster, and their slowest ones. */
const faster = 3;
const slowestFaster = 0.5;

/** Three quarters of what a pod may use at most. */
const podMegabytes = 192;

const requestTargets = (outcomes: readonly EndpointOutcome[]): Target[] =>
  outcomes
    .filter(({ endpoint }) => endpoint.reads)
    .flatMap(({ endpoint, saturated, steady }) => [
      atLeast(`${endpoint.title}: requests per second`, saturated.perSecond.ratio?.median, faster, { unit: "×" }),
      atMost(`${endpoint.title}: p99 at the same rate`, steady.p99.ratio?.median, slowestFaster, { unit: "×" }),
    ]);

const startUpTargets = ({ ready }: StartUpOutcome): Target[] => [
  atMost("start to ready", ready.ours?.median, 500, { unit: " ms" }),
];

/** The longest list may need hardly more than a shorter one that is read in the same way, and has to fit into a pod. */
function memoryTargets(outcomes: readonly MemoryOutcome[]): Target[] {
  const ours = outcomes.filter(({ service }) => service === names.ours);
  const [shorter, longest] = [...new Set(ours.map(({ persons }) => persons))].sort((a, b) => a - b).slice(-2);
  return ours
    .filter(({ persons }) => persons === longest)
    .flatMap((long) => {
      const short = ours.find(
        ({ persons, clients, pace }) => persons === shorter && clients === long.clients && pace === long.pace,
      );
      const what = `peak memory of ${long.clients} ${long.pace} lists of ${long.persons} persons`;
      return [
        atMost(`${what}, by that of ${shorter}`, quotient(long.peakMegabytes, short?.peakMegabytes), 1.3, {
          unit: "×",
        }),
        atMost(what, long.peakMegabytes, podMegabytes, { unit: " MB" }),
      ];
    });
}
