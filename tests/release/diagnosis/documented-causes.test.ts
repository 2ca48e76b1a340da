import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { settings } from "../../../release/diagnosis/settings";

const root = join(__dirname, "../../..");
const page = readFileSync(join(root, "docs/releases.md"), "utf8");
const folder = join(root, "release/diagnosis/rules");

/** Names that are put together of parts, by the text that does it. */
const composed: Readonly<Record<string, readonly string[]>> = {
  "`${probe}-restarts`": ["startup-restarts", "liveness-restarts"],
  '`${kind === "Secret" ? "secret" : "config-map"}${key === undefined ? "" : "-key"}-missing`': [
    "secret-missing",
    "secret-key-missing",
    "config-map-missing",
    "config-map-key-missing",
  ],
};

/** The ids of all diagnoses, as the rules give them. */
function idsOfRules(): string[] {
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const given = sources.flatMap((source) => [...source.matchAll(/\bid(?:: | = )(.+)$/gm)].map(([, text = ""]) => text));
  const ids = given.flatMap((text) => {
    const made = Object.entries(composed).find(([template]) => text.includes(template));
    return made === undefined
      ? [...text.matchAll(/"([a-z]+(?:-[a-z]+)+|evicted|preempted|disrupted|unschedulable)"/g)].map(([, id = ""]) => id)
      : made[1];
  });
  return [...new Set(ids)].sort();
}

const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| ([^|]+?) +\| ([^|]+?) +\|$/gm)].map(
  ([, id = "", cause = "", change = ""]) => ({ id, cause, change }),
);
const causes = rows.slice(rows.findIndex(({ id }) => id === "pod-security"));

test("docs/releases.md has each cause that the rules know once, and no other", () => {
  expect(idsOfRules().length).toBeGreaterThan(80);
  expect(causes.map(({ id }) => id).sort()).toEqual(idsOfRules());
});

test("docs/releases.md names settings that diagnoses name", () => {
  const sections = Object.keys(settings).flatMap((path) =>
    path.split(".").map((_, index, parts) => parts.slice(0, index + 1).join(".")),
  );
  const named = causes.flatMap(({ change }) =>
    [
      ...change.matchAll(/`((?:service|cluster|network|database)\.[\w.]+|DB_[A-Z_]+|[\w/-]+\.ts|addressbook\/\w+)`/g),
    ].map(([, path = ""]) => path),
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !sections.includes(path) && !(path in settings))).toEqual([]);
});
