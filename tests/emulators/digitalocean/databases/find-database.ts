import type { Account } from "../account";
import { ApiError, notFound } from "../api-error";
import type { ApiRequest } from "../api-request";
import type { Database } from "./database";

/** @throws {ApiError} when there is none */
export function databaseOf(account: Account, request: ApiRequest): Database {
  const database = account.databases.get(request.parameter("id"));
  if (database === undefined || database.isDeleted) throw notFound();
  return database;
}

/** One whose parts can be changed: not while it is created, resized or moved. */
export function onlineDatabaseOf(account: Account, request: ApiRequest): Database {
  const database = databaseOf(account, request);
  if (database.status !== "online") throw new ApiError(412, `database cluster is not online: ${database.status}`);
  return database;
}
