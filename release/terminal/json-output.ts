import type { OutputStream } from "./output-stream";
import type { ReleaseEvent, ReleaseOutput } from "./release-event";

/** Properties that hold milliseconds since 1970. */
const times = ["at", "since", "until"];

/**
 * One JSON object a line, for each event: {@link ReleaseEvent} with its times as ISO 8601. Properties may be added to
 * it; none is renamed or removed, and none changes its meaning. The first event is `started`, the last one `finished`.
 */
export class JsonOutput implements ReleaseOutput {
  constructor(private readonly out: OutputStream) {}

  event(event: ReleaseEvent): void {
    this.out.write(`${toJson(event)}\n`);
  }

  close(): void {
    // every line has been written already
  }
}

/** What `--output json` prints of something: JSON in one line, with times as ISO 8601. */
export const toJson = (value: object): string =>
  JSON.stringify(value, (key, part: unknown) =>
    times.includes(key) && typeof part === "number" ? new Date(part).toISOString() : part,
  );
