import type { Environment } from "../environments/schema/environment";
import { systemClock } from "./clock";
import { type Guard, guarded } from "./commands/guard";
import type { Outcome, Request } from "./commands/outcome";
import { plan, planOffline } from "./commands/plan";
import type { View } from "./commands/view";
import type { GivenOptions } from "./given-options";
import { holderOf } from "./holder";
import { type OpenCluster, openCluster } from "./open-cluster";
import type { ClusterOptions, ImageOptions } from "./options";
import type { Release } from "./release";
import { environmentNamed, requestOf, wrongLine } from "./request";
import { run } from "./session";
import { checkReports } from "./report/write-report";
import type { Strategy } from "./strategies/strategy";
import { strategyOf } from "./strategies/strategy-of";
import type { Task } from "./task";
import { finishedLines } from "./terminal/event-lines";
import { JsonOutput, toJson } from "./terminal/json-output";
import { openOutput } from "./terminal/open-output";
import { OutputStream } from "./terminal/output-stream";
import type { ReleaseOutput } from "./terminal/release-event";

export interface ChangeOptions extends ClusterOptions, ImageOptions {
  readonly dryRun?: boolean;
}

/** A command that changes what runs. */
export interface Change {
  readonly name: "canary" | "promote" | "rollback";
  /** The only image that it may be about, and what sees to it. @default - whatever there is */
  readonly only?: { readonly image: string; readonly guard: Guard } | undefined;
  /** What it is told besides, for commands that are printed. @default - nothing */
  readonly given?: GivenOptions;
  /** Revision that a rollback goes back to. @default - none */
  readonly to?: number | undefined;
  readonly work: (release: Release, strategy: Strategy, request: Request) => Promise<Outcome>;
}

/** Runs a command that changes what runs; with `--dry-run` it says what that would be. */
export async function runChange({ name, only, given: own, to, work }: Change, options: ChangeOptions): Promise<void> {
  const given: GivenOptions = { ...options, ...own, to };
  const named = await environmentNamed(options.environment);
  const moment = name === "canary" ? "beside the canary" : "afterwards";
  const { environment, request } = requestOf(named, options, moment, process.env);
  if (options.dryRun === true) {
    const image = name === "canary" ? request.settings.image : only?.image;
    await show({ name, environment, image, given }, options, async (release) => {
      const done = await only?.guard(release, strategyOf(environment.service));
      return done === undefined
        ? plan(release, request, name, { to })
        : { text: `${done.summary}\n`, json: { image: null, steps: [] } };
    });
    return;
  }
  if (name === "canary") checkTime(environment, options);
  checkReports(options.report ?? []);
  const { output: format, report: reports } = options;
  const image = name === "canary" ? request.settings.image : only?.image;
  await perform(openOutput({ format, reports, clock: systemClock, process }), options, {
    name,
    environment,
    ...(image === undefined ? {} : { image }),
    given,
    timeoutSeconds: options.timeout,
    locks: true,
    work: (release) => guarded(only?.guard, work)(release, strategyOf(environment.service), request),
  });
}

/** @throws {ValidationError} when the time is over before the requests of the canary have been compared for long enough */
function checkTime({ service }: Environment, { timeout }: ChangeOptions): void {
  const { windowSeconds } = service.verification.analysis;
  if (timeout > windowSeconds) return;
  const rule = `must be more than \`service.verification.analysis.windowSeconds\` (${windowSeconds})`;
  throw wrongLine({ path: "--timeout", rule, got: timeout });
}

/** Says what a release would do: to what runs now, or without a cluster to one that runs as the environment says. */
export async function runPlan(options: ChangeOptions & { readonly offline?: boolean }): Promise<void> {
  const named = await environmentNamed(options.environment);
  const { environment, request } = requestOf(named, options, "beside the canary", process.env);
  if (options.offline === true) print(planOffline(named.service, request), options);
  else await show({ name: "plan", environment }, options, (release) => plan(release, request));
}

/**
 * Runs a command that looks and changes nothing, and prints what it has seen.
 *
 * @param name the command that is to be typed again when that fails. @default - `status`
 */
export async function runView(
  options: ClusterOptions,
  look: (release: Release, strategy: Strategy) => Promise<View>,
  name = "status",
): Promise<void> {
  const environment = await environmentNamed(options.environment);
  await show({ name, environment }, options, (release) => look(release, strategyOf(environment.service)));
}

interface Shown {
  /** The command that is to be typed again. */
  readonly name: string;
  readonly environment: Environment;
  readonly image?: string | undefined;
  /** @default - what is said of the cluster */
  readonly given?: GivenOptions;
}

async function show(
  { name, environment, image, given }: Shown,
  options: ClusterOptions,
  look: (release: Release) => Promise<View>,
): Promise<void> {
  await perform(failuresOnly(options), options, {
    name,
    environment,
    ...(image === undefined ? {} : { image }),
    given: given ?? options,
    timeoutSeconds: options.timeout,
    locks: false,
    work: async (release) => {
      print(await look(release), options);
      return { code: 0, summary: "", next: [] };
    },
  });
}

function print({ text, json }: View, { output }: ClusterOptions): void {
  new OutputStream(process.stdout).write(output === "json" ? `${toJson(json)}\n` : text);
}

/** Who only looks wants to hear of nothing but what hinders it, and what to do then. */
function failuresOnly({ output }: ClusterOptions): ReleaseOutput {
  const json = new JsonOutput(new OutputStream(process.stdout));
  return {
    event: (event) => {
      if (event.type !== "finished" || event.code === 0) return;
      // where something is printed when all goes well, so that a program need not look elsewhere
      if (output === "json") json.event(event);
      const lines = finishedLines(event).map((line) => line.map(({ text }) => text).join(""));
      new OutputStream(process.stderr).write(`${lines.join("\n")}\n`);
    },
    close: () => undefined,
  };
}

async function perform(output: ReleaseOutput, options: ClusterOptions, task: Task): Promise<void> {
  const interrupted = interruptions();
  const clock = systemClock;
  let open: OpenCluster | undefined;
  try {
    open = await openCluster(task.environment, options, { clock, signal: interrupted, onTrouble: troubleTo(output) });
    const { cluster, access } = open;
    process.exitCode = await run(task, { clock, interrupted, output, cluster, holder: holderOf(process.env), access });
  } finally {
    // what it waits with for the next line would keep the program alive
    output.close();
    open?.close();
  }
}

/** Tells why it takes longer. */
export const troubleTo =
  (output: ReleaseOutput) =>
  (reason: string): void => {
    output.event({
      at: systemClock.now(),
      type: "note",
      level: "warning",
      text: `the cluster is asked again: ${reason}`,
    });
  };

/** The first signal ends everything in an orderly way, the second at once. */
export function interruptions(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort();
    });
  return controller.signal;
}
