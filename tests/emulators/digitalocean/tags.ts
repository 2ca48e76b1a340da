import { z } from "zod";

import type { Account } from "./account";
import { notFound, unprocessable } from "./api-error";
import { type ApiRequest, created, noContent, ok } from "./api-request";
import { listing } from "./listing";
import { tags as tagsModel } from "./models";
import type { Router } from "./router";

export interface Tag {
  readonly name: string;
}

/** resources/tags/models: what is tagged, of which this account has databases only. */
const models = {
  create: z.strictObject({ name: tagsModel.element }),
  resources: z.strictObject({
    resources: z.array(
      z.strictObject({
        resource_id: z.string(),
        resource_type: z.enum(["droplet", "image", "volume", "volume_snapshot", "database"]),
        urn: z.string().optional(),
      }),
    ),
  }),
};

/** Makes tags of names that were given to something new. */
export function rememberTags(account: Account, names: readonly string[]): void {
  for (const name of names) if (!account.tags.has(name)) account.tags.set(name, { name });
}

export function routeTags(router: Router, account: Account): void {
  const found = (request: ApiRequest): Tag => {
    const tag = account.tags.get(request.parameter("name"));
    if (tag === undefined) throw notFound();
    return tag;
  };
  /** Changes the tags of the databases that are named in the request. */
  const retag = (request: ApiRequest, change: (tags: readonly string[], name: string) => string[]): void => {
    const { name } = found(request);
    const databases = request.read(models.resources).resources.map(({ resource_id, resource_type }) => {
      const database = resource_type === "database" ? account.databases.get(resource_id) : undefined;
      if (database === undefined || database.isDeleted)
        throw unprocessable(`${resource_type} ${resource_id} not found`);
      return database;
    });
    for (const database of databases) database.tags = change(database.tags, name);
  };
  const shown = ({ name }: Tag): object => {
    const tagged = [...account.databases.values()].filter(({ tags, isDeleted }) => tags.includes(name) && !isDeleted);
    const count = { count: tagged.length };
    return { name, resources: { ...count, databases: count } };
  };

  router
    .on("GET /v2/tags", (request) => listing(request, "tags", [...account.tags.values()].map(shown)))
    .on("POST /v2/tags", (request) => {
      const { name } = request.read(models.create);
      rememberTags(account, [name]);
      return created({ tag: shown({ name }) });
    })
    .on("GET /v2/tags/{name}", (request) => ok({ tag: shown(found(request)) }))
    .on("DELETE /v2/tags/{name}", (request) => {
      const { name } = found(request);
      account.tags.delete(name);
      for (const database of account.databases.values()) database.tags = database.tags.filter((tag) => tag !== name);
      return noContent;
    })
    .on("POST /v2/tags/{name}/resources", (request) => {
      retag(request, (tags, name) => [...new Set([...tags, name])]);
      return noContent;
    })
    .on("DELETE /v2/tags/{name}/resources", (request) => {
      retag(request, (tags, name) => tags.filter((tag) => tag !== name));
      return noContent;
    });
}
