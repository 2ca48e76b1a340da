import type { Account } from "../account";
import { notFound, unprocessable } from "../api-error";
import { type ApiRequest, created, noContent, ok } from "../api-request";
import type { Router } from "../router";
import { databaseOf, onlineDatabaseOf } from "./find-database";
import { type Database, shownUser, type User } from "./database";
import { models } from "./models";
import { randomPassword } from "./passwords";

const all = "/v2/databases/{id}/users";

/** Users of a database. `doadmin` is there from the start; those that are made are normal ones. */
export function routeUsers(router: Router, account: Account): void {
  const found = (database: Database, request: ApiRequest): User => {
    const user = database.users.find(({ name }) => name === request.parameter("name"));
    if (user === undefined) throw notFound();
    return user;
  };
  router
    .on(`GET ${all}`, (request) => ok({ users: databaseOf(account, request).users.map(shownUser) }))
    .on(`POST ${all}`, (request) => {
      const database = onlineDatabaseOf(account, request);
      const { name } = request.read(models.user);
      if (database.users.some((user) => user.name === name)) throw unprocessable("user name is not available");
      const user: User = { name, role: "normal", password: randomPassword() };
      database.users = [...database.users, user];
      return created({ user: shownUser(user) });
    })
    .on(`GET ${all}/{name}`, (request) => ok({ user: shownUser(found(databaseOf(account, request), request)) }))
    .on(`POST ${all}/{name}/reset_auth`, (request) => {
      const database = onlineDatabaseOf(account, request);
      const user = { ...found(database, request), password: randomPassword() };
      request.read(models.resetAuth);
      database.users = database.users.map((other) => (other.name === user.name ? user : other));
      return ok({ user: shownUser(user) });
    })
    .on(`DELETE ${all}/{name}`, (request) => {
      const database = onlineDatabaseOf(account, request);
      const user = found(database, request);
      if (user.role === "primary") throw unprocessable(`the user ${user.name} cannot be deleted`);
      database.users = database.users.filter((other) => other !== user);
      return noContent;
    });
}
