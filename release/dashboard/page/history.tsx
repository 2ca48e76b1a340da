import type { DashboardState, RevisionState } from "../dashboard-state";
import { NoteList } from "./note-list";
import { Section } from "./section";
import { Ago } from "./time";
import { counted, shortImage } from "./words";

/** What the service was before, and what each release has changed. */
export function History({ revisions, candidate }: Pick<DashboardState, "revisions" | "candidate">) {
  return (
    <Section id="history" title="History">
      {revisions.length === 0 && <p class="quiet">Nothing has been released yet.</p>}
      <ol class="rows history" reversed>
        {revisions.map((revision, index) => (
          <Revision
            key={`${revision.track} ${revision.revision}`}
            {...revision}
            isOldest={index === revisions.length - 1}
            isCandidate={revision.track === candidate?.track && revision.image === candidate.image}
          />
        ))}
      </ol>
    </Section>
  );
}

interface RevisionProps extends RevisionState {
  readonly isOldest: boolean;
  /** It is under way. */
  readonly isCandidate: boolean;
}

function Revision({ track, revision, image, configuration, isCurrent, pods, changed, ...release }: RevisionProps) {
  return (
    <li>
      <span class="revision" title={`revision ${revision} of ${track}`}>
        {revision}
      </span>
      <div>
        <code title={image}>{shortImage(image)}</code>{" "}
        {track !== "stable" && (
          <span class="chip">
            <span class={`swatch track ${track}`} />
            {track}
          </span>
        )}{" "}
        {isCurrent && <span class="chip">current</span>}
        <div class="quiet">
          {release.isOldest ? "the first that is known" : changedText(changed)}
          {changed.includes("configuration") && (
            <>
              {" "}
              (<code>{configuration}</code>)
            </>
          )}
        </div>
        <div class="quiet">
          {release.releasedAt === undefined ? (
            release.isCandidate ? (
              "not released yet"
            ) : (
              "not released by this tool"
            )
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

/** Somebody may have started its pods anew, or changed what only Kubernetes knows of. */
const changedText = (changed: RevisionState["changed"]): string =>
  changed.length === 0 ? "image and configuration as before" : `changed: ${changed.join(" and ")}`;
