import { randomUUID } from "node:crypto";

import type { z } from "zod";

import { digitaloceanRegions } from "../../../../environments/schema/catalogue/digitalocean";
import type { Account } from "../account";
import { ApiError, unprocessable } from "../api-error";
import { created, noContent, ok } from "../api-request";
import { certificateAuthority } from "../../http/certificate-authority";
import type { Router } from "../router";
import { rememberTags } from "../tags";
import { timestamp } from "../timestamp";
import { networkFor } from "../vpcs";
import { type Database, databaseUrn, shownDatabase } from "./database";
import { databaseOf } from "./find-database";
import { rulesFrom } from "./firewall";
import { models } from "./models";
import { randomPassword } from "./passwords";
import { checkSize, sizes, storageFor, versions } from "./sizes";

export function routeDatabaseClusters(router: Router, account: Account): void {
  router
    .on("GET /v2/databases", (request) => {
      const tag = request.url.searchParams.get("tag_name");
      const all = [...account.databases.values()].filter(({ isDeleted }) => !isDeleted);
      const wanted = all.filter(({ tags }) => tag === null || tags.includes(tag));
      return ok({ databases: wanted.map(shownDatabase) });
    })
    .on("GET /v2/databases/options", () => ok({ options: { pg: options } }))
    .on("POST /v2/databases", (request) =>
      created({ database: shownDatabase(create(account, request.read(models.database))) }),
    )
    .on("GET /v2/databases/{id}", (request) => ok({ database: shownDatabase(databaseOf(account, request)) }))
    .on("DELETE /v2/databases/{id}", (request) => {
      const database = databaseOf(account, request);
      database.isDeleted = true;
      account.forget(databaseUrn(database));
      account.schedule.then("deleting", "database", () => {
        account.databases.delete(database.id);
      });
      return noContent;
    })
    .on("GET /v2/databases/{id}/ca", (request) => {
      databaseOf(account, request);
      return ok({ ca: { certificate: Buffer.from(certificateAuthority).toString("base64") } });
    })
    .on("GET /v2/databases/{id}/events", (request) => {
      const { id, name, createdAt } = databaseOf(account, request);
      const event = { id, cluster_name: name, event_type: "cluster_create", create_time: createdAt };
      return ok({ events: [event] });
    });
}

/** models/options.yml */
const options = {
  regions: digitaloceanRegions,
  versions,
  layouts: [1, 2, 3].map((nodes) => ({ num_nodes: nodes, sizes })),
};

function create(account: Account, wanted: z.infer<typeof models.database>): Database {
  if (wanted.engine !== "pg")
    throw new ApiError(501, `the emulator has no engine but pg, got: ${wanted.engine}`, { verdict: "unknown" });
  const version = wanted.version ?? versions.at(-1) ?? "";
  if (!versions.includes(version)) throw unprocessable("invalid cluster engine version");
  checkSize(wanted.size, wanted.num_nodes);
  if (!(digitaloceanRegions as readonly string[]).includes(wanted.region)) throw unprocessable("invalid region");
  const others = [...account.databases.values()].filter(({ isDeleted }) => !isDeleted);
  if (others.some(({ name }) => name === wanted.name)) throw unprocessable("cluster name is not available");
  const project =
    wanted.project_id === undefined ? account.currentDefaultProject() : account.projects.get(wanted.project_id);
  if (project === undefined) throw unprocessable("invalid project id");

  const database: Database = {
    id: randomUUID(),
    name: wanted.name,
    version,
    size: wanted.size,
    nodeCount: wanted.num_nodes,
    storageMib: storageFor(wanted.size, wanted.storage_size_mib),
    region: wanted.region,
    vpcId: networkFor(account, wanted.region, wanted.private_network_uuid).id,
    tags: wanted.tags ?? [],
    projectId: project.id,
    status: "creating",
    isDeleted: false,
    maintenance: { day: "sunday", hour: "01:00:00" },
    databases: ["defaultdb"],
    users: [{ name: "doadmin", role: "primary", password: randomPassword() }],
    rules: rulesFrom(account, wanted.rules ?? []),
    pools: [],
    configuration: {},
    createdAt: timestamp(),
  };
  rememberTags(account, database.tags);
  account.databases.set(database.id, database);
  account.assign(databaseUrn(database), project);
  account.schedule.then("creating", "database", () => {
    database.status = "online";
  });
  return database;
}
