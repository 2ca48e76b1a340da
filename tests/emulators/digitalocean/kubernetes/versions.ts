import { kubernetesOnDigitalocean } from "../../../../environments/schema/catalogue/versions";
import { unprocessable } from "../api-error";

/** A release of DigitalOcean's Kubernetes. */
interface Release {
  /** `1.36` */
  readonly minor: string;
  readonly patch: number;
}

// on a first day: later patches are published by a test
const firstPatch = 1;

export const slugOf = ({ minor, patch }: Release): string => `${minor}.${patch}-do.0`;

const minorNumber = (minor: string): number => Number(minor.split(".")[1]);

export function releaseOf(slug: string): Release {
  const [, minor = "", patch = ""] = /^(\d+\.\d+)\.(\d+)-do\.\d+$/.exec(slug) ?? [];
  return { minor, patch: Number(patch) };
}

/** What clusters can be made with: the newest patch of each minor version that is supported. */
export class KubernetesVersions {
  private patches = new Map(Object.keys(kubernetesOnDigitalocean.supported).map((minor) => [minor, firstPatch]));

  /** The newest minor version first. */
  offered(): Release[] {
    return [...this.patches]
      .map(([minor, patch]) => ({ minor, patch }))
      .sort((one, other) => minorNumber(other.minor) - minorNumber(one.minor));
  }

  /**
   * Offers a patch instead of the one before, or a new minor version.
   *
   * @param patch @default - the one after that which is offered now
   */
  publish(minor: string, patch = (this.patches.get(minor) ?? -1) + 1): string {
    this.patches.set(minor, patch);
    return slugOf({ minor, patch });
  }

  newestPatch(minor: string): Release | undefined {
    return this.offered().find((release) => release.minor === minor);
  }

  /**
   * The slug of what is asked for: a slug that is on offer, a minor version, or "latest" (models/cluster.yml).
   *
   * @throws {ApiError} for anything else
   */
  resolve(wanted: string): string {
    const offered = this.offered();
    const release =
      wanted === "latest"
        ? offered[0]
        : offered.find((candidate) => [slugOf(candidate), candidate.minor].includes(wanted));
    if (release === undefined) throw unprocessable("validation error: invalid version slug");
    return slugOf(release);
  }

  /** What a cluster can be upgraded to: the newest patch of its own minor version, and only from there the next minor. */
  upgradesFrom(slug: string): string[] {
    const { minor, patch } = releaseOf(slug);
    const newest = this.newestPatch(minor);
    if (newest !== undefined && newest.patch > patch) return [slugOf(newest)];
    const next = this.offered().find((candidate) => minorNumber(candidate.minor) === minorNumber(minor) + 1);
    return next === undefined ? [] : [slugOf(next)];
  }
}

export const shownVersion = (slug: string): object => ({
  slug,
  kubernetes_version: slug.replace(/-do\.\d+$/, ""),
  supported_features: ["cluster-autoscaler", "docr-integration", "ha-control-plane", "token-authentication"],
});
