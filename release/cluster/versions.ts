import type { AnyObject } from "./objects";

/** Which version of each object was seen last, so that what comes twice, or late, is known. */
export class Versions {
  private readonly seen = new Map<string, bigint>();

  /** Begins anew with what a list has. */
  reset(objects: readonly AnyObject[]): void {
    this.seen.clear();
    for (const object of objects) this.isNews(object);
  }

  /** @returns whether this is newer than what was seen of the object, and notes it */
  isNews({ metadata }: AnyObject): boolean {
    const version = toNumber(metadata?.resourceVersion);
    // an API that counts in another way orders its events itself
    if (version === undefined) return true;
    const name = metadata?.name ?? "";
    const last = this.seen.get(name);
    if (last !== undefined && version <= last) return false;
    this.seen.set(name, version);
    return true;
  }
}

/** The later of two versions. */
export function laterVersion(one: string, other: string | undefined): string {
  const [first, second] = [toNumber(one), toNumber(other)];
  if (other === undefined || (first !== undefined && second !== undefined && second < first)) return one;
  return other;
}

const toNumber = (version: string | undefined): bigint | undefined =>
  version !== undefined && /^\d+$/.test(version) ? BigInt(version) : undefined;
