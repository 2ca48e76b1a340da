import type { Cluster } from "../cluster/cluster";
import { ApiError, Unreachable } from "../cluster/errors";
import type { Snapshot } from "../snapshot";
import type { DiagnosisContext } from "./context";
import { needs, type Wants } from "./needs";

/** Where to look. */
export interface Source {
  readonly cluster: Cluster;
  readonly observer: { snapshot(): Snapshot };
}

/** Lines of each log that are read. */
const logLength = 40;

/** Milliseconds in which a pod has to answer: longer than its probe gives it. */
const answerTimeout = 3000;

/**
 * What is seen, and all that a diagnosis needs besides. When all goes well nothing is read. What may not be read, or is
 * not to be had, is left out: a diagnosis must not fail for want of evidence.
 */
export async function gather({ cluster, observer }: Source, context: DiagnosisContext): Promise<Snapshot> {
  const snapshot = observer.snapshot();
  const wants = needs(snapshot, context);
  const first = await complete(cluster, snapshot, wants);
  // what the events say may raise one more question; who has not answered is not asked twice
  return complete(cluster, first, without(needs(first, context), wants));
}

/** What is wanted, and was not wanted before. */
function without(wants: Wants, before: Wants): Wants {
  return {
    lists: wants.lists.filter((kind) => !before.lists.includes(kind)),
    logs: wants.logs.filter((log) => !before.logs.some(({ pod }) => pod === log.pod)),
    answers: wants.answers.filter((answer) => !before.answers.some(({ pod }) => pod === answer.pod)),
    secrets: wants.secrets.filter((name) => !before.secrets.includes(name)),
  };
}

async function complete(cluster: Cluster, snapshot: Snapshot, wants: Wants): Promise<Snapshot> {
  const [lists, logs, answers, secretKeys] = await Promise.all([
    readLists(cluster, wants),
    readEach(wants.logs, async ({ pod, ...log }) => [
      pod,
      (await cluster.logs(pod, { ...log, lines: logLength })) ?? "",
    ]),
    readEach(wants.answers, async ({ pod, port, path }) => [
      pod,
      await cluster.request(pod, port, { method: "GET", path, timeoutMillis: answerTimeout }),
    ]),
    readEach(wants.secrets, async (name) => {
      const secret = await cluster.get("Secret", name);
      return [name, secret === undefined ? null : Object.keys(secret.data ?? {})];
    }),
  ]);
  return {
    ...snapshot,
    ...lists,
    logs: { ...snapshot.logs, ...logs },
    answers: { ...snapshot.answers, ...answers },
    secretKeys: { ...snapshot.secretKeys, ...secretKeys },
  };
}

/** An empty list would say that there is nothing; one that could not be read stays unknown. */
async function readLists(cluster: Cluster, { lists }: Wants): Promise<Partial<Snapshot>> {
  const fields = {
    Event: "events",
    Node: "nodes",
    ReplicaSet: "replicaSets",
    EndpointSlice: "endpointSlices",
  } as const;
  const read = await Promise.all(
    lists.map(async (kind) => [fields[kind], await attempt(() => cluster.list(kind))] as const),
  );
  return Object.fromEntries(read.filter(([, objects]) => objects !== undefined));
}

async function readEach<Want, Found>(
  wants: readonly Want[],
  read: (want: Want) => Promise<readonly [name: string, found: Found]>,
): Promise<Record<string, Found>> {
  const found = await Promise.all(wants.map((want) => attempt(() => read(want))));
  return Object.fromEntries(found.filter((entry) => entry !== undefined));
}

async function attempt<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiError || error instanceof Unreachable) return undefined;
    throw error;
  }
}
