// takes about 40 s of processor time: part of npm run test:slow
import { requestOf } from "../../../release/request";
import { templateHash, withChanges } from "../../../release/manifests";
import { anotherTool, applyBook, bookDeployment } from "./book-cluster";
import {
  canaryThenPromoted,
  fresh,
  type KilledRun,
  old,
  playAllKilled,
  type Scenario,
  three,
  withStable,
} from "./killed-again";
import type { Stage } from "./stage";

jest.setTimeout(180_000);

const promoted = (stage: Stage): string[] => three(stage.digest(stage.reference(fresh)));
const kept = (stage: Stage): string[] => three(stage.digest(stage.reference(old)));

async function withCanary(stage: Stage): Promise<void> {
  await withStable(stage);
  await stage.canary(stage.reference(fresh));
}

const blueGreen = { service: { strategy: "blue-green" } };

/** A blue that has all of the traffic, without a release. */
async function withBlue(stage: Stage): Promise<void> {
  const image = stage.push(old);
  stage.push(fresh);
  const { request } = requestOf(stage.environment, { image }, "afterwards");
  const { base, traffic } = request.manifests;
  const deployment = request.manifests.deployment("blue");
  const template = templateHash(stage.environment.service, "blue", deployment);
  const notes = { image, template, "released-at": "2026-02-01T12:00:00.000Z" };
  const cluster = anotherTool(stage);
  for (const object of [...base, withChanges(deployment, { replicas: 3, notes }), ...traffic])
    await cluster.apply(object);
  await stage.cluster.clock.sleep(10_000);
}

async function withGreen(stage: Stage): Promise<void> {
  await withBlue(stage);
  await stage.canary(stage.reference(fresh));
}

const scenarios: readonly Scenario[] = [
  {
    name: "first canary, then promoted",
    before: (stage) => {
      stage.push(fresh);
      return Promise.resolve();
    },
    command: (stage, options) => stage.canary(stage.reference(fresh), options),
    after: (stage) => stage.promote(),
    expected: promoted,
    least: 0,
  },
  canaryThenPromoted,
  {
    name: "bad canary, taken back by itself",
    before: async (stage) => {
      await withStable(stage);
      stage.push("1.2.0", { errorRate: 1 });
    },
    command: (stage, options) => stage.canary(stage.reference("1.2.0"), options),
    code: 1,
    expected: kept,
    least: 3,
  },
  {
    name: "promote",
    before: withCanary,
    command: (stage, options) => stage.promote(options),
    expected: promoted,
    least: 3,
  },
  {
    name: "promote, then rolled back",
    before: withCanary,
    command: (stage, options) => stage.promote(options),
    again: (stage) => stage.rollback(),
    expected: (stage, wasUnderWay) => (wasUnderWay ? kept(stage) : promoted(stage)),
    least: 3,
  },
  {
    name: "rollback of a canary",
    before: withCanary,
    command: (stage, options) => stage.rollback(options),
    expected: kept,
    least: 3,
  },
  {
    name: "rollback of half a promotion",
    before: async (stage) => {
      await withCanary(stage);
      await stage.promote({ killedAfterWrites: 2 });
      await stage.cluster.clock.sleep(31_000);
    },
    command: (stage, options) => stage.rollback(options),
    expected: kept,
    least: 3,
  },
  {
    name: "take-over of the book's stable and canary",
    before: async (stage) => {
      await applyBook(
        stage,
        bookDeployment("stable", stage.push(old), 2),
        bookDeployment("canary", stage.push("0.9.0"), 1),
      );
      stage.push(fresh);
    },
    command: (stage, options) => stage.canary(stage.reference(fresh), options),
    after: (stage) => stage.promote(),
    expected: promoted,
    least: 2,
  },
  {
    name: "blue/green: canary, then promoted",
    options: blueGreen,
    before: withBlue,
    command: (stage, options) => stage.canary(stage.reference(fresh), options),
    after: (stage) => stage.promote(),
    expected: (stage) => three(stage.reference(fresh)),
    least: 3,
  },
  {
    name: "blue/green: promote",
    options: blueGreen,
    before: withGreen,
    command: (stage, options) => stage.promote(options),
    expected: (stage) => three(stage.reference(fresh)),
    least: 3,
  },
  {
    name: "blue/green: promote, then rolled back",
    options: blueGreen,
    before: withGreen,
    command: (stage, options) => stage.promote(options),
    again: (stage) => stage.rollback(),
    expected: (stage) => three(stage.reference(old)),
    least: 3,
  },
  {
    name: "blue/green: rollback",
    options: blueGreen,
    before: async (stage) => {
      await withGreen(stage);
      await stage.promote();
    },
    command: (stage, options) => stage.rollback(options),
    expected: (stage) => three(stage.reference(old)),
    least: 3,
  },
];

const runs: KilledRun[] = [];

afterAll(() => {
  const order = scenarios.map(({ name }) => name);
  runs.sort((a, b) => order.indexOf(a.scenario) - order.indexOf(b.scenario) || a.number - b.number);
  const header = ["scenario", "write", "killed after", "exit codes", "least ready", "lost"];
  const rows = runs.map(({ scenario, number, write = "(not killed)", codes, least, lost }) =>
    [scenario, number, write, codes.join(" "), least, lost].map(String),
  );
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const lines = [header, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  process.stdout.write(`${lines.map((line) => line.trimEnd()).join("\n")}\n`);
});

test.each(scenarios)("killed after any write: $name", async (scenario) => {
  const played = await playAllKilled(scenario);
  runs.push(...played);
  expect(played.length).toBeGreaterThan(3);
});
