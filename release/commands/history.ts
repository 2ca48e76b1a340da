import type { Release } from "../release";
import { standingTracks } from "../standing";
import { revisionsOf } from "../steps/revisions";
import { type Revision, renderHistory } from "../terminal/render-history";
import type { View } from "./view";

/** What stable, or each colour, was before, as far back as Kubernetes remembers. */
export async function history(release: Release): Promise<View> {
  const tracks = standingTracks(release.environment.service, release.observer.snapshot()).filter(
    ({ track }) => track !== "canary",
  );
  const histories = await Promise.all(
    tracks.map(async (track) => ({ name: track.name, revisions: (await revisionsOf(release, track)).map(shown) })),
  );
  const text = histories.map(({ name, revisions }) =>
    tracks.length > 1 ? `${name}\n${renderHistory(revisions)}` : renderHistory(revisions),
  );
  return { text: text.length === 0 ? renderHistory([]) : text.join("\n"), json: { tracks: histories } };
}

function shown({
  revision,
  image,
  notes,
  current,
  pods,
  configuration,
}: Awaited<ReturnType<typeof revisionsOf>>[number]): Revision {
  const { "released-at": releasedAt, "released-by": releasedBy, verdict } = notes;
  return {
    revision,
    image,
    configuration,
    current,
    pods,
    ...(releasedAt === undefined ? {} : { releasedAt }),
    ...(releasedBy === undefined ? {} : { releasedBy }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(verdict === undefined || verdict === "pass" || releasedAt === undefined ? {} : { accepted: true }),
  };
}
