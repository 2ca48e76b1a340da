import { isPlainObject, merge } from "./defaults";
import { type Cloud, clouds, type Environment } from "./environment";
import { didYouMean, type Problem } from "./problems";
import { environmentNameFlaw, nameProblems } from "./rules/names";
import { networkProblems } from "./rules/network";
import { platformProblems } from "./rules/platform";
import { serviceProblems } from "./rules/service";
import { textProblems } from "./rules/text";
import { settingProblems } from "./setting-problems";

/** The outcome of checking one file: the complete environment, unless there are problems. */
export interface Checked {
  readonly environment?: Environment;
  readonly problems: readonly Problem[];
}

/** Relations between settings that are each right by themselves. */
const relations = [networkProblems, platformProblems, serviceProblems, nameProblems];

/**
 * Completes what an environment file exports, and finds everything that is wrong with it.
 *
 * Settings are checked one by one first. The relations between them are then checked on what is left: a wrong
 * setting is replaced by its default (or a stand-in, where it has none), so that one run tells all problems.
 */
export function checkEnvironment(name: string, written: unknown): Checked {
  const nameFlaw = environmentNameFlaw(name);
  const problems: Problem[] = nameFlaw === undefined ? [] : [{ path: "", ...nameFlaw }];
  if (!isPlainObject(written)) {
    const rule = "must export an environment by default: `export default defineEnvironment({ … })`";
    return { problems: [...problems, { path: "", rule }] };
  }

  problems.push(...textProblems(written));
  const cloud = written["cloud"];
  if (!isCloud(cloud)) return { problems: [...problems, cloudProblem(cloud)] };

  const { schema } = clouds[cloud];
  const completed = complete(cloud, written);
  const parsed = schema.safeParse(completed);
  if (!parsed.success) {
    // what looks like a secret must not be shown by the message of another rule
    problems.push(
      ...settingProblems(cloud, parsed.error, completed).filter(
        ({ path }) => !problems.some((known) => known.path === path),
      ),
    );
  }

  const wrong = problems.map(({ path }) => path);
  const usable = parsed.success ? parsed : schema.safeParse(withStandIns(cloud, without(new Set(wrong), written)));
  if (!usable.success) return { problems };

  const environment: Environment = { ...usable.data, name };
  const found = relations.flatMap((relation) => relation(environment));
  problems.push(
    ...found.filter(({ path, related = [] }) => ![path, ...related].some((setting) => touches(setting, wrong))),
  );
  return problems.length === 0 ? { environment, problems } : { problems };
}

/** Fills the gaps that are left when wrong settings are taken away. */
function withStandIns(cloud: Cloud, written: Record<string, unknown>): unknown {
  // the settings of one backend make no sense in another, so the state is filled in as a whole or not at all
  const { state, ...others } = standIns[cloud];
  const gaps = state === undefined || "state" in written ? others : { ...others, state };
  return merge(gaps, complete(cloud, written));
}

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

function complete(cloud: Cloud, written: object): unknown {
  const profile = "profile" in written && written.profile === "production" ? "production" : "demo";
  return merge(clouds[cloud].defaults(profile, written), written);
}

function isCloud(value: unknown): value is Cloud {
  return typeof value === "string" && Object.hasOwn(clouds, value);
}

const otherNames: Record<string, Cloud> = {
  gcp: "google",
  gcloud: "google",
  gke: "google",
  eks: "aws",
  amazon: "aws",
  do: "digitalocean",
  doks: "digitalocean",
  kind: "local",
  minikube: "local",
};

function cloudProblem(written: unknown): Problem {
  const names = Object.keys(clouds);
  const meant = typeof written === "string" ? otherNames[written.toLowerCase()] : undefined;
  return {
    path: "cloud",
    rule: `${written === undefined ? "is required and " : ""}must be one of ${names.map((name) => JSON.stringify(name)).join(", ")}`,
    got: written,
    fix:
      meant !== undefined
        ? `did you mean ${JSON.stringify(meant)}?`
        : typeof written === "string"
          ? didYouMean(written, names)
          : undefined,
  };
}

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

/** Whether a setting is one of the given ones, part of one, or contains one. */
function touches(setting: string, paths: readonly string[]): boolean {
  return paths.some((path) => path === setting || setting.startsWith(`${path}.`) || path.startsWith(`${setting}.`));
}
