import { duration } from "./duration";
import { oneLine } from "./printable";
import { textTable } from "./text-table";

/** What holds after a step of a release that has not begun yet. */
export interface PlannedStep {
  /** As a command: "start the canary". */
  readonly what: string;
  /** Pods by name of the track. */
  readonly pods: Readonly<Record<string, number>>;
  /** Part of the requests that the new version gets, in percent. */
  readonly canaryPercent: number;
  /** Least number of pods that get traffic and are ready, at every moment of the step. */
  readonly minimumReady: number;
  /** Connections to the database at most. */
  readonly connections: number;
  /** How long it takes at most. @default - nobody knows */
  readonly seconds?: number;
}

/** What clients get before and afterwards. `null`: nothing. */
export interface PlannedImages {
  /** @default - nobody knows, or nothing changes */
  readonly from?: string | null | undefined;
  /** @default - nothing changes */
  readonly to?: string | null | undefined;
}

/** What `release plan` and `--dry-run` print. */
export function renderPlan(steps: readonly PlannedStep[], images: PlannedImages = {}): string {
  if (steps.length === 0) return "there is nothing to do\n";
  const between = (["from", "to"] as const).flatMap((name) => {
    const { [name]: image } = images;
    return image === undefined ? [] : [`${name.padEnd(4)}  ${oneLine(image ?? "nothing")}`];
  });
  const tracks = [...new Set(steps.flatMap(({ pods }) => Object.keys(pods)))];
  const lines = textTable(
    steps.map((step, index) => ({ ...step, number: index + 1 })),
    [
      { head: "", cell: ({ number }) => `${number}.`, isNumber: true },
      { head: "step", cell: ({ what }) => what },
      ...tracks.map((track) => ({
        head: `${track} pods`,
        cell: ({ pods }: PlannedStep) => String(pods[track] ?? 0),
        isNumber: true,
      })),
      { head: "new version", cell: ({ canaryPercent }) => `${canaryPercent} %`, isNumber: true },
      { head: "ready at least", cell: ({ minimumReady }) => String(minimumReady), isNumber: true },
      { head: "connections", cell: ({ connections }) => String(connections), isNumber: true },
      {
        head: "at most",
        cell: ({ seconds }) => (seconds === undefined ? "" : duration(1000 * seconds)),
        isNumber: true,
      },
    ],
  );
  return `${[...between, ...(between.length === 0 ? [] : [""]), ...lines].join("\n")}\n`;
}
