import type { TargetedKeyboardEvent } from "preact";

import type { PodState } from "../../terminal/release-event";
import { PodMark } from "./pod-mark";

interface PodGridProps {
  readonly label: string;
  readonly pods: readonly PodState[];
  /** Name of the one that is told about. */
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}

/** All pods, each as a small button. Tab comes to one of them, arrows go on from there. */
export function PodGrid({ label, pods, chosen, onChoose }: PodGridProps) {
  const entry = pods.some(({ name }) => name === chosen) ? chosen : pods[0]?.name;
  return (
    <ul class="pod-grid" aria-label={label} onKeyDown={goOn}>
      {pods.map(({ name, state, why }) => (
        <li key={name}>
          <button
            type="button"
            class={state}
            tabIndex={name === entry ? 0 : -1}
            aria-pressed={name === chosen}
            aria-label={`${name}: ${state}`}
            title={`${name}: ${state}${why === "" ? "" : `, ${why}`}`}
            onClick={() => {
              onChoose(name);
            }}
            onFocus={() => {
              onChoose(name);
            }}
          >
            <PodMark state={state} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function goOn(event: TargetedKeyboardEvent<HTMLUListElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const [first, ...others] = buttons.map(({ offsetTop }) => offsetTop);
  const perRow = others.filter((top) => top === first).length + 1;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -perRow,
    ArrowDown: perRow,
    Home: -buttons.length,
    End: buttons.length,
  };
  const step = steps[event.key];
  const at = buttons.findIndex((button) => button === document.activeElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus();
}
