import { cloudShape } from "./common";
import { isPlainObject, merge } from "./defaults";
import { type Cloud, complete } from "./environment";
import { valueAt } from "./setting-problems";

/**
 * A complete environment of what is right in a file: wrong settings are replaced by their defaults, or by stand-ins
 * where they have none, so that the relations between the others can still be checked.
 *
 * @param wrong paths of the wrong settings
 */
export function remainder(cloud: Cloud, written: Record<string, unknown>, wrong: readonly string[]): unknown {
  const { state, ...others } = standIns[cloud];
  // a section that may be left out has no stand-ins: with anything wrong in it, it is as good as not written
  const givenUp = optionalSections[cloud].filter((section) => touches(section, wrong));
  const right = without(new Set([...wrong, ...givenUp]), written);
  const filled = merge(others, complete(cloud, right)) as object;
  // the settings of one backend make no sense in another, so the state is replaced as a whole or not at all
  const keepsState = state === undefined || cloudShape.state.safeParse(right["state"]).success;
  return keepsState ? filled : { ...filled, state };
}

const serviceSections = [
  "service.autoscaling",
  "service.route",
  "service.verification.functionalTests",
  "service.verification.analysis.prometheus",
];
const withJobs = [...serviceSections, "ci.github", "ci.semaphore"];
const optionalSections: Record<Cloud, readonly string[]> = {
  aws: withJobs,
  google: withJobs,
  digitalocean: serviceSections,
  local: serviceSections,
};

/** Values for required settings that are themselves wrong, so that the other rules can still be checked. */
const standIns: Record<Cloud, { readonly state?: object; readonly [setting: string]: unknown }> = {
  digitalocean: {
    region: "fra1",
    state: { backend: "gcs", bucket: "stand-in" },
    network: { cidr: "10.255.240.0/20" },
    cluster: { apiAllowedCidrs: ["198.51.100.1/32"] },
    registry: { name: "stand-in" },
  },
  google: { region: "europe-west1", projectId: "stand-in", state: { backend: "gcs", bucket: "stand-in" } },
  aws: {
    region: "eu-central-1",
    accountId: "000000000000",
    state: { backend: "gcs", bucket: "stand-in" },
    network: { cidr: "10.255.0.0/16" },
    cluster: { adminArns: ["arn:aws:iam::000000000000:role/stand-in"] },
  },
  local: { cluster: { context: "stand-in" } },
};

/** A copy without the settings at the given paths. A list that loses all its items is as good as not written. */
function without<T>(paths: ReadonlySet<string>, value: T, path?: string): T;
function without(paths: ReadonlySet<string>, value: unknown, path = ""): unknown {
  const kept = (entries: [string, unknown][]) =>
    entries
      .map(([key, item]) => [key, item, path === "" ? key : `${path}.${key}`] as const)
      .filter(([, , here]) => !paths.has(here))
      .map(([key, item, here]) => [key, without(paths, item, here)] as const);
  if (Array.isArray(value)) {
    const items = kept(Object.entries(value)).map(([, item]) => item);
    return items.length === 0 && value.length > 0 ? undefined : items;
  }
  return isPlainObject(value) ? Object.fromEntries(kept(Object.entries(value))) : value;
}

/** The path in the file of an item whose list has lost its wrong items. */
export function asWritten(path: string, written: unknown, wrong: readonly string[]): string {
  const [, list = "", position = ""] = /^(.+)\.(\d+)$/.exec(path) ?? [];
  const items = valueAt(written, list);
  if (!Array.isArray(items)) return path;
  const kept = [...items.keys()].filter((index) => !wrong.includes(`${list}.${index}`));
  return `${list}.${kept[Number(position)] ?? position}`;
}

/** Whether a setting is one of the given ones, part of one, or contains one. */
export function touches(setting: string, paths: readonly string[]): boolean {
  return paths.some((path) => path === setting || setting.startsWith(`${path}.`) || path.startsWith(`${setting}.`));
}
