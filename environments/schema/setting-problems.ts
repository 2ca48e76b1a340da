import type { z } from "zod";

import { type Cloud, clouds } from "./environment";
import { parseFlawMessage } from "./flaw";
import { didYouMean, type Problem } from "./problems";

/** What the schema found wrong with single settings, in the words of this project. */
export function settingProblems(cloud: Cloud, error: z.ZodError, written: unknown): Problem[] {
  const problems = error.issues.flatMap((issue): Problem[] => {
    const path = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownSetting(cloud, path, key));
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
  "cluster.autopilot": "this project promises three nodes, which Autopilot does not have",
  "cluster.nodeSize": "use `cluster.nodeType`",
  "database.multiAz": "use `database.highlyAvailable`",
  "database.nodeCount": "use `database.highlyAvailable`",
  "database.password": "passwords are generated and never stand in a file",
  "database.public": "the database is always private",
  "database.publiclyAccessible": "the database is always private",
  name: "the name of the file is the name of the environment",
  "service.image": "the image comes from the variable IMAGE",
  "service.replicas": "use `service.stablePods` and `service.canaryPods`",
};

function unknownSetting(cloud: Cloud, section: string, key: string): Problem {
  const path = section === "" ? key : `${section}.${key}`;
  const known = settingsOf(cloud, section);
  const others = (Object.keys(clouds) as Cloud[]).filter((other) => settingsOf(other, section).includes(key));
  return {
    path,
    rule: `is not a setting of ${cloud}`,
    fix:
      elsewhere[path] ??
      didYouMean(key, known) ??
      (others.length > 0
        ? `only ${others.join(" and ")} ${others.length === 1 ? "has" : "have"} it`
        : `there are ${known.join(", ")}`),
  };
}

/** The names of the settings in a section, read from the schema. */
function settingsOf(cloud: Cloud, section: string): string[] {
  const schema = valueAt(
    clouds[cloud].schema,
    section === "" ? "shape" : `shape.${section.replaceAll(".", ".shape.")}.shape`,
  );
  return Object.keys((schema as object | undefined) ?? {});
}

function valueAt(value: unknown, path: string): unknown {
  if (path === "") return value;
  return path
    .split(".")
    .reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      value,
    );
}
