import { type IncomingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";

/** What a client gets. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends what browsers and `fetch` would not: any method, and the path as it is. Every request has its own connection. */
export function send(port: number, method: string, path: string, { headers = {}, body }: Asked = {}): Promise<Answer> {
  // Node tells it by itself only where a body is usual
  const length =
    body === undefined || "transfer-encoding" in headers ? {} : { "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port, method, path, headers: { ...headers, ...length }, agent: false },
      (response) => {
        const { statusCode = 0, headers } = response;
        text(response).then((body) => {
          resolve({ status: statusCode, headers, body });
        }, reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** As a browser's form does. */
export const form = (body: string | Buffer): Asked => ({
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body,
});

export const json = (value: unknown): Asked => ({
  headers: { "content-type": "application/json" },
  body: typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value),
});

/** A connection on which a test writes bytes. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that came until the server closed the connection. */
  readonly received: Promise<string>;
}

/** Sends bytes as they are; Latin-1 stands for bytes. */
export function sendRaw(port: number, bytes: string): RawConnection {
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("latin1");
  socket.write(bytes, "latin1");
  let received = "";
  socket.on("data", (data: string) => (received += data));
  return {
    socket,
    received: new Promise((resolve) => {
      // a connection may be reset after the answer
      socket.on("error", () => undefined);
      socket.on("close", () => {
        resolve(received);
      });
    }),
  };
}
