import { randomUUID } from "node:crypto";
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

import type { ConnectionError, FastifyInstance } from "fastify";

import { problemJson, problemType } from "./problem-details";

const nothingElse = "got: something else";

const length = `the length of the body must be told once, as a number or by \`Transfer-Encoding: chunked\`, ${nothingElse}`;
const chunks = `each chunk must begin with its length in hexadecimal digits, be so long, and end with CR LF, ${nothingElse}`;

/** By codes of Node.js and of its parser, which are those of llhttp. */
const refusals: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "the request must come faster, got: a part of it"],
  HPE_HEADER_OVERFLOW: [431, "the address and the headers must be shorter than 16 KiB together, got: more"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "the chunks must not have long extensions, got: more than 16 KiB"],
  // also what is not HTTP at all
  HPE_INVALID_METHOD: [400, `the request must be HTTP/1.1 and begin with a method that HTTP knows, ${nothingElse}`],
  HPE_INVALID_URL: [400, `the path must begin with / and consist of the characters that URLs have, ${nothingElse}`],
  HPE_INVALID_HEADER_TOKEN: [400, `each header must be a name, a colon and a text on one line, ${nothingElse}`],
  HPE_CR_EXPECTED: [400, `each line must end with CR LF, ${nothingElse}`],
  HPE_LF_EXPECTED: [400, `each line must end with CR LF, ${nothingElse}`],
  HPE_INVALID_CONTENT_LENGTH: [400, length],
  HPE_UNEXPECTED_CONTENT_LENGTH: [400, length],
  HPE_INVALID_TRANSFER_ENCODING: [400, length],
  HPE_INVALID_CHUNK_SIZE: [400, chunks],
  HPE_STRICT: [400, chunks],
  HPE_INVALID_EOF_STATE: [400, "the request must be sent to its end, got: a part of it"],
  HPE_CLOSED_CONNECTION: [400, "nothing must follow a request that closes its connection, got: more"],
};

/**
 * Refuses what Node's parser cannot read, which never becomes a request: it has no route, and is not among the figures.
 */
export function refuseMalformed(this: FastifyInstance, { code }: ConnectionError, socket: Socket): void {
  // the client went away
  if (code === "ECONNRESET") return;
  const [status, detail] = refusals[code] ?? [400, `the request must be HTTP/1.1, ${nothingElse}`];
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
