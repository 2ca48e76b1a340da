import type { PullFailure } from "../../images/behaviour";
import { formatReference, parseReference } from "../../images/image-reference";
import type { Image, ImageRegistry } from "../../images/image-registry";
import { pullFailureText } from "../../images/pull-failures";

/** What becomes of a pull, and how long it takes. */
export type Pull =
  | { readonly millis: number; readonly image: Image; readonly isPresent: boolean }
  | { readonly millis: number; readonly failure: string };

/** The images of one node, and how it gets others. */
export class ImagePuller {
  /** When each image is there, which may be in the future: two pods that want it wait for the same pull. */
  private readonly presentAt = new Map<string, number>();
  private readonly byReference = new Map<string, Image>();
  private readonly failures = new Map<Image, number>();

  constructor(
    private readonly registry: ImageRegistry,
    private readonly architecture: string,
  ) {}

  /** @returns undefined when the name is no reference of an image */
  pull(name: string, policy: string | undefined, now: number): Pull | undefined {
    const reference = parseReference(name);
    if (reference === undefined) return undefined;
    const isMoving = reference.digest === undefined && reference.tag === "latest";
    const known = this.byReference.get(formatReference(reference));
    const isHere = known !== undefined && (this.presentAt.get(known.digest) ?? Infinity) <= now;
    if (isHere && (policy ?? (isMoving ? "Always" : "IfNotPresent")) !== "Always")
      return { millis: 0, image: known, isPresent: true };

    const outage = this.registry.outage(reference);
    if (outage !== undefined) return { millis: outageMillis(outage), failure: pullFailureText(outage, reference) };
    const image = this.registry.find(name);
    if (image === undefined) return { millis: 400, failure: pullFailureText("not found", reference) };
    const { millis = 1000, failure, times = Infinity } = image.behaviour.pull ?? {};
    const failed = this.failures.get(image) ?? 0;
    if (failure !== undefined && failed < times) {
      this.failures.set(image, failed + 1);
      return { millis: outageMillis(failure), failure: pullFailureText(failure, reference) };
    }
    const presentAt = this.presentAt.get(image.digest) ?? now + millis;
    this.presentAt.set(image.digest, presentAt);
    this.byReference.set(formatReference(reference), image);
    return { millis: Math.max(checkMillis, presentAt - now), image, isPresent: false };
  }

  /** Of the processors of the node. */
  get platform(): string {
    return this.architecture;
  }
}

/** Until the registry has said that nothing has changed. */
const checkMillis = 150;

/** A registry that says no is quicker than one that says nothing. */
const outageMillis = (failure: PullFailure): number => (failure === "timeout" ? 30_000 : 400);
