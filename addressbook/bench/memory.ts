import { get, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { spread, type Spread } from "../../tools/benchmark/figures";
import type { Pair } from "./comparison";
import type { Databases } from "./databases";
import { type Service, ServiceProcess } from "./service-process";

/** How `GET /all` is asked for. */
interface Reading {
  /** Clients at the same time. */
  readonly clients: number;
  /** Slow ones read a little in each second, until their time is over. */
  readonly pace: "fast" | "slow";
}

/** What it costs, in a process that has done nothing else. Without the figures that there are not. */
export interface MemoryOutcome extends Reading {
  readonly service: string;
  readonly persons: number;
  readonly peakMegabytes?: number;
  /** After it. */
  readonly megabytes?: number;
  /** Milliseconds until the first byte of each list, and until its last. */
  readonly firstByte?: Spread;
  readonly lastByte?: Spread;
  /** Why there are no figures. */
  readonly problem?: string;
}

interface Limits {
  /** How long a list may take. */
  readonly seconds: number;
  /** How long a client reads that is slow. */
  readonly slowSeconds: number;
}

export interface MemorySettings extends Limits {
  /** How many there are in the database, one after the other. */
  readonly persons: readonly number[];
  readonly progress: (text: string) => void;
}

const slowBytesPerSecond = 256 * 1024;

const readings: readonly Reading[] = [
  { clients: 1, pace: "fast" },
  { clients: 4, pace: "fast" },
  { clients: 4, pace: "slow" },
];

/** Has lists of different lengths read, each by clients of a process of its own. */
export async function measureMemory(
  { ours, theirs }: Pair<Service>,
  databases: Databases,
  { persons, progress, ...limits }: MemorySettings,
): Promise<MemoryOutcome[]> {
  const outcomes: MemoryOutcome[] = [];
  for (const count of persons) {
    await databases.fill(count);
    for (const service of [ours, theirs])
      for (const reading of readings) {
        progress(`GET /all with ${count} persons, ${reading.clients} ${reading.pace} at once: ${service.name}`);
        outcomes.push({
          service: service.name,
          persons: count,
          ...reading,
          ...(await measure(service, reading, limits)),
        });
      }
  }
  return outcomes;
}

async function measure(service: Service, { clients, pace }: Reading, limits: Limits) {
  const process = await ServiceProcess.start(service);
  try {
    await process.ready();
    const lists = Array.from({ length: clients }, () => read(`${process.origin}/all`, pace, limits));
    const times = await Promise.all(lists);
    const { megabytes, peakMegabytes } = await process.usage();
    return {
      megabytes,
      peakMegabytes,
      firstByte: spread(times.map(({ firstByte }) => firstByte)),
      lastByte: pace === "fast" ? spread(times.map(({ lastByte }) => lastByte)) : undefined,
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    await process.stop();
  }
}

/** Reads and forgets. A client that is slow goes away when its time is over; for another one that is a failure. */
async function read(url: string, pace: Reading["pace"], { seconds, slowSeconds }: Limits) {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false, signal: AbortSignal.timeout(seconds * 1000) })
      .on("response", resolve)
      .on("error", reject);
  });
  const firstByte = elapsed();
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (pace === "fast") continue;
    await sleep((chunk.length / slowBytesPerSecond) * 1000);
    if (elapsed() - firstByte > slowSeconds * 1000) break;
  }
  return { firstByte, lastByte: elapsed() };
}
