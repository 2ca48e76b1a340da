import { at, listAt } from "../../support/at";
import type { TerraformJson } from "../../support/terraform-json";
import { type Promises, resourcesWith, type Tagged, theCluster } from "./promises";

export function digitaloceanPromises(json: TerraformJson): Promises {
  const cluster = json.one("digitalocean_kubernetes_cluster");
  const database = json.one("digitalocean_database_cluster");
  return {
    nodes: Number(at(cluster, "node_pool", "node_count")),
    control: {
      openTo:
        at(cluster, "control_plane_firewall", "enabled") === true
          ? (listAt(cluster, "control_plane_firewall", "allowed_addresses") as string[])
          : ["0.0.0.0/0"],
      secretsEncrypted: "by the cloud",
      deletionProtected: [at(cluster, "lifecycle", "prevent_destroy") === true],
    },
    database: {
      // there always is a public host name; it answers whom the firewall names, and everybody without one
      hasPublicAddress:
        json.all("digitalocean_database_firewall").length === 0 ||
        at(database, "private_network_uuid") === undefined ||
        !String(at(json.json, "output", "database_host", "value")).endsWith(".private_host}"),
      clients: json.all("digitalocean_database_firewall").flatMap((firewall) => listAt(firewall, "rule").map(client)),
      forcesTls: "by the cloud",
      encrypted: "by the cloud",
      backupDays: "by the cloud",
      hasStandby: Number(at(database, "node_count")) > 1,
      deletionProtected: [at(database, "lifecycle", "prevent_destroy") === true],
      keepsCopyWhenDeleted: "not on this cloud",
    },
    registry: { immutableTags: false, scans: false, cleansUp: false },
    tagged: tagged(json),
    waysOut: [],
  };
}

function client(rule: unknown): string {
  const isCluster = /^\$\{digitalocean_kubernetes_cluster\.\w+\.id\}$/.test(String(at(rule, "value")));
  return at(rule, "type") === "k8s" && isCluster ? theCluster : JSON.stringify(rule);
}

function tagged(json: TerraformJson): Tagged[] {
  const asRecord = (tags: unknown[]) =>
    Object.fromEntries(tags.map((tag) => String(tag).split(":") as [string, string]));
  return [
    ...resourcesWith(json, "tags").map((resource) => {
      const what = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
      return { what, tags: asRecord(listAt(json.json, "resource", ...what.split("."), "tags")) };
    }),
    {
      what: "machines of the nodes",
      tags: asRecord(listAt(json.one("digitalocean_kubernetes_cluster"), "node_pool", "tags")),
    },
  ];
}
