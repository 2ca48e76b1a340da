import { sameInAnyCase } from "../alike";
import type { Behaviour } from "../behaviour";
import { byApi, matching, notEmpty, oneOf, type Relation } from "../rules";
import { isSet, known, text } from "../values";
import { orElse } from "./answers";
import { apiRule, hourOfDay, notZero, oneOfInAnyCase, region, tag, uuid, weekdays } from "./shared-rules";
import { inApi, inProvider } from "./source";

const model = inApi("databases/models/database_cluster.yml");
const options = inApi("databases/responses/options.yml");

const caches: readonly unknown[] = ["redis", "valkey"];

const noUnderscore = matching(/[^_]*/, "not contain an underscore", "demo_database");
const version = matching(/\d+(\.\d+)*/, "be a version such as 17", "latest");
const size = matching(/[a-z][a-z0-9_]*(-[a-z0-9_]+)+/, "be the slug of a size such as db-s-1vcpu-2gb", "db.t4g.micro");
/** An argument that is there for some engines only; the provider takes an empty one for absent. */
const onlyFor = (argument: string, engines: readonly unknown[], words: string, example: string): Relation => ({
  arguments: [argument, "engine"],
  atPlan: true,
  must: `\`${argument}\` must not be set unless \`engine\` is ${words}`,
  holds: (settings) => {
    const engine = known(settings, "engine");
    return !isSet(settings, argument) || known(settings, argument) === "" || !engine || engines.includes(engine);
  },
  wrong: { [argument]: example },
});

const relations: readonly Relation[] = [
  {
    arguments: ["version"],
    // optional in the schema, asked for when a change is planned
    atPlan: true,
    must: "`version` must be set",
    holds: (settings) => isSet(settings, "version") && known(settings, "version") !== "",
    wrong: { version: null },
  },
  onlyFor("eviction_policy", caches, "redis or valkey", "noeviction"),
  onlyFor("sql_mode", ["mysql"], "mysql", "ANSI"),
  byApi(options, {
    arguments: ["node_count", "engine"],
    must: "`node_count` must be 3 or less when `engine` is pg",
    holds: (settings) => text(settings, "engine") !== "pg" || Number(orElse(settings, "node_count", 1)) <= 3,
    wrong: { node_count: 4, size: "db-s-2vcpu-4gb" },
  }),
  byApi(options, {
    arguments: ["node_count", "size"],
    must: "`node_count` must be 1 when `size` has 1 GB of memory",
    holds: (settings) =>
      text(settings, "engine") !== "pg" ||
      !text(settings, "size").endsWith("-1gb") ||
      Number(orElse(settings, "node_count", 1)) <= 1,
    wrong: { node_count: 2, size: "db-s-1vcpu-1gb" },
  }),
];

/** The managed database cluster. */
export const postgresDatabase: Readonly<Record<string, Behaviour>> = {
  digitalocean_database_cluster: {
    source: inProvider("database/resource_database_cluster.go"),
    rules: {
      name: [notEmpty, apiRule("https://github.com/digitalocean/api-v2/issues/194", noUnderscore)],
      engine: [
        notEmpty,
        apiRule(
          model,
          oneOf("pg", "mysql", "redis", "valkey", "mongodb", "kafka", "opensearch", "advanced_pg", "advanced_mysql"),
        ),
      ],
      version: apiRule(options, version),
      size: [notEmpty, apiRule(options, size)],
      // the provider makes it lower case
      region: [notEmpty, region(options, "i")],
      node_count: notZero,
      "maintenance_window.day": oneOfInAnyCase(...weekdays),
      "maintenance_window.hour": hourOfDay(inApi("databases/models/database_maintenance_window.yml")),
      eviction_policy: notEmpty,
      private_network_uuid: [notEmpty, uuid(model)],
      project_id: [notEmpty, uuid(model)],
      tags: tag,
    },
    relations,
    replacedBy: [
      "name",
      {
        argument: "engine",
        when: "it is not Redis that becomes Valkey or the other way round",
        test: (before, after) => !(caches.includes(before) && caches.includes(after)),
        example: ["mysql", "pg"],
      },
      "private_network_uuid",
      "project_id",
    ],
    alike: {
      region: sameInAnyCase,
      // 03:00 and 03:00:00
      "maintenance_window.hour": (before, after) => String(before).slice(0, 5) === String(after).slice(0, 5),
    },
    filledIn: ["private_network_uuid", "project_id", "storage_size_mib"],
    sensitive: ["password", "uri", "private_uri", "ui_password", "ui_uri"],
    answers: (settings, cloud) => {
      const id = cloud.uuid();
      const host = `${text(settings, "name")}-do-user-${cloud.decimal(8)}-0.db.ondigitalocean.com`;
      const password = cloud.hex(16);
      const uri = (name: string) => `postgresql://doadmin:${password}@${name}:25060/defaultdb?sslmode=require`;
      return {
        id,
        urn: `do:dbaas:${id}`,
        host,
        private_host: `private-${host}`,
        port: 25060,
        uri: uri(host),
        private_uri: uri(`private-${host}`),
        database: "defaultdb",
        user: "doadmin",
        password,
        // only OpenSearch has a dashboard
        ui_host: null,
        ui_port: null,
        ui_uri: null,
        ui_database: null,
        ui_user: null,
        ui_password: null,
        metrics_endpoints: [`https://${host}:9273/metrics`],
        private_network_uuid: orElse(settings, "private_network_uuid", cloud.uuid()),
        project_id: orElse(settings, "project_id", cloud.uuid()),
        storage_size_mib: orElse(settings, "storage_size_mib", "61440"),
      };
    },
  },
};
