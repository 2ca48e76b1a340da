import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { rootCertificates } from "node:tls";

import { generate } from "selfsigned";

/** Where the provider revokes tokens; it is written down in its source. */
const host = "cloud.digitalocean.com";

/** A proxy for HTTPS that plays one host itself. */
export class RevocationProxy {
  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    private readonly connections: Set<Duplex>,
  ) {}

  /** Variables by which programs in Go go through it, and believe it. */
  get environment(): Readonly<Record<string, string>> {
    return {
      HTTPS_PROXY: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      SSL_CERT_FILE: join(this.folder, "authorities.pem"),
    };
  }

  static async start(listener: RequestListener, others: "refused" | "tunnelled"): Promise<RevocationProxy> {
    const { private: key, cert } = await generate([{ name: "commonName", value: host }], {
      keyType: "ec",
      algorithm: "sha256",
      extensions: [
        { name: "basicConstraints", cA: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: host }] },
      ],
    });
    const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-proxy-"));
    // it stands for all authorities, so those that other hosts need are in it too
    writeFileSync(join(folder, "authorities.pem"), [cert, ...rootCertificates].join("\n"));

    const terminated = createTlsServer({ key, cert }, listener);
    const connections = new Set<Duplex>();
    const server = createServer((_request, response) => {
      response.writeHead(501).end("this proxy is for HTTPS");
    });
    server.on("connect", ({ url = "" }, client) => {
      connections.add(client);
      client.once("close", () => connections.delete(client)).on("error", () => client.destroy());
      if (url === `${host}:443`) {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        terminated.emit("connection", client);
      } else if (others === "tunnelled") tunnel(client, url, connections);
      else client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new RevocationProxy(server, folder, connections);
  }

  async stop(): Promise<void> {
    for (const connection of this.connections) connection.destroy();
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Passes everything on as it is. */
function tunnel(client: Duplex, to: string, connections: Set<Duplex>): void {
  const [, name = "", port = "443"] = /^(.*):(\d+)$/.exec(to) ?? [];
  const remote: Socket = connect(Number(port), name.replace(/^\[|\]$/g, ""), () => {
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    client.pipe(remote).pipe(client);
  });
  connections.add(remote);
  remote.once("close", () => {
    connections.delete(remote);
    client.destroy();
  });
  remote.on("error", () => client.destroy());
  client.once("close", () => remote.destroy());
}
