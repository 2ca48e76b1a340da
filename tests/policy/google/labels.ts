import { after, type Policy, when, without } from "../policy";
import { put, setting } from "../stack";

/** Labels that tell whose a resource is, and who may change it. */
const origin: Readonly<Record<string, RegExp>> = {
  project: /^.+$/,
  environment: /^.+$/,
  "managed-by": /^terraform$/,
};

const tellsOrigin =
  (path: string): Policy["holds"] =>
  (resource) => {
    const labels = (setting(resource, path) ?? {}) as Record<string, string>;
    return (
      Object.entries(labels).every(
        ([key, value]) => /^[a-z][a-z0-9_-]{0,62}$/.test(key) && /^[a-z0-9_-]{0,63}$/.test(value),
      ) && Object.entries(origin).every(([key, form]) => form.test(labels[key] ?? ""))
    );
  };

/** Labels at a path must tell whose something is. */
const labelled = (path: string, unseen?: string): Pick<Policy, "holds" | "broken"> => ({
  holds: tellsOrigin(path),
  broken: [
    without(path),
    when(path, {}, unseen),
    when(path, { project: "addressbook", "managed-by": "terraform" }, unseen),
    when(path, { project: "addressbook", environment: "production", managed_by: "terraform" }, unseen),
    after(
      "a label is as Google refuses it",
      (resource) => {
        put(resource, `${path}.Team`, "The shop");
      },
      unseen,
    ),
  ],
});

/** Labels are for the bill. The provider puts its own on most types, and not on these. */
export const labels: readonly Policy[] = [
  {
    id: "CKV_GCP_21",
    must: "carry the labels of its environment",
    types: ["google_container_cluster"],
    ...labelled("resource_labels", "it is content with any label"),
  },
  {
    id: "OWN_GOOGLE_LABELS",
    must: "put the labels of its environment on everything",
    types: ["provider.google"],
    ...labelled("default_labels"),
  },
  {
    id: "OWN_GOOGLE_NODE_LABELS",
    must: "put the labels of its environment on machines",
    types: ["google_container_node_pool"],
    ...labelled("node_config.resource_labels"),
  },
  {
    id: "OWN_GOOGLE_DATABASE_LABELS",
    must: "carry the labels of its environment",
    types: ["google_sql_database_instance"],
    ...labelled("settings.user_labels"),
  },
];
