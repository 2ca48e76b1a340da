import { z } from "zod";

import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import { ApiError, failedPrecondition } from "../api-error";
import type { ApiRequest, Handler } from "../api-request";
import { newEtag, timestamp } from "../values";
import { type Secret, secretName, secretOf } from "./secrets";

const models = {
  add: z.strictObject({
    parent: z.string().optional(),
    payload: z.strictObject({ data: z.string(), dataCrc32c: z.string().optional() }),
  }),
  none: z.strictObject({ name: z.string().optional(), etag: z.string().optional() }),
};

/** What a secret is, as of once. Cannot be changed, only be switched off and destroyed. */
export interface SecretVersion {
  readonly number: number;
  readonly createdAt: string;
  /** In Base64; nothing once it is destroyed. */
  data: string;
  state: "ENABLED" | "DISABLED" | "DESTROYED";
  destroyedAt: string | undefined;
  etag: string;
}

/** discovery document of secretmanager v1: 64 KiB */
const largest = 65_536;

export function routeSecretVersions(router: Router<Handler>, path: string): void {
  const become =
    (state: SecretVersion["state"]): Handler =>
    (request) => {
      request.read(models.none);
      const version = versionOf(request);
      if (version.state === "DESTROYED") throw failedPrecondition(`${nameOf(request, version)} is in DESTROYED state.`);
      version.state = state;
      version.etag = newEtag();
      if (state === "DESTROYED") {
        version.data = "";
        version.destroyedAt = timestamp();
      }
      return ok(shown(request, version));
    };
  router
    .on(`POST ${path}:addVersion`, add)
    .on(`GET ${path}/versions/{version}:access`, (request) => {
      const version = versionOf(request);
      const name = nameOf(request, version);
      if (version.state !== "ENABLED")
        throw failedPrecondition(`Secret Version [${name}] is in ${version.state} state.`);
      return ok({ name, payload: { data: version.data } });
    })
    .on(`GET ${path}/versions/{version}`, (request) => ok(shown(request, versionOf(request))))
    .on(`POST ${path}/versions/{version}:enable`, become("ENABLED"))
    .on(`POST ${path}/versions/{version}:disable`, become("DISABLED"))
    .on(`POST ${path}/versions/{version}:destroy`, become("DESTROYED"));
}

const nameOf = (request: ApiRequest, { number }: SecretVersion): string =>
  `${secretName(request, request.parameter("secret"))}/versions/${number}`;

const shown = (request: ApiRequest, version: SecretVersion): object => ({
  name: nameOf(request, version),
  createTime: version.createdAt,
  state: version.state,
  ...(version.destroyedAt !== undefined && { destroyTime: version.destroyedAt }),
  replicationStatus: replicationStatus(secretOf(request)),
  etag: version.etag,
});

const replicationStatus = ({ settings: { replication } }: Secret): object =>
  "automatic" in replication
    ? { automatic: {} }
    : { userManaged: { replicas: replication.userManaged.replicas.map(({ location }) => ({ location })) } };

/** By its number, or the newest one. */
function versionOf(request: ApiRequest): SecretVersion {
  const { versions, id } = secretOf(request);
  const wanted = request.parameter("version");
  const version = versions.get(wanted === "latest" ? versions.size : Number(wanted));
  if (version === undefined)
    throw new ApiError(404, `Secret Version [${secretName(request, id)}/versions/${wanted}] not found.`);
  return version;
}

const add: Handler = (request) => {
  const { versions } = secretOf(request);
  const { data } = request.read(models.add).payload;
  const bytes = Buffer.from(data, "base64").length;
  if (bytes === 0 || bytes > largest) throw new ApiError(400, "The payload must have between 1 byte and 64 KiB.");
  const version: SecretVersion = {
    number: versions.size + 1,
    createdAt: timestamp(),
    data,
    state: "ENABLED",
    destroyedAt: undefined,
    etag: newEtag(),
  };
  versions.set(version.number, version);
  return ok(shown(request, version));
};
