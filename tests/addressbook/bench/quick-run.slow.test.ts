import { spawnSync } from "node:child_process";

import { endpoints } from "../../../addressbook/bench/endpoints";
import type { Report } from "../../../addressbook/bench/report";
import type { Spread } from "../../../tools/benchmark/figures";
import type { Target } from "../../../tools/benchmark/targets";

const bench = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["tools/run-typescript.mjs", "addressbook/bench/main.ts", ...args], { encoding: "utf8" });

test("measures the requests of both services, on a real PostgreSQL", () => {
  const { status, stdout, stderr } = bench("--quick", "--output", "json", "--only", "requests", "--endpoints", "get");
  // progress does not get into what programs read
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining("GET /person/:id") as string });
  const { requests = [], startUp, memory, targets } = JSON.parse(stdout) as Report & { targets: Target[] };
  expect({ startUp, memory }).toEqual({});
  expect(requests.map(({ endpoint }) => endpoint.name)).toEqual(["get"]);
  for (const { saturated, steady } of requests) {
    for (const { perSecond, p50, p99, cpu } of [saturated, steady]) {
      for (const side of ["ours", "theirs"] as const) {
        expect(median(perSecond[side])).toBeGreaterThan(0);
        expect(median(p99[side])).toBeGreaterThanOrEqual(median(p50[side]));
        expect(median(cpu[side])).toBeGreaterThan(0);
      }
    }
    // with one round it is the quotient of the two
    expect(median(saturated.perSecond.ratio)).toBeCloseTo(
      median(saturated.perSecond.ours) / median(saturated.perSecond.theirs),
    );
    // so many were to come, and perhaps one more in that half of a second, however long one takes
    expect(median(steady.perSecond.ours)).toBeLessThan(steady.rate + 2.1);
  }
  expect(targets).toHaveLength(2);
}, 60_000);

test("says what it can be told", () => {
  const { status, stdout } = bench("--help");
  expect(status).toBe(0);
  for (const { name, title } of endpoints) expect(stdout).toContain(`  ${name.padEnd(12)}${title}\n`);
});

test.each([
  [["--endpoints", "nothing"], "Allowed choices are get, "],
  [["--only", "nothing"], "Allowed choices are requests, start, memory."],
  [["--output", "nothing"], "Allowed choices are table, json."],
])("refuses what it does not know: %j", (args, said) => {
  const { status, stdout, stderr } = bench(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(said);
});

function median(figures: Spread | undefined): number {
  expect(figures).toBeDefined();
  return figures!.median;
}
