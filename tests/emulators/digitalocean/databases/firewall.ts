import { randomUUID } from "node:crypto";
import { isIP } from "node:net";

import type { z } from "zod";

import type { Account } from "../account";
import { unprocessable } from "../api-error";
import { noContent, ok } from "../api-request";
import type { Router } from "../router";
import { databaseOf, onlineDatabaseOf } from "./find-database";
import { type Rule, shownRule } from "./database";
import { models } from "./models";

/** Who may connect to a database. An empty list lets everybody. */
export function routeFirewall(router: Router, account: Account): void {
  router
    .on("GET /v2/databases/{id}/firewall", (request) => {
      const database = databaseOf(account, request);
      return ok({ rules: database.rules.map((rule) => shownRule(database, rule)) });
    })
    .on("PUT /v2/databases/{id}/firewall", (request) => {
      const database = onlineDatabaseOf(account, request);
      database.rules = rulesFrom(account, request.read(models.firewall).rules ?? []);
      return noContent;
    });
}

type Wanted = NonNullable<z.infer<typeof models.firewall>["rules"]>;

/** @throws {ApiError} when a source does not exist */
export function rulesFrom(account: Account, wanted: Wanted): Rule[] {
  return wanted.map(({ type, value, uuid }) => {
    if (!exists(account, type, value)) throw unprocessable(`invalid firewall rule: ${type} ${value} does not exist`);
    return { id: uuid ?? randomUUID(), type, value, createdAt: new Date().toISOString() };
  });
}

function exists(account: Account, type: Wanted[number]["type"], value: string): boolean {
  switch (type) {
    case "k8s":
      return (account.clusters.get(value)?.state ?? "deleted") !== "deleted";
    case "ip_addr": {
      const [address = "", prefix = "32"] = value.split("/");
      return isIP(address) !== 0 && /^\d{1,3}$/.test(prefix);
    }
    case "droplet":
      return [...account.clusters.values()].some(({ nodePools }) =>
        nodePools.some(({ nodes }) => nodes.some(({ dropletId }) => dropletId === value)),
      );
    case "tag":
      return true;
    case "app":
      // there are none here
      return false;
  }
}
