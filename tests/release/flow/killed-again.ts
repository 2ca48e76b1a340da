import { type Played, type PlayOptions, Stage, type StageOptions } from "./stage";

/** A command that is killed after each of its writes, one run each; then something is run again, and must come out right. */
export interface Scenario {
  readonly name: string;
  readonly options?: StageOptions;
  /** What there is before. */
  readonly before: (stage: Stage) => Promise<void>;
  readonly command: (stage: Stage, options: PlayOptions) => Promise<Played>;
  /** What is run after the kill. @default - the same command */
  readonly again?: (stage: Stage) => Promise<Played>;
  /** Exit code of it. @default 0 */
  readonly code?: number;
  /** What is done after that, to bring it to its end. @default - nothing */
  readonly after?: (stage: Stage) => Promise<Played>;
  /** Images of the pods that have all of the traffic in the end. @param wasUnderWay what the kill had left was no end */
  readonly expected: (stage: Stage, wasUnderWay: boolean) => readonly string[];
  /** Pods that are ready at every moment. 0: there is no stable before, and requests are lost. */
  readonly least: number;
}

/** One run, for people to read. */
export interface KilledRun {
  readonly scenario: string;
  readonly number: number;
  /** The write that it was killed after; undefined when there was none left. */
  readonly write: string | undefined;
  readonly codes: readonly number[];
  readonly least: number;
  readonly lost: number;
}

const balancer = "addressbook/addressbook-lb";

/** Plays a scenario with a kill after one of its writes. @returns undefined when the command has ended before that */
export async function playKilled(scenario: Scenario, number: number): Promise<KilledRun> {
  const { name, options, before, command, after, expected, least } = scenario;
  const again = scenario.again ?? ((each: Stage) => command(each, {}));
  const stage = await Stage.set(options);
  try {
    await before(stage);
    const { cluster } = stage;
    const minimum = cluster.watchMinimum(balancer);
    const traffic = least === 0 ? undefined : cluster.traffic.start(balancer, { perSecond: 80 });
    const killed = await command(stage, { killedAfterWrites: number });
    const wasUnderWay = stage.deployment("canary") !== undefined;
    const played = [await again(stage)];
    if (after !== undefined) played.push(await after(stage));
    await cluster.clock.sleep(30_000);
    const lost = traffic?.stop().lost ?? [];

    const codes = played.map(({ code }) => code);
    const message = [killed.writes.at(-1), ...played.map(({ finished }) => finished?.summary)].join("\n");
    expect([message, codes]).toEqual([message, [scenario.code ?? 0, ...codes.slice(1).map(() => 0)]]);
    expect([message, serving(stage)]).toEqual([message, [...expected(stage, wasUnderWay)].sort()]);
    expect(stage.deployment("canary")).toBeUndefined();
    expect(cluster.store.list("Lease")).toEqual([]);
    expect([message, minimum.least >= least]).toEqual([message, true]);
    expect([message, lost]).toEqual([message, []]);
    const write = killed.code === 137 ? killed.writes.at(-1) : undefined;
    return { scenario: name, number, write, codes: [killed.code, ...codes], least: minimum.least, lost: lost.length };
  } finally {
    await stage.strike();
  }
}

/** Images of the pods behind the balancer. */
function serving(stage: Stage): string[] {
  const names = stage.cluster.readyPods(balancer);
  return stage.cluster.store
    .list("Pod", "addressbook")
    .filter(({ metadata }) => names.includes(metadata.name))
    .map((pod) => (pod["spec"] as { containers: { image: string }[] }).containers[0]?.image ?? "")
    .sort();
}

/** Kills it after its first write, its second, … @returns all runs, the last one without a kill */
export async function playAllKilled(scenario: Scenario): Promise<KilledRun[]> {
  const runs: KilledRun[] = [];
  do runs.push(await playKilled(scenario, runs.length + 1));
  while (runs.at(-1)?.write !== undefined);
  return runs;
}

export const old = "1.0.0";
export const fresh = "1.1.0";

export const three = (image: string): string[] => Array<string>(3).fill(image);

export async function withStable(stage: Stage): Promise<void> {
  await stage.stand(stage.push(old));
  stage.push(fresh);
}

export const canaryThenPromoted: Scenario = {
  name: "canary, then promoted",
  before: withStable,
  command: (stage, options) => stage.canary(stage.reference(fresh), options),
  after: (stage) => stage.promote(),
  expected: (stage) => three(stage.digest(stage.reference(fresh))),
  least: 3,
};
