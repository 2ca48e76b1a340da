import type { Account } from "../account";
import { notFound, unprocessable } from "../api-error";
import { type ApiRequest, created, noContent, ok } from "../api-request";
import type { Router } from "../router";
import { databaseOf, onlineDatabaseOf } from "./find-database";
import { type Database, type Pool, shownPool } from "./database";
import { models } from "./models";
import { connectionsOf } from "./sizes";

const all = "/v2/databases/{id}/pools";

/** Connections that are kept open and shared (PgBouncer). */
export function routePools(router: Router, account: Account): void {
  const found = (database: Database, request: ApiRequest): Pool => {
    const pool = database.pools.find(({ name }) => name === request.parameter("name"));
    if (pool === undefined) throw notFound();
    return pool;
  };
  router
    .on(`GET ${all}`, (request) => {
      const database = databaseOf(account, request);
      return ok({ pools: database.pools.map((pool) => shownPool(database, pool)) });
    })
    .on(`POST ${all}`, (request) => {
      const database = onlineDatabaseOf(account, request);
      const { db, ...settings } = request.read(models.pool);
      if (database.pools.some(({ name }) => name === settings.name)) throw unprocessable("pool name is not available");
      const pool = { ...settings, database: db };
      database.pools = withPool(database, database.pools, pool);
      return created({ pool: shownPool(database, pool) });
    })
    .on(`GET ${all}/{name}`, (request) => {
      const database = databaseOf(account, request);
      return ok({ pool: shownPool(database, found(database, request)) });
    })
    .on(`PUT ${all}/{name}`, (request) => {
      const database = onlineDatabaseOf(account, request);
      const old = found(database, request);
      const { db, ...settings } = request.read(models.poolUpdate);
      const others = database.pools.filter((pool) => pool !== old);
      database.pools = withPool(database, others, { name: old.name, ...settings, database: db });
      return noContent;
    })
    .on(`DELETE ${all}/{name}`, (request) => {
      const database = onlineDatabaseOf(account, request);
      const old = found(database, request);
      database.pools = database.pools.filter((pool) => pool !== old);
      return noContent;
    });
}

/** models/connection_pool.yml: all pools share the connections of the size. */
function withPool(database: Database, others: readonly Pool[], pool: Pool): Pool[] {
  if (!database.databases.includes(pool.database)) throw unprocessable(`database ${pool.database} does not exist`);
  if (pool.user !== undefined && !database.users.some(({ name }) => name === pool.user))
    throw unprocessable(`user ${pool.user} does not exist`);
  const wanted = [...others, pool].reduce((sum, { size }) => sum + size, 0);
  const available = connectionsOf(database.size);
  if (wanted > available)
    throw unprocessable(`invalid pool size: ${wanted} connections are wanted, ${available} are available`);
  return [...others, pool];
}
