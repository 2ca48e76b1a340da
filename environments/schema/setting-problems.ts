import type { z } from "zod";

import { cloudShape } from "./common";
import { type Cloud, clouds } from "./environment";
import { parseFlawMessage } from "./flaw";
import { standardClusterSettings } from "./google";
import { didYouMean, type Problem } from "./problems";

/** What the schema found wrong with single settings, in the words of this project. */
export function settingProblems(cloud: Cloud, error: z.ZodError, written: unknown): Problem[] {
  const problems = error.issues.flatMap((issue): Problem[] => {
    const path = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownSetting(cloud, path, key, written));
    if (issue.code === "invalid_key") {
      const { rule, fix } = parseFlawMessage(issue.issues[0]?.message ?? issue.message);
      return [{ path, rule: rule.replace("must be", "must have a name of"), fix }];
    }
    const got = valueAt(written, path);
    const { rule, fix } = parseFlawMessage(issue.message);
    return [{ path, rule: got === undefined ? `is required and ${rule}` : rule, got, fix }];
  });
  // several checks of one setting may fail with the same sentence
  const same = (a: Problem) => (b: Problem) => a.path === b.path && a.rule === b.rule;
  return problems.filter((problem, index) => problems.findIndex(same(problem)) === index);
}

/** What users of other tools look for, and where it is here. */
const elsewhere: Record<string, string> = {
  "cluster.nodeSize": "use `cluster.nodeType`",
  "database.multiAz": "use `database.highlyAvailable`",
  "database.nodeCount": "use `database.highlyAvailable`",
  "database.password": "passwords are generated and never stand in a file",
  "database.public": "the database is always private",
  "database.publiclyAccessible": "the database is always private",
  name: "the name of the file is the name of the environment",
  "service.autoscaling.minPods": "use `service.stablePods`",
  "service.image": "the image comes from the variable IMAGE",
  "service.replicas": "use `service.stablePods` and `service.canaryPods`",
};

function unknownSetting(cloud: Cloud, section: string, key: string, written: unknown): Problem {
  const path = section === "" ? key : `${section}.${key}`;
  if (
    path.startsWith("cluster.") &&
    standardClusterSettings.includes(key) &&
    valueAt(written, "cluster.autopilot") === true
  )
    return {
      path,
      rule: "must not be set when `cluster.autopilot` is true",
      got: valueAt(written, path),
      fix: "Google chooses the nodes, in three zones: remove it",
    };
  const byOwner = section === "state" ? settingsOfBackends() : settingsOfClouds(section);
  const owner = section === "state" ? String(valueAt(written, "state.backend")) : cloud;
  const known = byOwner[owner] ?? [];
  const others = Object.keys(byOwner).filter((other) => byOwner[other]?.includes(key));
  const fix = Object.hasOwn(elsewhere, path)
    ? elsewhere[path]
    : others.length > 0
      ? `only ${new Intl.ListFormat("en-GB").format(others)} ${others.length === 1 ? "has" : "have"} it`
      : (didYouMean(key, known) ?? `there ${known.length === 1 ? "is" : "are"} ${known.join(", ")}`);
  return { path, rule: `is not a setting of ${section === "state" ? `the backend "${owner}"` : owner}`, fix };
}

/** The names of the settings in a section by cloud, read from the schemas. */
function settingsOfClouds(section: string): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(clouds).map(([cloud, { schema }]) => [cloud, Object.keys(shapeAt(schema, section))]),
  );
}

/** What a section of a schema may hold, also when it may be left out. The items of a list have a number in the path. */
export function shapeAt(schema: z.ZodType, section: string): object {
  const into = (at: unknown, key: string): unknown =>
    /^\d+$/.test(key)
      ? (valueAt(at, "def.innerType.def.element") ?? valueAt(at, "def.element"))
      : valueAt(shapeOf(at), key);
  const found = section.split(".").reduce<unknown>((at, key) => (key === "" ? at : into(at, key)), schema);
  return shapeOf(found);
}

/** The settings of a section, of one that may be left out, or of all kinds of one that there are. */
function shapeOf(schema: unknown): object {
  const kinds = valueAt(schema, "options");
  if (Array.isArray(kinds)) return Object.assign({}, ...kinds.map(shapeOf)) as object;
  return ((valueAt(schema, "shape") ?? valueAt(schema, "def.innerType.shape")) as object | undefined) ?? {};
}

function settingsOfBackends(): Record<string, string[]> {
  return Object.fromEntries(
    cloudShape.state.options.map(({ shape }) => [shape.backend.value, Object.keys(shape)] as const),
  );
}

/** The setting at a path, as far as there is one. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === "") return value;
  return path
    .split(".")
    .reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      value,
    );
}
