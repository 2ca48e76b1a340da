import { imageParts } from "../charts/image";
import type { Pod } from "./cluster/objects";

/**
 * The image that a pod really runs, by digest: `repository@sha256:…`. The kubelet says it, so that no login to the
 * registry is needed; a tag that is moved meanwhile changes nothing. Undefined before the image is pulled, and for an
 * image that was loaded into the node and is in no registry.
 *
 * @param image as the Deployment names it
 */
export function runningImage(pod: Pod, image: string): string | undefined {
  const imageId = pod.status?.containerStatuses?.[0]?.imageID ?? "";
  const digest = /sha256:[0-9a-f]{64}$/.exec(imageId)?.[0];
  // without a repository it is the number of an image on the node, which no registry knows
  if (digest === undefined || !imageId.includes("@")) return undefined;
  return `${imageParts(image).newName}@${digest}`;
}

/** The digest of a reference, or of what a pod says that it runs. */
export const digestOf = (reference: string): string | undefined => /sha256:[0-9a-f]{64}/.exec(reference)?.[0];
