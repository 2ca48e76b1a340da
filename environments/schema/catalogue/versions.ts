/**
 * Versions that can be asked for, each with the last day of its standard support (ISO dates, UTC).
 * Past that day AWS charges six times the price for the control plane, and the other two upgrade by themselves.
 */
export interface VersionCalendar {
  /** Day on which the table was last compared with its sources. */
  readonly reviewed: string;
  readonly sources: readonly string[];
  readonly supported: Readonly<Record<string, string>>;
  /** Versions whose support was over on the day of the review. */
  readonly ended: Readonly<Record<string, string>>;
}

/** Only versions whose add-ons are pinned in constructs/aws; add both together. */
export const kubernetesOnAws = {
  reviewed: "2026-11-20",
  sources: [
    "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html",
    "https://endoflife.date/amazon-eks",
  ],
  supported: { "1.34": "2026-12-02", "1.35": "2027-03-27" },
  ended: { "1.30": "2025-07-23", "1.31": "2025-11-26", "1.32": "2026-03-23", "1.33": "2026-07-29" },
} as const satisfies VersionCalendar;

/** DigitalOcean drops a minor version when Kubernetes itself does, and then upgrades the clusters that still run it. */
export const kubernetesOnDigitalocean = {
  reviewed: "2026-11-20",
  sources: [
    "https://docs.digitalocean.com/products/kubernetes/details/supported-releases/",
    "https://endoflife.date/kubernetes",
  ],
  supported: { "1.35": "2027-02-28", "1.36": "2027-06-28" },
  ended: { "1.32": "2026-02-28", "1.33": "2026-06-28", "1.34": "2026-10-27" },
} as const satisfies VersionCalendar;

/** End of life as the PostgreSQL project sets it, which Cloud SQL outlives by its own, paid, extended support. */
export const postgres = {
  reviewed: "2026-11-20",
  sources: ["https://www.postgresql.org/support/versioning/"],
  supported: { "15": "2027-11-11", "16": "2028-11-09", "17": "2029-11-08", "18": "2030-11-14" },
  ended: { "12": "2024-11-21", "13": "2025-11-13", "14": "2026-11-12" },
} as const satisfies VersionCalendar;

/** DigitalOcean's engine `pg`; 18 exists only as its `advanced_pg`, which none of our sizes has. */
export const postgresOnDigitalocean = {
  reviewed: "2026-11-20",
  sources: ["https://docs.digitalocean.com/products/databases/postgresql/details/supported-versions/"],
  supported: { "15": "2027-11-11", "16": "2028-11-09", "17": "2029-11-08" },
  ended: { "13": "2025-11-13", "14": "2026-11-12" },
} as const satisfies VersionCalendar;

export const postgresOnAws = {
  reviewed: "2026-11-20",
  sources: ["https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html"],
  supported: { "15": "2028-02-29", "16": "2029-02-28", "17": "2030-02-28", "18": "2031-02-28" },
  ended: { "12": "2025-02-28", "13": "2026-02-28" },
} as const satisfies VersionCalendar;

/** Of Terraform: ephemeral values and write-only arguments, which keep passwords out of the state, came with it. */
export const oldestTerraform = "1.11.0";
