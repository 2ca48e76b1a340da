import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";

import { Command, Option } from "commander";

import { exitCodes, exitOnUsage, runProgram } from "../programs";
import { Databases } from "./databases";
import { endpoints } from "./endpoints";
import { measureMemory } from "./memory";
import { describe } from "./report";
import { compareRequests, connections, steadyShare } from "./requests";
import { buildServices, names } from "./services";
import { compareStartUp } from "./start-up";
import { targetsOf } from "./targets";

interface Options {
  readonly only?: "requests" | "start" | "memory";
  readonly endpoints?: readonly string[];
  readonly quick?: true;
  readonly check?: true;
  readonly output: "table" | "json";
}

const help = `
Endpoints:
${endpoints.map(({ name, title }) => `  ${name.padEnd(12)}${title}`).join("\n")}

What is compared:
  This service, and a minimal one with the same endpoints in Express and Sequelize, each in a process of its
  own with five connections to its own database in the same PostgreSQL. They are asked in turns, and ratios
  are taken round by round: those hardly depend on the machine, while the figures themselves do. In the table,
  figures of the two stand as "this : other", and ratio is this by other.
  The services, PostgreSQL and the load share the processors. "CPU ms" is what one request costs the service
  on a processor, which does not depend on who else is busy; "database CPU ms" is what it costs PostgreSQL.

Which latency is which:
  As fast as they are answered: ${connections} connections, each of which asks again when it has its answer. The
  latencies are those of a queue that is always full.
  At the same rate for both: ${steadyShare * 100} % of what the slower of the two can do, whether answers have come or not.

Examples:
  npm run bench -w addressbook                              everything: about 10 minutes
  npm run bench -w addressbook -- --quick                   about half a minute: short rounds, small lists
  npm run bench -w addressbook -- --only start              one part
  npm run bench -w addressbook -- --only requests --endpoints get all-100
  npm run --silent bench -w addressbook -- --output json    for a program to read
`;

const fullSize = {
  starts: 20,
  requests: { rounds: 5, seconds: 2 },
  memory: { persons: [0, 10_000, 100_000, 1_000_000], seconds: 60, slowSeconds: 10 },
};

const quickSize = {
  starts: 2,
  requests: { rounds: 1, seconds: 0.5 },
  memory: { persons: [0, 2000], seconds: 60, slowSeconds: 0.5 },
};

async function main(): Promise<void> {
  const program = new Command("npm run bench -w addressbook --")
    .description("Measures the service against a minimal one in Express and Sequelize, and against its own targets.")
    .addOption(new Option("--only <part>", "measure one part").choices(["requests", "start", "memory"]))
    .addOption(
      new Option("--endpoints <names...>", "ask only these endpoints").choices(endpoints.map(({ name }) => name)),
    )
    .option("--quick", "short rounds and small lists: figures are rough")
    .option("--check", `end with ${exitCodes.failed} when a target is missed`)
    .addOption(new Option("--output <format>", "how to print the result").choices(["table", "json"]).default("table"))
    .addHelpText("after", help)
    .exitOverride(exitOnUsage)
    .parse();
  const { only, quick = false, check = false, output, ...chosen } = program.opts<Options>();
  const wants = (part: Options["only"]) => only === undefined || only === part;
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const size = quick ? quickSize : fullSize;
  const asked = endpoints.filter(({ name }) => chosen.endpoints?.includes(name) ?? true);
  const machine = {
    machine: `${availableParallelism()} cores, ${process.platform}, Node ${process.versions.node}`,
    load: `${loadavg()[0]?.toFixed(1) ?? "?"} processes at the start; what others do costs time here, too`,
    run: quick ? "quick: short rounds and small lists, so the figures are rough" : "full",
  };

  // wherever it is called from
  process.chdir(join(__dirname, "..", ".."));
  const databases = await Databases.start([names.ours, names.theirs]);
  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)
    process.once(signal, () => void databases.stop().finally(() => process.exit(status)));
  try {
    const services = await buildServices(databases);
    const startUp = wants("start") ? await compareStartUp(services, size.starts, progress) : undefined;
    const requests = wants("requests")
      ? await compareRequests(asked, services, databases, { ...size.requests, progress })
      : undefined;
    const memory = wants("memory") ? await measureMemory(services, databases, { ...size.memory, progress }) : undefined;
    const report = { machine, startUp, requests, memory };
    const targets = targetsOf(report);
    process.stdout.write(
      output === "json" ? `${JSON.stringify({ ...report, targets }, undefined, 2)}\n` : describe(report, targets),
    );
    if (check && targets.some(({ met }) => met === false)) process.exitCode = exitCodes.failed;
  } finally {
    await databases.stop();
  }
}

void runProgram(main);
