import { ValidationError } from "../../../environments/schema/problems";
import { annotationsOf, notesOf } from "../../annotations";
import { ApiError } from "../../cluster/errors";
import type { Deployment } from "../../cluster/objects";
import { command } from "../../commands/outcome";
import { ReleaseFailure } from "../../failure";
import { clean, notedReports, type Report, reportsOf } from "../../noted/noted-reports";
import { longestReport, mostKept, mostReports } from "../../noted/report-limits";
import type { Release } from "../../release";
import { imageOf, type StandingTrack } from "../../standing";
import { gone } from "../../steps/rollout";
import { strategyOf } from "../../strategies/strategy-of";
import type { UserNote } from "../dashboard-state";

/** While pods are started, their Deployment is changed several times a second. */
const mostConflicts = 20;

/**
 * Keeps what a person has written with what is released. Two who write at the same time do not lose what the other one
 * has written.
 *
 * @param by whoever writes, as others shall read it
 * @param at milliseconds since 1970
 * @throws {ValidationError} when there is nothing in it, or too much
 * @throws {ReleaseFailure} when nothing was released yet, and when there are so many that no other one is kept
 */
export async function addNote(release: Release, text: string, by: string, at: number): Promise<UserNote> {
  const note = { at: new Date(at).toISOString(), by: clean(by), text: checked(clean(text)) };
  const track = await reportedTrack(release);
  if (track === undefined)
    throw new ReleaseFailure("nothing was released yet that a note could be kept with", [
      command("canary --image REFERENCE", release.environment),
    ]);
  for (let conflicts = 0; ; conflicts++)
    try {
      await write(release, track.name, note);
      return note;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 409 || conflicts >= mostConflicts) throw error;
    }
}

/** What is released; as soon as a promotion has taken its reports along, or when nothing is under way, what is live. */
export async function reportedTrack(release: Release): Promise<StandingTrack | undefined> {
  const strategy = strategyOf(release.environment.service);
  const [candidate, live] = [await strategy.candidate(release), await strategy.live(release)];
  return candidate === undefined || hasReportsOf(live, candidate) ? live : candidate;
}

/** Whether a promotion has only the end of the candidate before it. */
export const hasReportsOf = (live: StandingTrack | undefined, { deployment }: StandingTrack): boolean =>
  live?.notes.candidate !== undefined && live.notes.candidate === deployment.metadata?.uid;

async function write({ cluster }: Release, name: string, note: UserNote): Promise<void> {
  const found: Deployment | undefined = await cluster.get("Deployment", name);
  if (found === undefined) throw gone(name);
  const report: Report = { ...note, image: imageOf(found) };
  const annotations = annotationsOf({ reports: notedReports([report], withRoom(found, report)) });
  const { resourceVersion } = found.metadata ?? {};
  if ((await cluster.patch("Deployment", name, { metadata: { resourceVersion, annotations } })) === undefined)
    throw gone(name);
}

/** @throws {ReleaseFailure} when one more would drive another one out */
function withRoom(found: Deployment, { image }: Report): Report[] {
  const kept = reportsOf(notesOf(found).reports);
  const ofImage = kept.filter((each) => each.image === image).length;
  if (ofImage < mostReports && kept.length < mostKept) return kept;
  throw new ReleaseFailure(
    `this release has ${ofImage < mostReports ? kept.length : ofImage} notes already, and no room for another one: ` +
      "keep it where your issues are, and the next release has room again",
  );
}

function checked(text: string): string {
  const { length } = text;
  if (length > 0 && length <= longestReport) return text;
  const rule = length === 0 ? "must not be empty" : `must have at most ${longestReport} characters`;
  throw new ValidationError([{ file: "the note", problems: [{ path: "text", rule, got: length }] }]);
}
