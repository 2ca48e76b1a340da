import { at } from "../../../support/at";
import { after, type Policy, when } from "../../policy";
import { put, setting } from "../../stack";
import { namespaced } from "../access";
import { isDnsLabel, isDnsName, isLabelKey, isLabelValue } from "./syntax";

const everything = [...namespaced, "Namespace"];
/** They become names of hosts or of folders; those of roles become parts of an address only. */
const isLabel = (kind: string): boolean => kind === "Namespace" || kind === "Service";
const long = "a".repeat(64);

const records = (settings: object, ...path: string[]): [string, unknown][] =>
  Object.entries(at(settings, ...path) ?? {});

/** What every object says about itself. */
export const metadata: readonly Policy[] = [
  {
    id: "api-server/metadata.name",
    must: "have a name that can be one",
    types: everything.filter((kind) => !kind.startsWith("Role")),
    holds: ({ type, settings }) => {
      const name = at(settings, "metadata", "name");
      return isLabel(type) ? isDnsLabel(name) && (type !== "Service" || /^[a-z]/.test(String(name))) : isDnsName(name);
    },
    broken: ["Address_Book", "-addressbook", "", "a".repeat(254)].map((name) => when("metadata.name", name)),
  },
  {
    id: "api-server/metadata.labels",
    must: "have labels that can be such",
    types: everything,
    holds: ({ settings }) =>
      records(settings, "metadata", "labels").every(([key, value]) => isLabelKey(key) && isLabelValue(value)),
    broken: [
      when("metadata.labels", { app: long }),
      when("metadata.labels", { app: "address book" }),
      when("metadata.labels", { "not/a/key": "x" }),
      when("metadata.labels", { [long]: "x" }),
      when("metadata.labels", { "-app": "x" }),
    ],
  },
  {
    id: "api-server/metadata.annotations",
    must: "have annotations whose keys can be such, and not more than an object may carry",
    types: everything,
    holds: ({ settings }) =>
      records(settings, "metadata", "annotations").every(([key]) => isLabelKey(key.toLowerCase())) &&
      records(settings, "metadata", "annotations").reduce(
        (sum, [key, value]) => sum + key.length + String(value).length,
        0,
      ) <=
        256 * 1024,
    broken: [
      when("metadata.annotations", { "not a key": "x" }),
      after("they are too great", (object) => {
        put(object, "metadata.annotations", { big: "x".repeat(256 * 1024) });
      }),
    ],
  },
  {
    id: "api-server/template.labels",
    must: "have labels that can be such",
    types: ["PodTemplate"],
    holds: ({ settings }) =>
      records(settings, "metadata", "labels").every(([key, value]) => isLabelKey(key) && isLabelValue(value)),
    broken: [
      after(
        "one is too long",
        ({ settings }) => void ((at(settings, "metadata", "labels") as Record<string, string>)["extra"] = long),
      ),
    ],
  },
  {
    id: "api-server/data",
    must: "have keys that can be names of files, and be no greater than 1 MiB",
    types: ["ConfigMap"],
    holds: (map) => {
      const entries = Object.entries((setting(map, "data") ?? {}) as Record<string, string>);
      return (
        entries.every(([key]) => /^[-._a-zA-Z0-9]{1,253}$/.test(key) && !key.startsWith("..") && key !== ".") &&
        entries.reduce((sum, [, value]) => sum + Buffer.byteLength(value), 0) <= 1024 * 1024
      );
    },
    broken: [
      when("data", { "a b": "x" }),
      when("data", { "..": "x" }),
      after("it is too great", (object) => {
        put(object, "data", { big: "x".repeat(1024 * 1024 + 1) });
      }),
    ],
  },
];
