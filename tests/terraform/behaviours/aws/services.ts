import type { Behaviour, DataSourceBehaviour } from "../behaviour";
import { byApi, conflicts, length, matching, needs, oneOf } from "../rules";
import { known } from "../values";
import { type Zone, arnOf, nameOf, regionOf, textOf, zonesOf } from "./made-of";
import { arn, policyDocument } from "./own-rules";
import { api, source } from "./source";

const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const logGroupName = matching(/[.\-_/#A-Za-z0-9]+/, "consist of letters, digits and .-_/#", "no name!");

/** Logs and secrets. */
export const services = {
  aws_cloudwatch_log_group: {
    source: source("logs/group.go"),
    rules: {
      name: [length(0, 512), logGroupName],
      name_prefix: [length(0, 483), logGroupName],
      log_group_class: oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY"),
      retention_in_days: oneOf(...retentionDays),
      kms_key_id: byApi(api("logs", "CreateLogGroup"), arn),
    },
    relations: [conflicts("name", "name_prefix", { name_prefix: "demo-" })],
    replacedBy: ["log_group_class", "name", "name_prefix"],
    defaults: { retention_in_days: 0, skip_destroy: false },
    filledIn: ["deletion_protection_enabled", "log_group_class", "name", "name_prefix"],
    answers: (settings, cloud) => {
      const name = nameOf(settings, cloud);
      return {
        id: name,
        arn: arnOf(cloud, "logs", `log-group:${name}`),
        deletion_protection_enabled: false,
        log_group_class: "STANDARD",
        name,
        name_prefix: "",
      };
    },
    undeletable: (settings) =>
      known(settings, "deletion_protection_enabled") === true
        ? "Cannot delete log group with deletion protection enabled. Disable deletion protection first."
        : undefined,
  },
  aws_secretsmanager_secret: {
    source: source("secretsmanager/secret.go"),
    rules: {
      name: [length(0, 512), matching(/[\w/+=.@-]*/, "consist of letters, digits and /_+=.@-", "no name!")],
      policy: policyDocument,
      recovery_window_in_days: {
        must: "be 0, or between 7 and 30",
        holds: (value) => Number(value) === 0 || (Number(value) >= 7 && Number(value) <= 30),
        wrong: 3,
      },
    },
    relations: [conflicts("name", "name_prefix", { name_prefix: "demo-" })],
    replacedBy: ["name", "name_prefix"],
    defaults: { force_overwrite_replica_secret: false, recovery_window_in_days: 30 },
    filledIn: ["name", "name_prefix", "policy", "replica"],
    answers: (settings, cloud) => {
      const name = nameOf(settings, cloud);
      const id = arnOf(cloud, "secretsmanager", `secret:${name}-${cloud.hex(6)}`);
      return { id, arn: id, name, name_prefix: "", policy: "" };
    },
  },
  aws_secretsmanager_secret_version: {
    source: source("secretsmanager/secret_version.go"),
    relations: [
      conflicts("secret_string", "secret_string_wo", { secret_string: "{}" }),
      conflicts("secret_binary", "secret_string_wo", { secret_binary: "e30=" }),
      needs("secret_string_wo", "secret_string_wo_version", { secret_string_wo_version: null }),
      needs("secret_string_wo_version", "secret_string_wo", { secret_string_wo: null }),
    ],
    replacedBy: ["secret_binary", "secret_id", "secret_string", "secret_string_wo_version"],
    filledIn: ["version_stages"],
    sensitive: ["secret_binary", "secret_string", "secret_string_wo"],
    answers: (settings, cloud) => {
      const version = `terraform-${cloud.decimal(26)}`;
      const secret = textOf(settings, "secret_id", arnOf(cloud, "secretsmanager", `secret:${cloud.hex(8)}`));
      return {
        id: `${secret}|${version}`,
        arn: secret,
        has_secret_string_wo: true,
        version_id: version,
        version_stages: ["AWSCURRENT"],
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;

/** What data sources find. */
export const dataSources = {
  aws_availability_zones: {
    source: source("ec2/ec2_availability_zones_data_source.go"),
    rules: { state: oneOf("available", "information", "impaired", "unavailable") },
    answers: (settings, cloud) => {
      const region = regionOf(cloud);
      const isExcluded = ({ id, name }: Zone): boolean =>
        [known(settings, "exclude_zone_ids")].flat().includes(id) ||
        [known(settings, "exclude_names")].flat().includes(name);
      const left = zonesOf(region).filter((zone) => !isExcluded(zone));
      return {
        id: region,
        group_names: [`${region}-zg-1`],
        names: left.map(({ name }) => name),
        region,
        zone_ids: left.map(({ id }) => id),
      };
    },
  },
} satisfies Readonly<Record<string, DataSourceBehaviour>>;
