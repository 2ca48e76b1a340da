import type { Release } from "../release";
import type { Strategy } from "../strategies/strategy";
import type { DashboardState, Sample } from "./dashboard-state";
import { samplerOf } from "./metrics/sampler-of";
import { DashboardWatch } from "./state/dashboard-watch";

/** What the dashboard shows at a moment, to be kept. */
export interface ReleaseRecord {
  readonly state: DashboardState;
  /** The oldest first. */
  readonly samples: readonly Sample[];
}

/** @param sampleSeconds how long to measure the requests before, with a sample every 5 s; 0: not at all */
export async function takeRecord(release: Release, strategy: Strategy, sampleSeconds: number): Promise<ReleaseRecord> {
  const samples = await samplesOf(release, sampleSeconds);
  const state = await new DashboardWatch(release, strategy, { isReadOnly: false }).begin();
  return { state, samples };
}

async function samplesOf(release: Release, seconds: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  if (seconds === 0) return samples;
  const sampler = samplerOf(release);
  sampler.start((sample) => samples.push(sample));
  try {
    await release.clock.sleep(seconds * 1000, release.signal);
  } finally {
    sampler.stop();
  }
  return samples;
}
