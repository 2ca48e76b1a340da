import type { Sample } from "../dashboard-state";

/** Measures the requests to all tracks again and again. */
export interface SampleSource {
  start(onSample: (sample: Sample) => void): void;
  stop(): void;
}
