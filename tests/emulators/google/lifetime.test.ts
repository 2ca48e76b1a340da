import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";

import { GoogleEmulator } from "./google-emulator";

/** What a proxy answers to the wish to be connected with a host. */
async function connect(emulator: GoogleEmulator, to: string): Promise<{ status: number | undefined; first: string }> {
  const { hostname, port } = new URL(emulator.address);
  const asked = request({ hostname, port, method: "CONNECT", path: to });
  asked.end();
  const [response, socket, head] = (await once(asked, "connect")) as [IncomingMessage, Socket, Buffer];
  const passed = response.statusCode === 200 && head.length === 0;
  const [first] = passed ? ((await once(socket, "data")) as [Buffer]) : [head];
  socket.destroy();
  return { status: response.statusCode, first: first.toString() };
}

describe("The emulator", () => {
  test("answers on this machine only, until it is stopped", async () => {
    const emulator = await GoogleEmulator.start();
    const { address, environment } = emulator;
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${address}/_emulator/health`)).status).toBe(200);
    // the form that the provider demands of each
    for (const [name, value] of Object.entries(environment).filter(([key]) => key.endsWith("_CUSTOM_ENDPOINT")))
      expect({ name, value }).toEqual({ name, value: expect.stringMatching(/^http:\/\/127.+\/v\d\w*\/$/) as string });

    await emulator.stop();

    await emulator.ended;
    await expect(fetch(`${address}/_emulator/health`)).rejects.toThrow("fetch failed");
    // it is gone already
    await emulator.stop();
  });

  test("says why it cannot start", async () => {
    const emulator = await GoogleEmulator.start();
    const port = Number(new URL(emulator.address).port);

    await expect(GoogleEmulator.start({ port })).rejects.toThrow(/address already in use/);
    await emulator.stop();
  });

  test("stops although somebody waits for an answer", async () => {
    const emulator = await GoogleEmulator.start();
    await emulator.orderFault({ operation: "GET */networks", hang: "before" });
    await emulator.orderFault({ operation: "GET */routes", delay: 600 });
    const lost = ["networks", "routes"].map((type) =>
      fetch(`${emulator.address}/compute/v1/projects/a-project/global/${type}`).then(
        () => "answered",
        (error: unknown) => (error as Error).message,
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));

    await emulator.stop();

    expect(await Promise.all(lost)).toEqual(["fetch failed", "fetch failed"]);
  });

  test("is looked at and changed over HTTP too", async () => {
    const emulator = await GoogleEmulator.start();
    const control = async (method: string, route: string, body?: object) => {
      const init = { method, ...(body && { body: JSON.stringify(body) }) };
      const response = await fetch(`${emulator.address}/_emulator/${route}`, init);
      return { status: response.status, body: (await response.json()) as object };
    };

    expect(await control("GET", "leftovers")).toEqual({ status: 200, body: {} });
    await control("POST", "waiting", { creating: { cluster: 1, instance: 2 } });
    await emulator.setWaiting({ creating: { instance: 3 }, deleting: { network: 4 } });
    expect((await control("GET", "waiting")).body).toEqual({
      creating: { cluster: 1, instance: 3 },
      updating: {},
      deleting: { network: 4 },
    });
    await control("POST", "faults", { operation: "GET *", status: 500 });
    expect((await control("GET", "faults")).body).toMatchObject([{ operation: "GET *", calls: 0 }]);
    expect(await control("GET", "nothing")).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining("no route GET nothing") as string } },
    });
    await emulator.stop();
  });
});

/** Terraform gets everything over HTTPS through it, and so nothing from Google. */
describe("As a proxy, it", () => {
  test.each([
    ["openidconnect.googleapis.com:443", []],
    ["compute.googleapis.com:443", [{ method: "CONNECT", path: "compute.googleapis.com:443", verdict: "unknown" }]],
    ["oauth2.googleapis.com:443", [{ verdict: "unknown" }]],
    ["accounts.google.com:443", [{ verdict: "unknown" }]],
  ])("lets nobody through to %s", async (host, refused) => {
    const emulator = await GoogleEmulator.start();

    expect(await connect(emulator, host)).toMatchObject({ status: 403 });

    expect(await emulator.requests()).toMatchObject([{ method: "CONNECT", status: 403 }]);
    expect(await emulator.refused()).toMatchObject(refused);
    await emulator.stop();
  });

  test("passes everything else on", async () => {
    const emulator = await GoogleEmulator.start();
    const registry = createTcpServer((socket) => socket.end("hello")).listen(0, "127.0.0.1");
    await once(registry, "listening");

    const answer = await connect(emulator, `127.0.0.1:${(registry.address() as AddressInfo).port}`);

    expect(answer).toEqual({ status: 200, first: "hello" });
    await emulator.stop();
    registry.close();
  });

  test("goes through the proxy that the machine has", async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on("connect", ({ url = "", headers }, socket) => {
      asked.push(`${url} ${headers["proxy-authorization"] ?? ""}`);
      socket.end("HTTP/1.1 200 OK\r\n\r\nhello");
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const { port } = proxy.address() as AddressInfo;
    const emulator = await GoogleEmulator.start({ proxy: `http://somebody:secret@127.0.0.1:${port}` });

    const answer = await connect(emulator, "registry.example.com:443");

    expect(answer).toEqual({ status: 200, first: "hello" });
    expect(asked).toEqual([`registry.example.com:443 Basic ${Buffer.from("somebody:secret").toString("base64")}`]);
    await emulator.stop();
    proxy.close();
  });
});
