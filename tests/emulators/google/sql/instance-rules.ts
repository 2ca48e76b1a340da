import { googleZones } from "../../../../environments/schema/catalogue/google";
import { checkFlags } from "./database-flags";
import type { Instance } from "./instance";
import { invalidRequest } from "./sql-error";

/** Tiers by edition: https://cloud.google.com/sql/docs/postgres/machine-series-overview */
const tiers = {
  ENTERPRISE: /^db-(f1-micro|g1-small|custom-(\d+)-(\d+))$/,
  ENTERPRISE_PLUS: /^db-(perf-optimized-N-(2|4|8|16|32|48|64|80|96|128)|c4a-highmem-(1|2|4|8|16|32|48|64|72))$/,
};

/** Days of write-ahead logs: https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr */
const longestRecovery = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 };

/** What every instance has to be like. */
export function checkInstance({ name, region, settings, databaseVersion, majorVersion }: Instance): void {
  // https://cloud.google.com/sql/docs/postgres/instance-settings#instance-id-2ndgen
  if (!/^[a-z]([a-z0-9-]{0,96}[a-z0-9])?$/.test(name)) throw invalidRequest(`invalid instance name (${name}).`);
  if (!Object.hasOwn(googleZones, region)) throw invalidRequest(`invalid region (${region}).`);
  if (!/^POSTGRES_(9_6|1[0-8])$/.test(databaseVersion))
    throw invalidRequest(`invalid database version (${databaseVersion}).`);

  // from 16 on the API takes the dearer edition when none is named
  // https://github.com/hashicorp/terraform-provider-google/issues/20498
  const edition = settings.edition ?? (Number(majorVersion) >= 16 ? "ENTERPRISE_PLUS" : "ENTERPRISE");
  const { tier = "", backupConfiguration = {}, ipConfiguration = {} } = settings;
  if (!isTier(tier, edition))
    throw invalidRequest(`Invalid Tier (${tier}) for (${edition}) Edition. Use a predefined Tier instead.`);

  const days = backupConfiguration.transactionLogRetentionDays ?? 7;
  if (days < 1 || days > longestRecovery[edition])
    throw invalidRequest(
      `transaction log retention days must be between 1 and ${longestRecovery[edition]} for ${edition} edition.`,
    );
  if (backupConfiguration.pointInTimeRecoveryEnabled === true && backupConfiguration.enabled !== true)
    throw invalidRequest("point-in-time recovery requires backups to be enabled.");
  const retained = backupConfiguration.backupRetentionSettings?.retainedBackups ?? 7;
  if (retained < 1 || retained > 365) throw invalidRequest("retained backups must be between 1 and 365.");
  // every restore starts from a backup: https://cloud.google.com/sql/docs/postgres/backup-recovery/backups#retention
  if (retained < days && backupConfiguration.pointInTimeRecoveryEnabled === true)
    throw invalidRequest("retained backups must not be fewer than the days of transaction logs.");
  // https://cloud.google.com/sql/docs/postgres/configure-ha#requirements
  if (settings.availabilityType === "REGIONAL" && backupConfiguration.pointInTimeRecoveryEnabled !== true)
    throw invalidRequest("high availability requires backups and point-in-time recovery to be enabled.");
  if (Number(settings.dataDiskSizeGb) < 10 || Number(settings.dataDiskSizeGb) > 65_536)
    throw invalidRequest("disk size must be between 10 and 65536 GB.");
  if (ipConfiguration.ipv4Enabled !== true && ipConfiguration.pscConfig?.pscEnabled !== true)
    throw invalidRequest("At least one of Public IP or Private IP or PSC connectivity must be enabled.");
  checkFlags(settings.databaseFlags ?? []);
}

/** https://cloud.google.com/sql/docs/postgres/create-instance#machine-types: 1 or an even number, 0.9 to 6.5 GB for each */
function isTier(tier: string, edition: "ENTERPRISE" | "ENTERPRISE_PLUS"): boolean {
  const match = tiers[edition].exec(tier);
  if (match === null) return false;
  const [processors, megabytes] = [Number(match[2]), Number(match[3])];
  if (match[3] === undefined) return true;
  const perProcessor = megabytes / 1024 / processors;
  const allowed = processors === 1 || (processors % 2 === 0 && processors <= 96);
  return allowed && perProcessor >= 0.9 && perProcessor <= 6.5 && megabytes >= 3840 && megabytes % 256 === 0;
}

/** What an instance cannot become. */
export function checkUpdate(before: Instance, after: Instance): void {
  checkInstance(after);
  if (Number(after.settings.dataDiskSizeGb) < Number(before.settings.dataDiskSizeGb))
    throw invalidRequest("the disk size of an instance cannot be decreased.");
  // https://cloud.google.com/sql/docs/postgres/upgrade-major-db-version-inplace
  if (Number(after.majorVersion) < Number(before.majorVersion))
    throw invalidRequest(
      `the database version cannot be downgraded from ${before.databaseVersion} to ${after.databaseVersion}.`,
    );
  const hadEndpoint = before.settings.ipConfiguration?.pscConfig?.pscEnabled === true;
  if (hadEndpoint && after.settings.ipConfiguration?.pscConfig?.pscEnabled !== true)
    throw invalidRequest("Private Service Connect cannot be disabled.");
}
