import { useState } from "preact/hooks";

import type { DashboardState, Decision } from "../dashboard-state";
import { actions, commandText, lastCommand } from "./command-text";
import { Confirmation } from "./confirmation";
import { Command } from "./diagnoses";
import { Mark } from "./mark";
import { Verdict } from "./verification";

interface DecisionsProps {
  readonly state: DashboardState;
  readonly isLive: boolean;
}

/** Go or no-go, and what became of it. Nobody decides by what is old. */
export function Decisions({ state, isLive }: DecisionsProps) {
  const [asked, ask] = useState<Decision["command"]>();
  const decisions = state.decisions.map((decision) =>
    isLive ? decision : { ...decision, obstacle: "There is no connection." },
  );
  const [obstacle, ...others] = new Set(decisions.map((decision) => decision.obstacle));
  const isShared = obstacle !== undefined && others.length === 0;
  const confirmed = decisions.find(({ command }) => command === asked);
  return (
    <aside class="decisions" aria-label="Go or no-go">
      <Progress state={state} />
      <div class="choices">
        {isShared && (
          <p id="obstacle" class="quiet">
            {obstacle}
          </p>
        )}
        {[...decisions].sort(rollbackFirst).map((decision) => (
          <Choice
            key={decision.command}
            {...decision}
            toldBy={isShared ? "obstacle" : undefined}
            onChoose={() => {
              ask(decision.command);
            }}
          />
        ))}
      </div>
      {confirmed !== undefined && (
        <Confirmation
          {...confirmed}
          image={state.candidate?.image}
          onEnd={() => {
            ask(undefined);
          }}
        />
      )}
    </aside>
  );
}

/** What goes on stands at the end, as in all dialogs. */
const rollbackFirst = (one: Decision, other: Decision): number =>
  Number(one.command === "promote") - Number(other.command === "promote");

/** What there is to decide about, and what was done last from here. */
function Progress({ state }: Pick<DecisionsProps, "state">) {
  const [command, { candidate }] = [lastCommand(state), state];
  return (
    <div class="progress">
      {candidate !== undefined && command?.state !== "running" && (
        <p>
          Verification <Verdict {...candidate} />
        </p>
      )}
      {command !== undefined && (
        <p>
          <Mark look={({ running: "runs", done: "good", failed: "bad" } as const)[command.state]} />{" "}
          <bdi>{commandText(command)}</bdi>
        </p>
      )}
      {command?.state === "failed" && command.next.map((text) => <Command key={text} text={text} />)}
    </div>
  );
}

interface ChoiceProps extends Decision {
  /** The obstacle is told already: id of what tells it. @default - it is told here */
  readonly toldBy?: string | undefined;
  readonly onChoose: () => void;
}

function Choice({ command, obstacle, accepts, toldBy, onChoose }: ChoiceProps) {
  const id = `${command}-obstacle`;
  return (
    <div class="choice">
      <button
        type="button"
        class={command === "rollback" ? "no-go" : accepts === undefined ? "go" : undefined}
        aria-disabled={obstacle !== undefined}
        aria-describedby={obstacle === undefined ? undefined : (toldBy ?? id)}
        aria-haspopup="dialog"
        onClick={obstacle === undefined ? onChoose : undefined}
      >
        {actions[command]}
      </button>
      {obstacle !== undefined && toldBy === undefined && (
        <p id={id} class="quiet">
          {obstacle}
        </p>
      )}
    </div>
  );
}
