import { Command, InvalidArgumentError, Option } from "commander";

import type { LocalEnvironment } from "../../../environments/schema/environment";
import { exitOnProblems } from "../../../environments/schema/exit";
import { environmentSources, loadEnvironments } from "../../../environments/schema/load";
import { exitOnUsage } from "../../../environments/schema/options";
import { systemClock } from "../../../release/clock";
import { openBrowser } from "../../../release/dashboard/open-browser";
import { interruptions } from "../../../release/run-command";
import { OutputStream } from "../../../release/terminal/output-stream";
import { DemoCluster, images } from "./demo-cluster";
import { ReleaseTool } from "./release-tool";
import { playStory } from "./story";

interface Options {
  /** Seconds. @default - a person decides */
  readonly auto?: number;
  readonly speed: number;
  /** `--no-open` makes it false. */
  readonly open: boolean;
}

const program = new Command("demo")
  .description(
    "Shows releases on a cluster that is played on this machine: a good version and a bad one, with the dashboard open, " +
      "for a person to decide. It needs no cloud, no Docker and no network, and leaves nothing behind.",
  )
  .addOption(
    new Option("--auto [seconds]", "decide by itself when nobody has for so long, and end")
      .argParser(seconds)
      .preset("3"),
  )
  .addOption(new Option("-s, --speed <factor>", "how many times as fast time passes").argParser(factor).default(10))
  .option("--no-open", "do not open a browser, as without a terminal or in CI")
  .addHelpText(
    "after",
    `
Exit codes:
  0  done, or ended by Ctrl-C    1  it cannot run    2  wrong input

Examples:
  npm run demo
  npm run demo -- --auto`,
  )
  .exitOverride(exitOnUsage)
  .action(run);

const name = "local";
const requestsPerSecond = 40;

/** A day: whoever forgets it has it closed. */
const longestMillis = 86_400_000;

const out = new OutputStream(process.stdout);
const say = (line: string): void => {
  out.write(`${line}\n`);
};

async function run(options: Options): Promise<void> {
  const environment = await demoEnvironment();
  const interrupted = interruptions();
  const cluster = await DemoCluster.start(environment, options.speed);
  // the clock's timers hold nobody
  const alive = setInterval(() => undefined, 60_000);
  try {
    await show(cluster, environment, options, interrupted);
  } catch (error) {
    if (!interrupted.aborted) throw error;
  } finally {
    await cluster.stop();
    clearInterval(alive);
  }
  say("\nThe demo has ended, and nothing of it is left.");
}

async function show(
  cluster: DemoCluster,
  environment: LocalEnvironment,
  { auto, speed, open }: Options,
  interrupted: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  const signal = AbortSignal.any([interrupted, ended.signal]);
  const tool = await ReleaseTool.start(environment, cluster, signal);
  const served: Promise<void>[] = [];
  try {
    say(`A cluster is played on this machine, ${speed} times as fast as real time.`);
    await tool.release(images.stable);
    signal.throwIfAborted();
    cluster.startTraffic(requestsPerSecond);
    say(`Stable is ${images.stable}, and clients send ${requestsPerSecond} requests a second.`);
    const address = await new Promise<string>((resolve, reject) => {
      const ends = (): void => {
        reject(signal.reason as Error);
      };
      served.push(tool.serve(resolve).then(ends, reject));
    });
    say(beside(address, cluster));
    if (open) openBrowser(address, process);
    await playStory({ cluster, tool, environment: name, autoSeconds: auto, signal, say });
    if (auto !== undefined) return;
    say("\nThat was all. The dashboard stays open until Ctrl-C.");
    await systemClock.sleep(longestMillis, signal);
  } finally {
    ended.abort();
    await Promise.all(served);
    tool.close();
  }
}

/** What can be looked at while the story is told. A command of another shell that changes something has another clock. */
const beside = (address: string, { kubeconfig }: DemoCluster): string => `
The dashboard: ${address}
To look from another shell, if you like (its clock is not the demo's, so decide on the page):
  export KUBECONFIG=${kubeconfig}
  npx release status --environment ${name}`;

/** The local one; a verdict decides nothing, because a person is to. */
async function demoEnvironment(): Promise<LocalEnvironment> {
  const [environment] = (await loadEnvironments(environmentSources(), name)) as [LocalEnvironment];
  const { service } = environment;
  const verification = { ...service.verification, onPass: "wait", onFail: "wait", onInconclusive: "wait" } as const;
  return { ...environment, service: { ...service, verification } };
}

function seconds(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of seconds, at most 999.");
}

function factor(text: string): number {
  if (Number(text) >= 1 && Number(text) <= 20) return Number(text);
  throw new InvalidArgumentError("It must be a number from 1 to 20.");
}

program.parseAsync().catch(exitOnProblems);
