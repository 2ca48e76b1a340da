import { googleZones } from "../catalogue/google";
import { type DigitaloceanEnvironment, digitaloceanDatabaseType, registryLimit } from "../digitalocean";
import type { AwsEnvironment } from "../aws";
import type { CloudEnvironment, Environment } from "../environment";
import { type GoogleEnvironment, type GoogleStandardCluster, googleDatabaseType } from "../google";
import type { Problem } from "../problems";

/** Choices that exclude or demand each other, each cloud in its own words, and the protection of production. */
export function platformProblems(environment: Environment): Problem[] {
  switch (environment.cloud) {
    case "aws":
      return [...protectionProblems(environment), ...awsProblems(environment)];
    case "google":
      return [...protectionProblems(environment), ...googleProblems(environment)];
    case "digitalocean":
      return [...protectionProblems(environment), ...digitaloceanProblems(environment)];
    case "local":
      return [];
  }
}

function protectionProblems({ profile, state, cluster, database, exceptions }: CloudEnvironment): Problem[] {
  if (profile !== "production") return [];
  const problems: Problem[] = [];
  if (state.backend === "local") {
    problems.push({
      path: "state.backend",
      rule: 'must not be "local" in production: a file on one machine has no lock and no history',
      fix: 'use "s3", "gcs" or "hcp"',
    });
  }
  if (exceptions.noDeletionProtection === undefined) {
    for (const [path, { deletionProtection }] of Object.entries({ cluster, database })) {
      if (deletionProtection) continue;
      problems.push({
        path: `${path}.deletionProtection`,
        rule: "must be true in production",
        got: deletionProtection,
        fix: "give the reason in `exceptions.noDeletionProtection` if it has to go",
        related: ["exceptions.noDeletionProtection"],
      });
    }
  }
  return problems;
}

function awsProblems({ cluster, database, accountId }: AwsEnvironment): Problem[] {
  const problems: Problem[] = [];
  const least = Math.ceil((database.storageGib * 11) / 10);
  if (database.maxStorageGib < least) {
    problems.push({
      path: "database.maxStorageGib",
      rule: `must be at least 10 % more than \`database.storageGib\` (${database.storageGib}), which is ${least}`,
      got: database.maxStorageGib,
      related: ["database.storageGib"],
    });
  }
  cluster.adminArns.forEach((arn, index) => {
    if (arn.split(":")[4] === accountId) return;
    problems.push({
      path: `cluster.adminArns.${index}`,
      rule: `must be in the account of the environment (${accountId})`,
      got: arn,
      related: ["accountId"],
    });
  });
  cluster.adminArns.forEach((arn, index) => {
    if (cluster.adminArns.indexOf(arn) !== index)
      problems.push({ path: `cluster.adminArns.${index}`, rule: "must not be named twice", got: arn });
  });
  return problems;
}

function googleProblems(environment: GoogleEnvironment): Problem[] {
  const { region, cluster, database } = environment;
  const problems = cluster.autopilot ? [] : zoneProblems(region, cluster);

  const edition = googleDatabaseType(environment).edition;
  if (edition !== database.edition) {
    problems.push({
      path: "database.tier",
      rule: `must be a tier of \`database.edition\` (${database.edition})`,
      got: database.tier,
      fix: `${database.tier} belongs to ${edition}`,
      related: ["database.edition"],
    });
  }
  if (database.edition === "ENTERPRISE" && database.pointInTimeDays > 7) {
    problems.push({
      path: "database.pointInTimeDays",
      rule: "must be at most 7 in the ENTERPRISE edition",
      got: database.pointInTimeDays,
      related: ["database.edition"],
    });
  } else if (database.pointInTimeDays > database.backupRetentionDays) {
    problems.push({
      path: "database.pointInTimeDays",
      rule: `must not be more than \`database.backupRetentionDays\` (${database.backupRetentionDays}), because every restore starts from a backup`,
      got: database.pointInTimeDays,
      related: ["database.backupRetentionDays"],
    });
  }
  if (database.maxStorageGib < database.storageGib) {
    problems.push({
      path: "database.maxStorageGib",
      rule: `must not be less than \`database.storageGib\` (${database.storageGib})`,
      got: database.maxStorageGib,
      related: ["database.storageGib"],
    });
  }
  return problems;
}

/** Zones of the region, as many as the cluster has, and the nodes spread evenly over them. */
function zoneProblems(region: GoogleEnvironment["region"], cluster: GoogleStandardCluster): Problem[] {
  const letters: string[] = googleZones[region].split("");
  const problems: Problem[] = cluster.zones.flatMap((zone, index): Problem[] => {
    const path = `cluster.zones.${index}`;
    if (!letters.includes(zone)) {
      return [{ path, rule: `must be a zone of ${region} (${letters.join(", ")})`, got: zone, related: ["region"] }];
    }
    return cluster.zones.indexOf(zone) === index ? [] : [{ path, rule: "must not be named twice", got: zone }];
  });

  const zones = cluster.zones.length;
  if (cluster.regional && zones !== 3) {
    problems.push({
      path: "cluster.zones",
      rule: "must name three zones when `cluster.regional` is true",
      got: cluster.zones,
      related: ["cluster.regional"],
    });
  } else if (!cluster.regional && zones !== 1) {
    problems.push({
      path: "cluster.zones",
      rule: "must name one zone when `cluster.regional` is false",
      got: cluster.zones,
      related: ["cluster.regional"],
    });
  } else if (cluster.nodeCount % zones !== 0) {
    problems.push({
      path: "cluster.nodeCount",
      rule: `must be a multiple of the ${zones} zones, because GKE counts nodes per zone`,
      got: cluster.nodeCount,
      fix: `use ${Math.round(cluster.nodeCount / zones) * zones}`,
      related: ["cluster.zones"],
    });
  }
  return problems;
}

function digitaloceanProblems(environment: DigitaloceanEnvironment): Problem[] {
  const { registry, database } = environment;
  const problems: Problem[] = [];
  const limit = registryLimit(environment);
  if (registry.repositories > limit) {
    problems.push({
      path: "registry.tier",
      rule: `must hold \`registry.repositories\` (${registry.repositories}); ${registry.tier} holds ${limit}`,
      got: registry.tier,
      fix: registry.repositories > 5 ? 'use "professional"' : 'use "basic"',
      related: ["registry.repositories"],
    });
  }
  if (database.highlyAvailable && !digitaloceanDatabaseType(environment).standby) {
    problems.push({
      path: "database.size",
      rule: "must have 2 GiB of memory or more when `database.highlyAvailable` is true",
      got: database.size,
      fix: 'use "db-s-1vcpu-2gb" or larger',
      related: ["database.highlyAvailable"],
    });
  }
  return problems;
}
