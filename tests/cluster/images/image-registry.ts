import { createHash } from "node:crypto";

import type { ImageBehaviour, PullFailure } from "./behaviour";
import { type ImageReference, parseReference } from "./image-reference";

/** An image as nodes have it. What it does may change while it runs. */
export interface Image {
  readonly repository: string;
  readonly digest: string;
  readonly sizeBytes: number;
  behaviour: ImageBehaviour;
}

/** All registries that the nodes can reach. */
export class ImageRegistry {
  private readonly images = new Map<string, Image>();
  private readonly tags = new Map<string, string>();
  private readonly outages: { readonly prefix: string; readonly failure: PullFailure; times: number }[] = [];
  private readonly listeners = new Set<(phase: "before" | "after") => void>();
  private pushes = 0;

  /**
   * Puts an image there. A tag that was there before names the new image from now on.
   *
   * @returns its digest
   */
  push(reference: string, behaviour: ImageBehaviour = {}): string {
    const { repository, tag } = this.parsed(reference);
    const digest = `sha256:${createHash("sha256").update(`${repository}/${++this.pushes}`).digest("hex")}`;
    const sizeBytes = 78_000_000 + this.pushes;
    this.images.set(`${repository}@${digest}`, { repository, digest, sizeBytes, behaviour });
    this.tags.set(`${repository}:${tag ?? "latest"}`, digest);
    return digest;
  }

  /** Makes the containers of an image do something else from now on, those that run already too. */
  change(reference: string, change: ImageBehaviour): void {
    const image = this.find(reference);
    if (image === undefined) throw new Error(`there is no image ${reference}`);
    for (const listener of this.listeners) listener("before");
    image.behaviour = { ...image.behaviour, ...change };
    for (const listener of this.listeners) listener("after");
  }

  /** Takes a tag away. */
  untag(reference: string): void {
    const { repository, tag } = this.parsed(reference);
    this.tags.delete(`${repository}:${tag ?? "latest"}`);
  }

  /** Refuses pulls of everything whose name begins like this, so many times. */
  refuse(prefix: string, failure: PullFailure, times = Infinity): void {
    this.outages.push({ prefix, failure, times });
  }

  /** Why the registry refuses a pull at the moment; counts it. */
  outage({ repository }: ImageReference): PullFailure | undefined {
    const outage = this.outages.find(({ prefix, times }) => times > 0 && repository.startsWith(prefix));
    if (outage === undefined) return undefined;
    outage.times--;
    return outage.failure;
  }

  find(reference: string): Image | undefined {
    const parsed = parseReference(reference);
    if (parsed === undefined) return undefined;
    const { repository, tag } = parsed;
    const digest = parsed.digest ?? this.tags.get(`${repository}:${tag ?? ""}`);
    return digest === undefined ? undefined : this.images.get(`${repository}@${digest}`);
  }

  /** Tells when images begin to do something else: what was until now can still be looked at before. */
  onChange(listener: (phase: "before" | "after") => void): void {
    this.listeners.add(listener);
  }

  private parsed(reference: string): ImageReference {
    const parsed = parseReference(reference);
    if (parsed === undefined) throw new Error(`${reference} is no reference of an image`);
    return parsed;
  }
}
