import type { Sample } from "../../../../release/dashboard/dashboard-state";
import { chartKinds, columns, lastOf, linesOf, ownSpan, tracksOf } from "../../../../release/dashboard/page/series";
import { samples, states } from "./states";

const track = (requestsPerSecond: number) => ({ requestsPerSecond });

describe("The lines of the charts", () => {
  test("are one for each track and quantity", () => {
    expect(chartKinds.map((kind) => linesOf(kind, ["canary", "stable"]).length)).toEqual([2, 2, 6]);
  });

  test("have a hole where a track was not measured, and where nothing was", () => {
    const lines = linesOf(chartKinds[0]!, ["canary", "stable"]);
    const measured: Sample[] = [
      { at: 0, tracks: { stable: track(10) } },
      { at: 5000, tracks: { stable: track(11), canary: track(2) } },
      { at: 205_000, tracks: { stable: track(12), canary: { requestsPerSecond: 0 } } },
    ];
    expect(columns(measured, lines)).toEqual([
      [0, 5000, 5001, 205_000],
      [null, 2, null, 0],
      [10, 11, null, 12],
    ]);
  });

  test("have a hole where there were no requests to measure", () => {
    const lines = linesOf(chartKinds[1]!, ["stable"]);
    expect(columns([{ at: 0, tracks: { stable: track(0) } }], lines)).toEqual([[0], [null]]);
  });

  test("show the last while, also when it has nothing in it", () => {
    const all = samples();
    const { at } = all.at(-1)!;
    expect(lastOf(all, 300_000, at)).toEqual(all.slice(-61));
    expect(lastOf(all, 3_600_000, at)).toEqual(all);
    expect(lastOf(all, 300_000, at + 240_000)).toEqual(all.slice(-13));
    expect(lastOf(all, 300_000, at + 1_800_000)).toEqual([]);
  });

  test.each([
    ["a minute for a few seconds", 15_000, 60_000],
    ["what they need", 120_000, 125_000],
    ["5 min, of which there is a choice, for more", 299_000, undefined],
  ])("of a record have an axis of %s", (_, millis, expected) => {
    expect(ownSpan([{ at: 0, tracks: {} }], millis)).toBe(expected);
    expect(ownSpan([], millis)).toBeUndefined();
  });

  test.each([
    ["canary and stable", states.verified, samples(), ["canary", "stable"]],
    ["the live one after the canary has gone", states.rolledBack, samples(), ["canary", "stable"]],
    ["no track without pods and samples", states.rolledBack, [], ["stable"]],
    ["the new one of blue and green first", states.blueGreen, [], ["green", "blue"]],
    ["nothing", states.nothing, [], []],
  ])("are about %s", (_, state, measured, expected) => {
    expect(tracksOf(state, measured)).toEqual(expected);
  });
});
