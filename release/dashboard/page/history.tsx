import type { RevisionState } from "../dashboard-state";
import { NoteList } from "./note-list";
import { Section } from "./section";
import { Ago } from "./time";
import { counted, shortImage } from "./words";

/** What the service was before, and what each release has changed. */
export function History({ revisions }: { readonly revisions: readonly RevisionState[] }) {
  return (
    <Section id="history" title="History">
      {revisions.length === 0 && <p class="quiet">Nothing has been released yet.</p>}
      <ol class="rows history" reversed>
        {revisions.map((revision) => (
          <Revision key={`${revision.track} ${revision.revision}`} {...revision} />
        ))}
      </ol>
    </Section>
  );
}

function Revision({ track, revision, image, configuration, isCurrent, pods, changed, ...release }: RevisionState) {
  return (
    <li>
      <span class="revision" title={`revision ${revision} of ${track}`}>
        {revision}
      </span>
      <div>
        <code title={image}>{shortImage(image)}</code> {isCurrent && <span class="chip">current</span>}
        <div class="quiet">
          {changed.length === 0 ? "the first that is known" : `changed: ${changed.join(" and ")}`}
          {changed.includes("configuration") && (
            <>
              {" "}
              (<code>{configuration}</code>)
            </>
          )}
        </div>
        <div class="quiet">
          {release.releasedAt === undefined ? (
            "not released by this tool"
          ) : (
            <>
              released <Ago at={release.releasedAt} />
              {release.releasedBy !== undefined && (
                <>
                  {" "}
                  by <bdi>{release.releasedBy}</bdi>
                </>
              )}
            </>
          )}
          {pods > 0 && `, ${counted(pods, "pod")}`}
        </div>
        <NoteList notes={release.notes} image={image} />
      </div>
    </li>
  );
}
