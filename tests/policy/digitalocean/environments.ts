import type { DigitaloceanEnvironment } from "../../../environments/schema/environment";
import { changedEnvironment } from "../../support/changed-environment";
import { environment, minimal } from "../../support/environments";
import { shippedClouds } from "../../support/every-environment";
import { type Judged, judged } from "../judged";

const demo = environment("demo", minimal.digitalocean);

/** Production as it is when its file says no more than it has to. */
const production = environment("production", {
  ...minimal.digitalocean,
  profile: "production",
  state: { backend: "s3", bucket: "example-org-terraform-state", region: "eu-central-1" },
});

/** What a team may well set in the file of production, and what it gives up by that. */
const variants: Readonly<Record<string, { readonly change: object; readonly givesUp?: Judged["givesUp"] }>> = {
  "with its state in Cloud Storage": { change: { state: { backend: "gcs", region: undefined } } },
  "with the registry of the account": { change: { registry: { mode: "use-existing", tier: "professional" } } },
  "with tags of its own": { change: { tags: { team: "shop" } } },
  "with a single control plane": {
    change: { cluster: { highlyAvailable: false } },
    givesUp: { OWN_DIGITALOCEAN_CLUSTER_STANDBY: "`cluster.highlyAvailable` saves $40 a month" },
  },
  "with a single database node": {
    change: { database: { highlyAvailable: false } },
    givesUp: { OWN_DIGITALOCEAN_DATABASE_STANDBY: "`database.highlyAvailable` saves a node" },
  },
  "that is taken down": {
    change: {
      exceptions: { noDeletionProtection: "replaced by another environment" },
      cluster: { deletionProtection: false },
      database: { deletionProtection: false },
    },
    givesUp: {
      OWN_DIGITALOCEAN_CLUSTER_DELETION: "`cluster.deletionProtection` is off for its end",
      OWN_DIGITALOCEAN_DATABASE_DELETION: "`database.deletionProtection` is off for its end",
    },
  },
  "with an API for everybody": {
    change: {
      exceptions: { openKubernetesApi: "clients have no fixed addresses" },
      cluster: { apiAllowedCidrs: ["0.0.0.0/0"] },
    },
    givesUp: { OWN_DIGITALOCEAN_CLUSTER_API: "`exceptions.openKubernetesApi` says why" },
  },
};

/** The environments on DigitalOcean that are shipped, and examples of what they could be. */
export const digitaloceanEnvironments: readonly Judged[] = [
  judged(demo),
  judged(production),
  ...Object.entries(variants).map(([name, { change, givesUp = {} }]) =>
    judged(changedEnvironment(production, change), { name: `production ${name}`, givesUp }),
  ),
  ...shippedClouds
    .filter((shipped): shipped is DigitaloceanEnvironment => shipped.cloud === "digitalocean")
    .map((shipped) => judged(shipped)),
];
