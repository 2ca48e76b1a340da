import type { UserNote } from "../dashboard-state";
import { Ago } from "./time";
import { shortImage } from "./words";

interface NoteListProps {
  readonly notes: readonly UserNote[];
  /** What they stand beside: notes about another image say so. */
  readonly image: string | undefined;
}

/** What people have written, as they have written it. */
export function NoteList({ notes, image }: NoteListProps) {
  if (notes.length === 0) return null;
  return (
    <ul class="notes">
      {notes.map(({ at, by, text, image: about = image }) => (
        <li key={`${at} ${by} ${text}`}>
          <p class="written">{text}</p>
          <p class="quiet">
            <bdi>{by}</bdi>, <Ago at={at} />
            {about !== undefined && about !== image && `, about ${shortImage(about)}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
