import type { View } from "../../../release/commands/view";
import type { Release } from "../../../release/release";
import type { Strategy } from "../../../release/strategies/strategy";
import type { Stage } from "./stage";

/** What `status` or `history` shows of a stage. */
export async function viewed(
  stage: Stage,
  look: (release: Release, strategy: Strategy) => Promise<View>,
): Promise<View> {
  let view: View | undefined;
  // as a command that changes nothing: it needs all that a rollback has
  // eslint-disable-next-line @typescript-eslint/dot-notation -- it is private
  await stage["play"]("rollback", {}, async (release, strategy) => {
    view = await look(release, strategy);
    return { code: 0, summary: "", next: [] };
  });
  if (view === undefined) throw new Error("nothing was shown");
  return view;
}

/** Percent of the requests by track, as `status` shows them. */
export function shares({ json }: View): Record<string, number> {
  const { deployments } = json as { deployments: { track: string; trafficPercent: number }[] };
  return Object.fromEntries(deployments.map(({ track, trafficPercent }) => [track, trafficPercent]));
}
