import { compare, type Comparison, inTurns, type Pair } from "./comparison";
import { type Service, ServiceProcess } from "./service-process";

/**
 * Milliseconds from the start of a process until it listens, and until it is ready, with a database that is there; and
 * milliseconds of a processor for all of it.
 */
export type StartUpOutcome = Readonly<Record<"listening" | "ready" | "cpu", Comparison>>;

/** Starts both services again and again. */
export async function compareStartUp(
  services: Pair<Service>,
  rounds: number,
  progress: (text: string) => void,
): Promise<StartUpOutcome> {
  progress(`start: ${rounds} times each`);
  const measured = await inTurns(rounds, services, async (service) => {
    const process = await ServiceProcess.start(service);
    try {
      const ready = await process.ready();
      return { listening: process.listening, ready, cpu: (await process.usage()).cpuMilliseconds };
    } finally {
      await process.stop();
    }
  });
  return compare(measured, "listening", "ready", "cpu");
}
