import type { ServerResponse } from "node:http";

import type { StatusError } from "./status-error";

/** An answer that is ready to be sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** An answer that goes on for as long as the client listens. */
export interface Stream {
  start(response: ServerResponse): void;
}

export const json = (
  object: object,
  { status = 200, warnings = [] as readonly string[], contentType = "application/json" } = {},
): Reply => ({
  status,
  headers: {
    "content-type": contentType,
    "cache-control": "no-cache, private",
    ...(warnings.length > 0 && { warning: warnings.map((warning) => `299 - ${JSON.stringify(warning)}`) }),
  },
  body: `${JSON.stringify(object)}\n`,
});

export const plain = (body: string, status = 200): Reply => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body,
});

export const failed = (error: StatusError): Reply => json(error.toStatus(), { status: error.code });
