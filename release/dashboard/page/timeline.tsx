import type { DashboardState, TimelineStep } from "../dashboard-state";
import { Mark, type Look } from "./mark";
import { Section } from "./section";
import { Age, Ago } from "./time";
import { shortImage } from "./words";

const looks: Readonly<Record<TimelineStep["state"], Look>> = {
  waiting: "later",
  running: "runs",
  done: "good",
  failed: "bad",
  skipped: "nothing",
};

/** How far the release is. */
export function Timeline({ state }: { readonly state: DashboardState }) {
  const { timeline, lock } = state;
  return (
    <Section id="release" title="Release" aside={<span class="quiet">{subjectOf(state)}</span>}>
      <ol class="timeline">
        {timeline.filter(isOnTheWay).map((step) => (
          <Step key={step.step} {...step} />
        ))}
      </ol>
      {lock !== undefined && (
        <p class="quiet lock">
          <code>{lock.command}</code> is run by <bdi>{lock.holder}</bdi>, for <Age at={lock.since} />
        </p>
      )}
    </Section>
  );
}

/** What the steps are about. */
function subjectOf({ candidate, released }: DashboardState) {
  if (candidate !== undefined) return <code>{shortImage(candidate.image)}</code>;
  if (released === undefined) return "nothing under way";
  return (
    <>
      <code>{shortImage(released.image)}</code> is released, nothing under way
    </>
  );
}

/** A release that goes well has no rollback. */
const isOnTheWay = ({ step, state }: TimelineStep): boolean =>
  step !== "rollback" || (state !== "waiting" && state !== "skipped");

function Step({ step, state, since, note }: TimelineStep) {
  return (
    <li class={`step ${state}`} aria-current={state === "running" ? "step" : undefined}>
      <Mark look={looks[state]} />
      <div>
        <strong>{step}</strong> <span class="quiet">{state === "waiting" ? "not yet" : state}</span>
        {since !== undefined && (
          <div class="quiet">{state === "running" ? <RunningFor since={since} /> : <Ago at={since} />}</div>
        )}
        {note !== undefined && <div class="note">{note}</div>}
      </div>
    </li>
  );
}

function RunningFor({ since }: { readonly since: number }) {
  return (
    <>
      for <Age at={since} />
    </>
  );
}
