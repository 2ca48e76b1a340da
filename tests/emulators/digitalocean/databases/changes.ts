import type { Account } from "../account";
import { unprocessable } from "../api-error";
import { accepted, noContent } from "../api-request";
import type { Router } from "../router";
import { networkFor } from "../vpcs";
import { onlineDatabaseOf } from "./find-database";
import type { Database } from "./database";
import { models } from "./models";
import { checkSize, storageFor, versions } from "./sizes";

/** What can be changed of a database that is there. */
export function routeDatabaseChanges(router: Router, account: Account): void {
  const begin = (database: Database, status: Database["status"]): void => {
    database.status = status;
    account.schedule.then("updating", "database", () => {
      database.status = "online";
    });
  };
  router
    .on("PUT /v2/databases/{id}/resize", (request) => {
      const database = onlineDatabaseOf(account, request);
      const { size, num_nodes: nodes, storage_size_mib: storage } = request.read(models.resize);
      checkSize(size, nodes);
      const storageMib = Math.max(storageFor(size, storage), storage === undefined ? database.storageMib : 0);
      if (storageMib < database.storageMib) throw unprocessable("storage cannot be reduced");
      Object.assign(database, { size, nodeCount: nodes, storageMib });
      begin(database, "resizing");
      return accepted();
    })
    .on("PUT /v2/databases/{id}/migrate", (request) => {
      const database = onlineDatabaseOf(account, request);
      const { region, private_network_uuid: vpc } = request.read(models.migrate);
      // without a VPC it moves to the default of the region
      database.vpcId = networkFor(account, region, vpc).id;
      database.region = region;
      begin(database, "migrating");
      return accepted();
    })
    .on("PUT /v2/databases/{id}/maintenance", (request) => {
      const database = onlineDatabaseOf(account, request);
      const { day, hour } = request.read(models.maintenance);
      database.maintenance = { day, hour: /:\d+:/.test(hour) ? hour : `${hour}:00` };
      return noContent;
    })
    .on("PUT /v2/databases/{id}/upgrade", (request) => {
      const database = onlineDatabaseOf(account, request);
      const { version } = request.read(models.upgrade);
      if (!versions.includes(version) || Number(version) <= Number(database.version))
        throw unprocessable("invalid cluster engine version");
      database.version = version;
      return noContent;
    });
}
