import type { Server } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";

import type { RequestLog } from "../http/request-log";

/** Hosts of the real Google Cloud. */
const google = /(^|\.)(googleapis\.com|google\.com|pkg\.dev|gke\.goog)$/;

/** Who the provider asks whose token it has; it only writes the answer into its log. */
const harmless = "openidconnect.googleapis.com";

/**
 * A proxy for HTTPS on a server that is there for other things: nothing gets to the real Google Cloud through it, and
 * everything else, such as the registry of Terraform, is passed on as it is.
 */
export class Tunnel {
  private readonly connections = new Set<Duplex>();

  /** @param proxy through which others are reached, as in the variable HTTPS_PROXY. @default - directly */
  constructor(
    server: Server,
    private readonly log: RequestLog,
    private readonly proxy: string,
  ) {
    server.on("connect", ({ url = "" }, client) => {
      this.keep(client);
      const host = url.replace(/:\d+$/, "");
      if (google.test(host)) this.refuse(client, url, host);
      else this.passOn(client, url);
    });
  }

  /** A server does not know of what it has handed over. */
  close(): void {
    for (const connection of this.connections) connection.destroy();
  }

  private keep(connection: Duplex): void {
    this.connections.add(connection);
    connection.once("close", () => this.connections.delete(connection)).on("error", () => connection.destroy());
  }

  private refuse(client: Duplex, path: string, host: string): void {
    client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    this.log.record({
      operation: null,
      method: "CONNECT",
      path,
      parameters: {},
      status: 403,
      milliseconds: 0,
      error: "the real Google Cloud is out of reach",
      ...(host !== harmless && { verdict: "unknown" }),
    });
  }

  private passOn(client: Duplex, to: string): void {
    const remote = this.proxy === "" ? direct(client, to) : throughProxy(new URL(this.proxy), to);
    this.keep(remote);
    remote.once("connect", () => {
      client.pipe(remote).pipe(client);
    });
    remote.once("close", () => client.destroy());
    client.once("close", () => remote.destroy());
  }
}

function direct(client: Duplex, to: string): Socket {
  const [, host = "", port = "443"] = /^\[?(.*?)\]?:(\d+)$/.exec(to) ?? [];
  return connect(Number(port), host).once("connect", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
}

/** What the other proxy answers goes to the client as it is. */
function throughProxy({ hostname, port, username, password }: URL, to: string): Socket {
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  const authorization = username === "" ? "" : `Proxy-Authorization: Basic ${login}\r\n`;
  const proxy = connect(Number(port === "" ? 80 : port), hostname);
  return proxy.once("connect", () => proxy.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n${authorization}\r\n`));
}
