import { createHash } from "node:crypto";

import type { ImageBehaviour } from "../../cluster/images/behaviour";
import { parseReference } from "../../cluster/images/image-reference";
import type { TestCluster } from "../../cluster/test-cluster";

interface Stored {
  /** What its digest is made of. */
  readonly manifest: string;
  behaviour: ImageBehaviour;
}

/** The registries of the world: the same image, by the same digest, may be in several. The nodes pull from them. */
export class Registries {
  private readonly images = new Map<string, Stored>();
  private readonly digests = new Map<string, string>();

  constructor(cluster: TestCluster) {
    const { images } = cluster;
    const others = images.find.bind(images);
    images.find = (reference) => {
      const found = this.find(reference);
      return found === undefined ? others(reference) : { ...found, sizeBytes: 78_000_000 };
    };
  }

  /** Builds an image, and puts it there. @returns it by its digest */
  push(repository: string, tag: string, behaviour: ImageBehaviour): string {
    const manifest = JSON.stringify({ schemaVersion: 2, annotations: { tag } });
    const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
    this.images.set(digest, { manifest, behaviour });
    this.put(`${repository}:${tag}`, digest);
    return `${repository}@${digest}`;
  }

  /** Gives an image that is somewhere already one more name. */
  put(reference: string, digest: string): void {
    const { repository = "", tag = "" } = parseReference(reference) ?? {};
    this.digests.set(`${repository}:${tag}`, digest);
    this.digests.set(`${repository}@${digest}`, digest);
  }

  /** What a reference names. @returns undefined when there is no such image */
  find(reference: string): (Stored & { readonly repository: string; readonly digest: string }) | undefined {
    const { repository = "", tag, digest: wanted } = parseReference(reference) ?? {};
    const digest = this.digests.get(wanted === undefined ? `${repository}:${tag ?? ""}` : `${repository}@${wanted}`);
    const stored = digest === undefined ? undefined : this.images.get(digest);
    return stored === undefined || digest === undefined ? undefined : { ...stored, repository, digest };
  }
}
