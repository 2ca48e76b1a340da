import type { TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";

import { longestReport } from "../../noted/report-limits";
import type { UserNote } from "../dashboard-state";
import { NoteList } from "./note-list";
import { post } from "./requests";
import { Section } from "./section";

interface NotesProps {
  readonly notes: readonly UserNote[];
  /** Of the release that they are about. */
  readonly image: string | undefined;
  readonly canAdd: boolean;
}

/** Reports of users, and what else is to be known about the release. */
export function Notes({ notes, image, canAdd }: NotesProps) {
  return (
    <Section id="notes" title="User reports and notes">
      {canAdd && <NoteForm />}
      {notes.length === 0 && <p class="quiet">There are no notes about this release.</p>}
      <NoteList notes={notes} image={image} />
    </Section>
  );
}

function NoteForm() {
  const [text, setText] = useState("");
  const [message, setMessage] = useState("");
  const [isSending, setSending] = useState(false);
  const isEmpty = text.trim() === "";
  const add = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isEmpty || isSending) return;
    setSending(true);
    const answer = await post("notes", { text: text.trim() });
    setSending(false);
    setMessage("message" in answer ? `Not added: ${answer.message}` : "Added.");
    if (!("message" in answer)) setText("");
  };
  return (
    <form class="note-form" onSubmit={(event) => void add(event)}>
      <label for="note">New note, kept with the release</label>
      <textarea
        id="note"
        rows={2}
        maxLength={longestReport}
        aria-describedby="note-count"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setMessage("");
        }}
      />
      <div class="form-end">
        <span id="note-count" class="quiet number">
          {text.length} of {longestReport} characters
        </span>
        <span role="status">{message}</span>
        <button type="submit" aria-disabled={isEmpty || isSending}>
          Add note
        </button>
      </div>
    </form>
  );
}
