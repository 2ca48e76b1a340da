import type { Sample, TrackSample } from "../dashboard-state";
import { Mark } from "./mark";
import { Swatch } from "./swatch";
import { timeOfDay } from "./time";
import { shortNumber } from "./words";

const quantities: readonly (readonly [quantity: keyof TrackSample, head: string, unit: string])[] = [
  ["requestsPerSecond", "Requests", "/s"],
  ["errorPercent", "Errors", "%"],
  ["p50", "p50", "ms"],
  ["p95", "p95", "ms"],
  ["p99", "p99", "ms"],
];

interface LatestValuesProps {
  readonly sample: Sample;
  readonly tracks: readonly string[];
  /** Otherwise it is the one that is pointed at. */
  readonly isLatest: boolean;
  /** It is the last one, and there should be others by now. */
  readonly isOld: boolean;
}

/** The charts' values in figures: the last ones, or those of the moment that is pointed at. */
export function LatestValues({ sample, tracks, isLatest, isOld }: LatestValuesProps) {
  return (
    <table class={isOld ? "values old" : "values"}>
      <caption class={isOld ? "doubtful" : "quiet"}>
        {isOld ? (
          <>
            <Mark look="warning" /> Not measured since {timeOfDay(sample.at)}
          </>
        ) : (
          `${isLatest ? "Latest values" : "Values"}, ${timeOfDay(sample.at)}`
        )}
      </caption>
      <thead>
        <tr>
          <td />
          {quantities.map(([quantity, head, unit]) => (
            <th key={quantity} scope="col" class="number">
              {head} <span class="unit">{unit}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {tracks.map((track) => (
          <tr key={track}>
            <th scope="row">
              <Swatch track={track} /> {track}
            </th>
            {sample.silent?.includes(track) === true ? (
              <td colSpan={quantities.length} class="silent">
                <Mark look="warning" /> Its pods do not answer.
              </td>
            ) : (
              quantities.map(([quantity]) => {
                const value = sample.tracks[track]?.[quantity];
                return (
                  <td key={quantity} class="number">
                    {value === undefined ? <span class="quiet">–</span> : shortNumber(value)}
                  </td>
                );
              })
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
