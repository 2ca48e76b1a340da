import ipaddr from "ipaddr.js";

import type { Behaviour, DataSourceBehaviour } from "../behaviour";
import { atLeast, byApi, length, notEmpty, oneOf, type Relation, type Rule } from "../rules";
import { isObject, placesOf, text, type Values } from "../values";
import { createdAtIso } from "./answers";
import { apiRule, notZero, uuid } from "./shared-rules";
import { inApi, inProvider } from "./source";

const poolModel = inApi("databases/models/connection_pool.yml");

const clusterId: readonly Rule[] = [notEmpty, uuid(inApi("databases/parameters.yml"))];

/** The rules of a firewall whose type and value are known. */
const firewallRules = (settings: Values) =>
  placesOf(settings, "rule")
    .flatMap(({ value }) => value)
    .filter(isObject)
    .flatMap(({ type, value }) => (typeof type === "string" && typeof value === "string" ? [{ type, value }] : []));

const sources: readonly Relation[] = [
  byApi(inApi("databases/models/firewall_rule.yml"), {
    arguments: ["rule.type", "rule.value"],
    must: "`rule.value` must be the id of a cluster when `rule.type` is k8s",
    holds: (settings) =>
      firewallRules(settings).every(({ type, value }) => type !== "k8s" || /^[0-9a-f-]{36}$/.test(value)),
    wrong: { rule: [{ type: "k8s", value: "addressbook" }] },
  }),
  byApi(inApi("databases/databases_update_firewall_rules.yml"), {
    arguments: ["rule.type", "rule.value"],
    must: "`rule.value` must be an IPv4 address or network when `rule.type` is ip_addr",
    holds: (settings) =>
      firewallRules(settings).every(
        ({ type, value }) => type !== "ip_addr" || ipaddr.IPv4.isValid(value) || ipaddr.IPv4.isValidCIDR(value),
      ),
    wrong: { rule: [{ type: "ip_addr", value: "2001:db8::1" }] },
  }),
];

const atMostHundred: Rule = {
  must: "have at most 100 items",
  holds: (value) => !Array.isArray(value) || value.length <= 100,
  wrong: Array.from({ length: 101 }, (_, index) => ({ type: "ip_addr", value: `192.0.2.${index}` })),
  whole: true,
};

/** What is in a database cluster, and who may connect to it. */
export const postgresDatabaseContents: Readonly<Record<string, Behaviour>> = {
  digitalocean_database_db: {
    source: inProvider("database/resource_database_db.go"),
    rules: { name: notEmpty, cluster_id: clusterId },
    replacedBy: ["name", "cluster_id"],
    answers: (settings) => ({ id: `${text(settings, "cluster_id")}/database/${text(settings, "name")}` }),
  },
  digitalocean_database_user: {
    source: inProvider("database/resource_database_user.go"),
    rules: {
      name: notEmpty,
      cluster_id: clusterId,
      mysql_auth_plugin: oneOf("mysql_native_password", "caching_sha2_password"),
    },
    replacedBy: ["name", "cluster_id"],
    sensitive: ["password", "access_cert", "access_key"],
    answers: (settings, cloud) => ({
      id: `${text(settings, "cluster_id")}/user/${text(settings, "name")}`,
      role: "normal",
      password: cloud.hex(16),
      // only users of Kafka have them
      access_cert: null,
      access_key: null,
    }),
  },
  digitalocean_database_connection_pool: {
    source: inProvider("database/resource_database_connection_pool.go"),
    rules: {
      cluster_id: clusterId,
      name: [length(3, 63), apiRule(poolModel, length(3, 60))],
      user: notEmpty,
      mode: oneOf("session", "transaction", "statement"),
      size: [notZero, byApi(poolModel, { ...atLeast(1), wrong: -1 })],
      db_name: notEmpty,
    },
    replacedBy: ["cluster_id", "name", "user", "mode", "size", "db_name"],
    sensitive: ["password", "uri", "private_uri"],
    answers: (settings, cloud) => ({
      id: `${text(settings, "cluster_id")}/${text(settings, "name")}`,
      host: `pool-${cloud.hex(6)}.db.ondigitalocean.com`,
      private_host: `private-pool-${cloud.hex(6)}.db.ondigitalocean.com`,
      port: 25061,
      password: cloud.hex(16),
    }),
  },
  digitalocean_database_firewall: {
    source: inProvider("database/resource_database_firewall.go"),
    rules: {
      cluster_id: clusterId,
      rule: byApi(inApi("databases/databases_update_firewall_rules.yml"), atMostHundred),
      "rule.type": oneOf("ip_addr", "droplet", "k8s", "tag", "app"),
      "rule.value": notEmpty,
    },
    relations: sources,
    replacedBy: ["cluster_id"],
    answers: (settings, cloud) => ({
      // a firewall has no id of its own, so the provider makes one up
      id: `${text(settings, "cluster_id")}-${cloud.decimal(18)}${cloud.hex(8)}`,
      "rule.uuid": cloud.uuid(),
      "rule.created_at": createdAtIso,
    }),
  },
};

/** The certificate authority of a database cluster. */
export const databaseCertificate: Readonly<Record<string, DataSourceBehaviour>> = {
  digitalocean_database_ca: {
    source: inProvider("database/datasource_database_ca.go"),
    rules: { cluster_id: clusterId },
    answers: (settings, cloud) => {
      const lines = Buffer.from(cloud.hex(576), "hex")
        .toString("base64")
        .match(/.{1,64}/g);
      return {
        id: text(settings, "cluster_id"),
        certificate: `-----BEGIN CERTIFICATE-----\n${(lines ?? []).join("\n")}\n-----END CERTIFICATE-----\n`,
      };
    },
  },
};
