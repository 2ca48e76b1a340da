import { DigitaloceanEmulator } from "./digitalocean-emulator";

describe("The emulator", () => {
  test("answers on this machine only, until it is stopped", async () => {
    const emulator = await DigitaloceanEmulator.start();
    const { address, environment } = emulator;
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(environment).toMatchObject({ DIGITALOCEAN_API_URL: address, NO_PROXY: "127.0.0.1" });
    expect(environment).not.toHaveProperty("HTTPS_PROXY");

    await emulator.stop();

    await emulator.ended;
    await expect(fetch(`${address}/_emulator/health`)).rejects.toThrow("fetch failed");
    // it is gone already
    await emulator.stop();
  });

  test("stops although somebody waits for an answer", async () => {
    const emulator = await DigitaloceanEmulator.start();
    await emulator.orderFault({ operation: "GET /v2/account", hang: "before" });
    await emulator.orderFault({ operation: "GET /v2/vpcs", delay: 600 });
    const waiting = [fetch(`${emulator.address}/v2/account`), fetch(`${emulator.address}/v2/vpcs`)];
    const lost = Promise.all(waiting.map((answer) => expect(answer).rejects.toThrow("fetch failed")));
    await new Promise((resolve) => setTimeout(resolve, 100));

    await emulator.stop();

    expect(await lost).toHaveLength(2);
  });

  test("says why it cannot start", async () => {
    const emulator = await DigitaloceanEmulator.start();
    const port = Number(new URL(emulator.address).port);

    await expect(DigitaloceanEmulator.start({ port })).rejects.toThrow(/address already in use/);
    await emulator.stop();
  });

  test("has accounts that know nothing of each other", async () => {
    const [one, other] = [await DigitaloceanEmulator.start(), await DigitaloceanEmulator.start()];
    await one.publishPatch("1.99");

    expect(await other.kubernetesVersions()).not.toContain("1.99.0-do.0");
    expect(await one.kubernetesVersions()).toContain("1.99.0-do.0");
    await Promise.all([one.stop(), other.stop()]);
  });

  test("is looked at and changed over HTTP too", async () => {
    const emulator = await DigitaloceanEmulator.start();
    const control = async (method: string, route: string, body?: object) => {
      const init = { method, ...(body && { body: JSON.stringify(body) }) };
      const response = await fetch(`${emulator.address}/_emulator/${route}`, init);
      return { status: response.status, body: await response.json() };
    };

    expect(await control("GET", "leftovers")).toEqual({ status: 200, body: {} });
    await control("POST", "waiting", { creating: { cluster: 1, database: 2 } });
    await emulator.setWaiting({ creating: { database: 3 }, deleting: { cluster: 4 } });
    expect((await control("GET", "waiting")).body).toEqual({
      creating: { cluster: 1, database: 3 },
      updating: {},
      deleting: { cluster: 4 },
    });
    expect((await control("POST", "versions", { minor: "1.99", patch: 3 })).body).toEqual({ version: "1.99.3-do.0" });
    expect(await control("POST", "faults", { operation: "GET *", status: 500 })).toEqual({ status: 200, body: {} });
    expect((await control("GET", "faults")).body).toMatchObject([{ operation: "GET *", calls: 0 }]);
    expect(await control("POST", "load-balancers", { cluster: "none" })).toMatchObject({
      status: 404,
      body: { message: "no cluster none" },
    });
    const unknown = await control("GET", "nothing");
    expect(unknown).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining("no route GET nothing") as string },
    });
    await emulator.stop();
  });
});
