import { inspect, isDeepStrictEqual } from "node:util";

import { compare, type Comparison, inTurns, type Pair } from "./comparison";
import type { Databases } from "./databases";
import type { Endpoint } from "./endpoints";
import { type Load, LoadProcess } from "./load";
import { BenchmarkProblem } from "./problem";
import { type Service, ServiceProcess } from "./service-process";

export interface RequestSettings {
  /** How often each service is measured. */
  readonly rounds: number;
  /** How long each time. */
  readonly seconds: number;
  readonly progress: (text: string) => void;
}

/** Latencies are milliseconds; so are times of processors, for a request. */
type Figures = Readonly<Record<"perSecond" | "p50" | "p99" | "cpu" | "databaseCpu", Comparison>>;

/** What an endpoint costs. */
export interface EndpointOutcome {
  readonly endpoint: Endpoint;
  /** Each request comes when the one before is answered, so the latencies are those of a queue. */
  readonly saturated: Figures;
  /** So many requests come in a second, which neither service minds. */
  readonly steady: Figures & { readonly rate: number };
}

/** On which requests come when they come as fast as they can. */
export const connections = 20;

/** How much of what the slower service can do is asked of both to see how long one request takes. */
export const steadyShare = 0.3;

/** Compares the endpoints of two services, which run all the time and are asked in turns. */
export async function compareRequests(
  endpoints: readonly Endpoint[],
  services: Pair<Service>,
  databases: Databases,
  { rounds, seconds, progress }: RequestSettings,
): Promise<EndpointOutcome[]> {
  const load = new LoadProcess();
  const ours = await ServiceProcess.start(services.ours);
  const theirs = await ServiceProcess.start(services.theirs);
  const sides = { ours, theirs };

  const measure = async (endpoint: Endpoint, service: ServiceProcess, flow: Load["flow"], seconds: number) => {
    if (endpoint.changes) await databases.fill(endpoint.persons);
    const used = async () => ({
      service: (await service.usage()).cpuMilliseconds,
      database: await databases.cpuMilliseconds(service.name),
    });
    const before = await used();
    const answers = await load.put({ origin: service.origin, request: endpoint, flow, seconds }, endpoint.status);
    const after = await used();
    return {
      perSecond: answers.count / answers.seconds,
      p50: answers.p50,
      p99: answers.p99,
      cpu: (after.service - before.service) / answers.count,
      databaseCpu:
        before.database === undefined || after.database === undefined
          ? undefined
          : (after.database - before.database) / answers.count,
    };
  };
  const rounded = async (endpoint: Endpoint, flow: Load["flow"]) =>
    compare(
      await inTurns(rounds, sides, (service) => measure(endpoint, service, flow, seconds)),
      "perSecond",
      "p50",
      "p99",
      "cpu",
      "databaseCpu",
    );

  try {
    await ours.ready();
    await theirs.ready();
    const outcomes: EndpointOutcome[] = [];
    for (const endpoint of endpoints) {
      progress(endpoint.title);
      await databases.fill(endpoint.persons);
      await expectSameAnswer(endpoint, sides);
      for (const service of [ours, theirs]) await measure(endpoint, service, { connections }, seconds);
      const saturated = await rounded(endpoint, { connections });
      const slower = Math.min(...[saturated.perSecond.ours, saturated.perSecond.theirs].map((it) => it?.median ?? 0));
      const rate = Math.ceil(slower * steadyShare);
      outcomes.push({ endpoint, saturated, steady: { ...(await rounded(endpoint, { perSecond: rate })), rate } });
    }
    return outcomes;
  } finally {
    load.stop();
    await ours.stop();
    await theirs.stop();
  }
}

/** Services are compared only where they do the same. Texts of errors and times are their own matter. */
async function expectSameAnswer({ title, method, path, headers, body, status }: Endpoint, sides: Pair<ServiceProcess>) {
  const ask = async ({ origin }: ServiceProcess) => {
    const response = await fetch(`${origin}${path.replace(":id", "1")}`, { method, headers, body });
    const text = await response.text();
    const withoutTimes = (key: string, value: unknown) => (key === "createdAt" || key === "updatedAt" ? 0 : value);
    const isJson = response.ok && text !== "";
    return { status: response.status, body: isJson ? (JSON.parse(text, withoutTimes) as unknown) : "" };
  };
  const [ours, theirs] = [await ask(sides.ours), await ask(sides.theirs)];
  if (ours.status !== status || !isDeepStrictEqual(ours, theirs))
    throw new BenchmarkProblem(
      `${title} must have the same answer from both, got: ${inspect(ours)} and ${inspect(theirs)}`,
    );
}
