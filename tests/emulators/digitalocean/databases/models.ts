import { z } from "zod";

import { hour, tags, uuid, weekdays } from "../models";

/** Requests after resources/databases/models in the OpenAPI of DigitalOcean. */

/** firewall_rule.yml; `cluster_uuid` and `created_at` are read only, and are sent back by clients as they were shown. */
const rule = z.strictObject({
  uuid: uuid.optional(),
  cluster_uuid: uuid.optional(),
  type: z.enum(["droplet", "k8s", "ip_addr", "tag", "app"]),
  value: z.string(),
  created_at: z.string().optional(),
  description: z.string().optional(),
});

const storage = z.int().min(1).optional();

const size = { size: z.string(), num_nodes: z.int(), storage_size_mib: storage };

const mode = z.enum(["session", "transaction", "statement"]);

const pool = { mode, size: z.int().min(1), db: z.string(), user: z.string().optional() };

export const models = {
  // https://github.com/digitalocean/api-v2/issues/194
  database: z.strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "may hold lower case letters, digits and dashes"),
    engine: z.enum([
      "pg",
      "mysql",
      "redis",
      "valkey",
      "mongodb",
      "kafka",
      "opensearch",
      "advanced_pg",
      "advanced_mysql",
    ]),
    version: z.string().optional(),
    region: z.string(),
    ...size,
    private_network_uuid: uuid.optional(),
    tags: tags.optional(),
    project_id: uuid.optional(),
    rules: z.array(rule).optional(),
    autoscale: z.looseObject({}).optional(),
    do_settings: z.looseObject({}).optional(),
    backup_restore: z.strictObject({ database_name: z.string(), backup_created_at: z.string().optional() }).optional(),
  }),
  resize: z.strictObject(size),
  migrate: z.strictObject({ region: z.string(), private_network_uuid: uuid.optional() }),
  maintenance: z.strictObject({ day: z.enum(weekdays), hour }),
  upgrade: z.strictObject({ version: z.string() }),
  firewall: z.strictObject({ rules: z.array(rule).optional() }),
  logicalDatabase: z.strictObject({ name: z.string() }),
  // settings of other engines come along empty
  user: z.strictObject({
    name: z.string(),
    settings: z.strictObject({}).optional(),
    mysql_settings: z.strictObject({}).optional(),
    readonly: z.boolean().optional(),
  }),
  pool: z.strictObject({ name: z.string().min(3).max(60), ...pool }),
  poolUpdate: z.strictObject(pool),
  resetAuth: z.looseObject({}),
};
