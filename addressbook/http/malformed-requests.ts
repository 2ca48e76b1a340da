import { randomUUID } from "node:crypto";
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

import type { ConnectionError, FastifyInstance } from "fastify";

import { problemJson, problemType } from "./problem-details";

const refusals: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "the request must come faster, got: a part of it"],
  HPE_HEADER_OVERFLOW: [431, "the address and the headers must be shorter than 16 KiB together, got: more"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "the chunks must not have long extensions, got: more than 16 KiB"],
};

/**
 * Refuses what Node's parser cannot read, which never becomes a request: it has no route, and is not among the figures.
 */
export function refuseMalformed(this: FastifyInstance, { code }: ConnectionError, socket: Socket): void {
  // the client went away
  if (code === "ECONNRESET") return;
  const [status, detail] = refusals[code] ?? [400, "the request must be HTTP/1.1, got: something else"];
  const requestId = randomUUID();
  // not the packet, in which there may be anything
  this.log.info({ requestId, status, code }, "a malformed request");

  // an answer that has begun cannot become another one, and Node has no other way to tell
  const { _httpMessage: answer } = socket as Socket & { readonly _httpMessage?: ServerResponse };
  if (!socket.writable || answer?.headersSent === true) {
    socket.destroy();
    return;
  }
  const body = problemJson(status, detail, requestId);
  const headers = [
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    "connection: close",
  ];
  socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...headers, "", body].join("\r\n"));
  socket.destroySoon();
}
