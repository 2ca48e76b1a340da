import { useEffect, useRef, useState } from "preact/hooks";

import type { Decision, DecisionPlan } from "../dashboard-state";
import { actions } from "./command-text";
import { PlanTable } from "./plan-table";
import { type Answer, get, post } from "./requests";
import { shortImage } from "./words";

type Image = DecisionPlan["from"];

interface ConfirmationProps extends Decision {
  /** Of the candidate: when it is another one, so is the plan. */
  readonly image: string | undefined;
  readonly onEnd: () => void;
}

const questions = { promote: "Promote to all clients?", rollback: "Roll back to what was there before?" } as const;
const accepted = {
  fail: "The verification has failed. I promote it nevertheless.",
  inconclusive: "The verification is inconclusive. I promote it nevertheless.",
} as const;

/** Shows what a decision would do, and does it when that is confirmed. Escape, and Cancel, leave all as it is. */
export function Confirmation({ command, accepts, obstacle, image, onEnd }: ConfirmationProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const plan = usePlan(command, image);
  const [acceptance, setAcceptance] = useState<Decision["accepts"]>();
  const [message, setMessage] = useState("");
  const [isSending, setSending] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = (): void => dialog.current?.close();
  // a rollback must not depend on anything that may be broken as well
  const isPlanned = plan !== undefined && ("value" in plan || command === "rollback");
  const isReady = obstacle === undefined && acceptance === accepts && isPlanned && !isSending;
  const confirm = async (): Promise<void> => {
    if (!isReady) return;
    setSending(true);
    // it may be another one by now
    const seen = "value" in plan ? { image: plan.value.image } : {};
    const answer = await post(command, command === "rollback" ? {} : { ...seen, ...(accepts && { accept: accepts }) });
    setSending(false);
    if ("message" in answer) setMessage(answer.message);
    else close();
  };
  return (
    <dialog ref={dialog} aria-labelledby="question" onClose={onEnd}>
      <h2 id="question">{questions[command]}</h2>
      {plan === undefined && <p class="quiet">The plan is made…</p>}
      {plan !== undefined && ("value" in plan ? <Plan {...plan.value} /> : <p role="alert">{plan.message}</p>)}
      {accepts !== undefined && (
        <label class="acceptance">
          <input
            type="checkbox"
            checked={acceptance === accepts}
            onChange={(event) => {
              setAcceptance(event.currentTarget.checked ? accepts : undefined);
            }}
          />
          {accepted[accepts]}
        </label>
      )}
      <p role="alert">{obstacle ?? message}</p>
      <div class="form-end">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          class={command === "promote" ? "go" : "no-go"}
          aria-disabled={!isReady}
          onClick={() => void confirm()}
        >
          {actions[command]}
        </button>
      </div>
    </dialog>
  );
}

function Plan({ from, to, steps }: DecisionPlan) {
  return (
    <>
      {typeof (from ?? to) === "string" && (
        <p>
          From <PlannedImage image={from} /> to <PlannedImage image={to} />
        </p>
      )}
      <PlanTable steps={steps} />
    </>
  );
}

const PlannedImage = ({ image }: { readonly image: Image }) =>
  typeof image === "string" ? <code title={image}>{shortImage(image)}</code> : <>nothing</>;

/** @returns undefined until it has come */
function usePlan(command: Decision["command"], image: string | undefined): Answer<DecisionPlan> | undefined {
  const [plan, setPlan] = useState<Answer<DecisionPlan>>();
  useEffect(() => {
    let isWanted = true;
    setPlan(undefined);
    void get<DecisionPlan>(`plan?command=${command}`).then((answer) => {
      if (isWanted) setPlan(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [command, image]);
  return plan;
}
