import { after, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, text } from "../stack";
import { isAutopilot } from "./cluster";

const types = ["google_container_cluster"];

/** Hours a week in which the cluster may be changed. */
function maintenanceHours(cluster: Resource): number {
  const window = "maintenance_policy.recurring_window";
  const [start, end] = ["start_time", "end_time"].map((time) => Date.parse(text(cluster, `${window}.${time}`)));
  const [, days = ""] =
    /^FREQ=WEEKLY;BYDAY=([A-Z]{2}(?:,[A-Z]{2})*)$/.exec(text(cluster, `${window}.recurrence`)) ?? [];
  return ((end! - start!) / 3_600_000) * days.split(",").filter((day) => day !== "").length;
}

/** When the control plane of GKE is changed, and what it survives. */
export const clusterOperations: readonly Policy[] = [
  {
    id: "CKV_GCP_70",
    must: "be mended by itself (CIS 5.5.4)",
    types,
    holds: (resource) =>
      ["RAPID", "REGULAR", "STABLE"].includes(text(resource, "release_channel.channel")) &&
      setting(resource, "min_master_version") === undefined,
    broken: [
      without("release_channel"),
      when("release_channel.channel", "UNSPECIFIED", "it is content with any text"),
      when("min_master_version", "1.33", "it does not mind a version that nobody raises"),
    ],
  },
  {
    id: "OWN_GOOGLE_CLUSTER_MAINTENANCE",
    must: "be changed at an hour that was chosen, for as long as GKE needs",
    types,
    holds: (resource) => maintenanceHours(resource) >= 12,
    broken: [
      without("maintenance_policy"),
      when("maintenance_policy.recurring_window.recurrence", "FREQ=WEEKLY"),
      when("maintenance_policy.recurring_window.end_time", "2026-01-01T00:00:00Z"),
      after("it has six hours", (resource) => {
        put(resource, "maintenance_policy.recurring_window.start_time", "2026-01-11T03:00:00Z");
        put(resource, "maintenance_policy.recurring_window.end_time", "2026-01-11T09:00:00Z");
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_CLUSTER_STANDBY",
    must: "have a control plane and nodes in three zones",
    types,
    holds: (resource) =>
      /^[a-z]+-[a-z]+\d+$/.test(text(resource, "location")) &&
      (isAutopilot(resource) || new Set(list(resource, "node_locations")).size >= 3),
    broken: [when("location", "europe-west1-b"), when("node_locations", ["europe-west1-b", "europe-west1-c"])],
  },
  {
    id: "OWN_GOOGLE_CLUSTER_DELETION",
    must: "refuse to be deleted, and have Terraform refuse it before it deletes what is around",
    types,
    holds: (resource) =>
      setting(resource, "deletion_protection") === true && setting(resource, "lifecycle.prevent_destroy") === true,
    broken: [
      without("deletion_protection"),
      when("deletion_protection", false),
      when("lifecycle.prevent_destroy", false),
    ],
  },
];
