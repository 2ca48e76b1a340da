import { useState } from "preact/hooks";

import type { PodState } from "../../terminal/release-event";
import { PodGrid } from "./pod-grid";
import { PodMark } from "./pod-mark";
import { Age } from "./time";
import { counted } from "./words";

/** The first ones are looked at first. */
const byUrgency: readonly PodState["state"][] = ["failing", "waiting", "stopping", "ready"];
/** So many are written out. */
const fewPods = 8;

interface PodsProps {
  readonly track: string;
  readonly pods: readonly PodState[];
}

/** A few pods each in its own line; of many those that are not well, and all of them as a grid. */
export function Pods({ track, pods }: PodsProps) {
  const [chosen, choose] = useState<string>();
  const sorted = byUrgency.flatMap((wanted) => pods.filter(({ state }) => state === wanted));
  if (pods.length <= fewPods) return <PodList pods={sorted} />;
  const urgent = sorted.filter(({ state }) => state === "failing" || state === "waiting");
  const selected = sorted.find(({ name }) => name === chosen);
  return (
    <>
      <PodList pods={urgent.slice(0, fewPods)} />
      <p class="quiet">{countsOf(pods)}</p>
      <PodGrid label={`All pods of ${track}`} pods={sorted} chosen={chosen} onChoose={choose} />
      <div aria-live="polite">{selected !== undefined && <PodList pods={[selected]} />}</div>
    </>
  );
}

/** `200 pods: 2 failing, 198 ready` */
function countsOf(pods: readonly PodState[]): string {
  const counts = byUrgency
    .map((wanted) => ({ wanted, count: pods.filter(({ state }) => state === wanted).length }))
    .filter(({ count }) => count > 0)
    .map(({ wanted, count }) => `${count} ${wanted}`);
  return `${counted(pods.length, "pod")}: ${counts.join(", ")}`;
}

function PodList({ pods }: Pick<PodsProps, "pods">) {
  if (pods.length === 0) return null;
  return (
    <ul class="rows">
      {pods.map(({ name, state, isOld, why, restarts, since }) => (
        <li key={name}>
          <PodMark state={state} />
          <div>
            <code>{name}</code> <span class="quiet">{isOld ? `${state}, old` : state}</span>
            {why !== "" && <div class="evidence">{why}</div>}
          </div>
          <span class="quiet number">
            {restarts > 0 && `${counted(restarts, "restart")}, `}
            <Age at={since} />
          </span>
        </li>
      ))}
    </ul>
  );
}
