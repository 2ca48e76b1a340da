import { isPinned } from "../../charts/image";
import { digestOf, runningImage } from "../digest";
import { ReleaseFailure } from "../failure";
import { isReady, type StandingTrack, templateHashOf } from "../standing";

/** Pods of one image that are all alike, and the image by digest. */
export interface ProvenPods {
  readonly image: string;
  /** `pod-template-hash` of the pods. */
  readonly pods: string;
}

/**
 * What exactly the ready pods of a track run.
 *
 * @throws {ReleaseFailure} when they are not alike: the tag was moved while they were started, or somebody edits them
 */
export function provenPods({ name, image, pods }: StandingTrack): ProvenPods {
  const ready = pods.filter(isReady);
  const hashes = new Set(ready.map(templateHashOf));
  const digests = new Set(ready.map((pod) => digestOf(pod.status?.containerStatuses?.[0]?.imageID ?? "")));
  const [hash] = hashes;
  if (hash === undefined) throw new ReleaseFailure(`${name} has no ready pod`, []);
  if (hashes.size > 1 || digests.size > 1)
    throw new ReleaseFailure(
      `the pods of ${name} run different images (${[...digests].join(", ")}), so that none is proven`,
      ["release it by digest, or by a tag that is never moved"],
    );
  const running = ready[0] === undefined ? undefined : runningImage(ready[0], image);
  return { image: isPinned(image) ? image : (running ?? image), pods: hash };
}
