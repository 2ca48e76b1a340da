import { useMemo, useState } from "preact/hooks";

import type { DashboardState, Sample } from "../dashboard-state";
import { Chart } from "./chart";
import { LatestValues } from "./latest-values";
import { Section } from "./section";
import { chartKinds, lastOf, linesOf, spans, tracksOf } from "./series";
import { Swatch } from "./swatch";

interface ChartsProps {
  readonly state: DashboardState;
  readonly samples: readonly Sample[];
}

/** How the new version does against the old one. */
export function Charts({ state, samples }: ChartsProps) {
  const [span, setSpan] = useState<number>(spans[0].millis);
  const [pointedAt, pointAt] = useState<number>();
  // a state comes often, and mostly leaves these as they are
  const tracks = tracksOf(state, samples).join();
  const shown = useMemo(() => lastOf(samples, span), [samples, span]);
  const lines = useMemo(() => chartKinds.map((kind) => linesOf(kind, tracks.split(","))), [tracks]);
  const sample = shown.find(({ at }) => at === pointedAt) ?? shown.at(-1);
  return (
    <Section id="metrics" title="Metrics" aside={<SpanChoice span={span} onChoose={setSpan} />}>
      {sample === undefined ? (
        <p class="quiet">Nothing has been measured yet.</p>
      ) : (
        <>
          <LatestValues sample={sample} tracks={tracks.split(",")} isLatest={sample === shown.at(-1)} />
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
                <Chart kind={kind} samples={shown} lines={lines[index] ?? []} span={span} onPoint={pointAt} />
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
