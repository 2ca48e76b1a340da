import type { GoogleEnvironment } from "../../../environments/schema/environment";
import { changedEnvironment } from "../../support/changed-environment";
import { environment, minimal } from "../../support/environments";
import { maximalGoogle, shippedClouds } from "../../support/every-environment";
import { type Judged, judged } from "../judged";

const demo = environment("demo", minimal.google);

/** Production as it is when its file says no more than it has to. */
const production = environment("production", {
  ...minimal.google,
  profile: "production",
  state: { backend: "gcs", bucket: "example-org-terraform-state" },
  ci: { github: { repository: "example-org/addressbook-platform" } },
});

/** What a team may well set in the file of production, and what it gives up by that. */
const variants: Readonly<Record<string, { readonly change: object; readonly givesUp?: Judged["givesUp"] }>> = {
  "on Autopilot": { change: { cluster: onAutopilot(production) } },
  "with an API for named networks": { change: { cluster: { apiAllowedCidrs: ["203.0.113.7/32", "198.51.100.0/24"] } } },
  "with everything logged": { change: { database: { auditLogs: "all" } } },
  "with the newest PostgreSQL": { change: { database: { postgresVersion: "18" } } },
  "with the edition Enterprise Plus": {
    change: {
      database: {
        edition: "ENTERPRISE_PLUS",
        tier: "db-perf-optimized-N-2",
        pointInTimeDays: 35,
        backupRetentionDays: 35,
      },
    },
  },
  "with its state at AWS": { change: { state: { backend: "s3", region: "eu-central-1" } } },
  "with releases from GitHub and Semaphore": {
    change: {
      ci: {
        semaphore: {
          organization: "example-org",
          projectId: "01234567-89ab-cdef-0123-456789abcdef",
          repository: "addressbook-platform",
        },
      },
    },
  },
  "with a repository that was made lately": {
    change: { ci: { github: { repository: "example-org@1234/addressbook-platform@5678" } } },
  },
  "with a zonal cluster and a single database": {
    change: { cluster: { regional: false, zones: ["b"] }, database: { highlyAvailable: false } },
    givesUp: {
      OWN_GOOGLE_CLUSTER_STANDBY: "`cluster.regional` saves the $73 a month that Google waives for a zonal cluster",
      OWN_GOOGLE_DATABASE_STANDBY: "`database.highlyAvailable` saves an instance",
    },
  },
  "that is taken down": {
    change: {
      exceptions: { noDeletionProtection: "replaced by another environment" },
      cluster: { deletionProtection: false },
      database: { deletionProtection: false },
    },
    givesUp: {
      OWN_GOOGLE_CLUSTER_DELETION: "`cluster.deletionProtection` is off for its end",
      OWN_GOOGLE_DATABASE_DELETION: "`database.deletionProtection` is off for its end",
    },
  },
};

/** Settings of a cluster without those about nodes, which Autopilot does not have. */
function onAutopilot({ cluster }: GoogleEnvironment): object {
  const { releaseChannel, apiAllowedCidrs, deletionProtection } = cluster;
  const others = Object.fromEntries(Object.keys(cluster).map((setting) => [setting, undefined]));
  return { ...others, autopilot: true, releaseChannel, apiAllowedCidrs, deletionProtection };
}

const misjudged = ({ cluster, ci: { github } }: GoogleEnvironment): Judged["misjudged"] => ({
  ...(cluster.autopilot && {
    CKV_GCP_12: "Autopilot enforces network policies, and refuses to be told about them",
    CKV_GCP_61: "Autopilot shows the traffic within a node, and refuses to be told about it",
    CKV_GCP_69: "pods of Autopilot see metadata by Workload Identity only, and GKE refuses to be told about nodes",
  }),
  ...(github?.repository.includes("@") && {
    CKV_GCP_125: "it does not know the numbers that GitHub has in names since July 2026",
  }),
});

/** The environments on Google Cloud that are shipped, and examples of what they could be. */
export const googleEnvironments: readonly Judged[] = [
  judged(demo),
  judged(production),
  ...Object.entries(variants).map(([name, { change, givesUp = {} }]) => {
    const variant = changedEnvironment(production, change);
    return judged(variant, { name: `production ${name}`, givesUp, misjudged: misjudged(variant) });
  }),
  judged(maximalGoogle, { misjudged: misjudged(maximalGoogle) }),
  ...shippedClouds
    .filter((shipped): shipped is GoogleEnvironment => shipped.cloud === "google")
    .map((shipped) => judged(shipped, { misjudged: misjudged(shipped) })),
];
