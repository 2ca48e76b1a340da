import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

import { Listeners } from "../../../../release/dashboard/server/listeners";
import { type Refusal } from "../../../../release/dashboard/server/refusal";
import { states } from "../page/states";
import { Events } from "./asked";

const sample = (at: number) => ({ at, tracks: { stable: { requestsPerSecond: 1 } } });
const state = JSON.parse(JSON.stringify(states.verified)) as typeof states.verified;

describe("Pages that listen", () => {
  let listeners: Listeners;
  let server: Server;
  let address: string;
  beforeEach(async () => {
    listeners = new Listeners();
    server = createServer((_, response) => {
      try {
        listeners.add(() => response.writeHead(200, { "content-type": "text/event-stream" }));
      } catch (error) {
        response.writeHead((error as Refusal).statusCode).end((error as Refusal).message);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  test("are told what is known first, and then what is new", async () => {
    listeners.tellSample(sample(1));
    listeners.tellSample(sample(2));
    listeners.tellState(state);
    const events = await Events.of(address);
    await events.until("state", () => true);
    listeners.tellState({ ...state, at: state.at + 1 });
    listeners.tellSample(sample(3));
    listeners.close();
    await events.ended;
    expect(events.all).toEqual([
      { name: "samples", data: [sample(1), sample(2)] },
      { name: "state", data: state },
      { name: "state", data: { ...state, at: state.at + 1 } },
      { name: "samples", data: [sample(3)] },
    ]);
    expect(listeners.last).toEqual({ ...state, at: state.at + 1 });
  });

  test("begin anew when they do not read what they are told", async () => {
    const deaf: Socket = connect(Number(new URL(address).port), "127.0.0.1");
    const ended = new Promise<void>((resolve) => server.once("connection", (socket) => socket.once("close", resolve)));
    deaf.pause().write("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
    const reader = await Events.of(address);
    const large = { ...state, namespace: "x".repeat(256 * 1024) };
    // what the machine keeps for a connection is a few megabytes, and then there are ours
    for (let told = 0; told < 200; told++) {
      listeners.tellState({ ...large, at: told });
      await reader.until("state", ({ at }: typeof state) => at === told, reader.all.length - 1);
    }
    await ended;
    deaf.destroy();
    expect(reader.all).toHaveLength(201);
    reader.close();
  });

  test("are not more than 20", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => Events.of(address)));
    const refused = await fetch(address);
    expect([refused.status, await refused.text()]).toEqual([
      503,
      "the dashboard is open on 20 pages already: close one of them",
    ]);
    all[0]?.close();
    let status = 503;
    while (status === 503)
      status = (await fetch(address).then((answer) => (void answer.body?.cancel(), answer))).status;
    expect(status).toBe(200);
    for (const each of all) each.close();
  });
});
