import { useContext, useMemo, useState } from "preact/hooks";

import type { DashboardState, Sample } from "../dashboard-state";
import { Chart } from "./chart";
import { LatestValues } from "./latest-values";
import { Section } from "./section";
import { chartKinds, lastOf, linesOf, ownSpan, spans, tracksOf } from "./series";
import { Swatch } from "./swatch";
import { ClockContext, useNow } from "./time";

interface ChartsProps {
  readonly state: DashboardState;
  readonly samples: readonly Sample[];
}

/** From one sample to the next one. */
const sampleMillis = 5000;
/** So many are missing: it is not only one that is late. */
const oldMillis = 6 * sampleMillis;

/** How the new version does against the old one. */
export function Charts({ state, samples }: ChartsProps) {
  const [chosen, choose] = useState<number>(spans[0].millis);
  const [pointedAt, pointAt] = useState<number>();
  // a state comes often, and mostly leaves these as they are
  const tracks = tracksOf(state, samples).join();
  const [now, last] = [useNow(sampleMillis), samples.at(-1)];
  const end = Math.max(now, last?.at ?? 0);
  // a record stays as short as it is
  const own = useContext(ClockContext).isStopped ? ownSpan(samples, end) : undefined;
  const span = own ?? chosen;
  const shown = useMemo(() => lastOf(samples, span, end), [samples, span, end]);
  const lines = useMemo(() => chartKinds.map((kind) => linesOf(kind, tracks.split(","))), [tracks]);
  const sample = shown.find(({ at }) => at === pointedAt) ?? last;
  return (
    <Section id="metrics" title="Metrics" aside={own === undefined && <SpanChoice span={chosen} onChoose={choose} />}>
      {sample === undefined ? (
        <p class="quiet">Nothing has been measured yet.</p>
      ) : (
        <>
          <LatestValues
            sample={sample}
            tracks={tracks.split(",")}
            isLatest={sample === last}
            isOld={sample === last && end - sample.at > oldMillis}
          />
          <div class="charts">
            {chartKinds.map((kind, index) => (
              <figure key={kind.title}>
                <figcaption>
                  <strong>{kind.title}</strong> <span class="quiet">{kind.unit}</span>
                  {kind.quantities.length > 1 &&
                    kind.quantities.map(([quantity, width]) => (
                      <span key={quantity} class="quiet">
                        <Swatch width={width} /> {quantity}
                      </span>
                    ))}
                </figcaption>
                <Chart kind={kind} samples={shown} lines={lines[index] ?? []} span={span} end={end} onPoint={pointAt} />
              </figure>
            ))}
          </div>
        </>
      )}
    </Section>
  );
}

interface SpanChoiceProps {
  readonly span: number;
  readonly onChoose: (millis: number) => void;
}

function SpanChoice({ span, onChoose }: SpanChoiceProps) {
  return (
    <fieldset class="span">
      <legend class="unseen">Span of the charts</legend>
      {spans.map(({ label, millis }) => (
        <label key={label}>
          <input
            type="radio"
            name="span"
            checked={span === millis}
            onChange={() => {
              onChoose(millis);
            }}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
