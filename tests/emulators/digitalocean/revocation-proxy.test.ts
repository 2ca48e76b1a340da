import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { connect } from "node:tls";

import { emulated } from "./testing/emulated";

const current = emulated();

/** A way through the proxy, or the status with which it is refused. */
function tunnelTo(host: string, proxy: string): Promise<Socket | number> {
  const { hostname, port } = new URL(proxy);
  return new Promise((resolve, reject) => {
    request({ hostname, port, method: "CONNECT", path: host })
      .once("connect", ({ statusCode = 0 }, socket) => {
        resolve(statusCode === 200 ? socket : statusCode);
      })
      .once("error", reject)
      .end();
  });
}

/** Sends lines of HTTP, and returns all that is answered. */
async function exchange(socket: Socket, ...lines: readonly string[]): Promise<string> {
  socket.write(lines.join("\r\n"));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe("The place where credentials are revoked", () => {
  const revoke = async (token: string): Promise<string> => {
    const { HTTPS_PROXY = "", SSL_CERT_FILE = "" } = await current().emulator.revocationEnvironment();
    const socket = (await tunnelTo("cloud.digitalocean.com:443", HTTPS_PROXY)) as Socket;
    // refuses whom the file does not vouch for
    const secured = connect({ socket, servername: "cloud.digitalocean.com", ca: readFileSync(SSL_CERT_FILE) });
    const body = `token=${token}`;
    return exchange(
      secured,
      "POST /v1/oauth/revoke HTTP/1.1",
      "Host: cloud.digitalocean.com",
      `Authorization: Bearer ${token}`,
      "Content-Type: application/x-www-form-urlencoded",
      `Content-Length: ${body.length}`,
      "Connection: close",
      "",
      body,
    );
  };

  test("takes a token once, by TLS that is believed, and keeps it out of the log", async () => {
    const { client, account, emulator } = current();
    const name = await account.registry();
    const auths = await client.must<Record<string, { auth: string }>>(`GET /v2/registries/${name}/docker-credentials`);
    const decoded = Buffer.from(auths["registry.digitalocean.com"]!.auth, "base64").toString();
    const token = decoded.split(":")[1]!;

    expect(await revoke(token)).toMatch(/^HTTP\/1.1 200 /);
    expect(await revoke(token)).toMatch(/^HTTP\/1.1 401 /);

    const revocations = (await emulator.requests()).filter(({ path }) => path === "/v1/oauth/revoke");
    expect(revocations.map(({ status, parameters }) => [status, parameters])).toEqual([
      [200, { token: "***" }],
      [401, { token: "***" }],
    ]);
    expect(JSON.stringify(await emulator.requests())).not.toContain(token);
  });

  test("is the only one that a test reaches", async () => {
    const { HTTPS_PROXY = "" } = await current().emulator.revocationEnvironment();

    expect(await tunnelTo("example.com:443", HTTPS_PROXY)).toBe(403);
  });

  test("is beside all others for a shell, which are left alone", async () => {
    const other = createServer((_request, response) => response.end("the other host"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { HTTPS_PROXY = "" } = await current().emulator.revocationEnvironment("tunnelled");

    const socket = (await tunnelTo(`127.0.0.1:${(other.address() as AddressInfo).port}`, HTTPS_PROXY)) as Socket;
    const answer = await exchange(socket, "GET / HTTP/1.1", "Host: other", "Connection: close", "", "");

    expect(answer).toContain("the other host");
    other.close();
  });

  test("is gone with the emulator, whoever is still connected", async () => {
    const { HTTPS_PROXY = "", SSL_CERT_FILE = "" } = await current().emulator.revocationEnvironment();
    const socket = (await tunnelTo("cloud.digitalocean.com:443", HTTPS_PROXY)) as Socket;
    const closed = new Promise((resolve) => socket.once("close", resolve));

    await current().emulator.stop();

    await closed;
    expect(() => readFileSync(SSL_CERT_FILE)).toThrow("ENOENT");
    await expect(tunnelTo("cloud.digitalocean.com:443", HTTPS_PROXY)).rejects.toThrow("ECONNREFUSED");
  });
});
