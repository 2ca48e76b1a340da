import { contentHash } from "../../constructs/kubernetes/content-hash";
import type { Deployment } from "../cluster/objects";
import { ReleaseFailure } from "../failure";
import { imageOf } from "../standing";

/**
 * Looks whether a Deployment is still what a release has made of it. The number of its pods may be another one: a person
 * or an autoscaler may want more of what was asked for.
 *
 * @param made as the API returned it when it was written
 * @throws {ReleaseFailure} when somebody else has changed it since
 */
export function checkUnchanged(made: Deployment, now: Deployment): void {
  const name = made.metadata?.name ?? "";
  const [asked, found] = [imageOf(made), imageOf(now)];
  if (found !== asked)
    throw new ReleaseFailure(
      `${name} was brought to ${asked}, but ${found} is there now: somebody else has changed it`,
    );
  if (now.metadata?.uid !== made.metadata?.uid)
    throw new ReleaseFailure(`${name} was deleted and made again by somebody else while it was brought to ${asked}`);
  // the same generation is the same template
  if (now.metadata?.generation === made.metadata?.generation) return;
  if (contentHash(now.spec?.template) !== contentHash(made.spec?.template))
    throw new ReleaseFailure(`${name} was brought to ${asked}, but somebody else has changed its settings since`);
}
