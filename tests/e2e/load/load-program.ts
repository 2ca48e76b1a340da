/** Sends requests from a process of its own, as its parent says, until that says stop. Nothing is sent twice. */
import { Agent, request as send } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import type { LoadPlan, LoadResult, LostRequest } from "./load";

const timeoutMillis = 5000;
let stopped = false;
let requests = 0;
let slowest = 0;
const lost: LostRequest[] = [];

/** One client: its next request does not wait for the answer of the one before unless that is late. */
async function client(plan: LoadPlan, index: number, connection: LostRequest["connection"]): Promise<void> {
  const clients = plan.newConnections + plan.keptConnections;
  const interval = (clients * 1000) / plan.requestsPerSecond;
  const agent = connection === "kept" ? new Agent({ keepAlive: true, maxSockets: 1 }) : new Agent({ keepAlive: false });
  const start = performance.now() + (interval * index) / clients;
  for (let count = 0; !stopped; count += 1) {
    const wait = start + count * interval - performance.now();
    if (wait > 0) await sleep(wait);
    // every fifth one writes, by turns
    await ask(plan.origin, agent, connection, (count + index) % 5 === 0);
  }
  agent.destroy();
}

function ask(origin: string, agent: Agent, connection: LostRequest["connection"], writes: boolean): Promise<void> {
  const at = Date.now();
  const begin = performance.now();
  requests += 1;
  return new Promise((resolve) => {
    let isSettled = false;
    const settle = (what?: string): void => {
      if (isSettled) return;
      isSettled = true;
      if (what === undefined) slowest = Math.max(slowest, performance.now() - begin);
      else lost.push({ at, connection, what });
      resolve();
    };
    const request = send(`${origin}${writes ? "/person" : "/all?limit=5"}`, {
      agent,
      method: writes ? "PUT" : "GET",
      headers: writes ? { "content-type": "application/json" } : {},
      timeout: timeoutMillis,
    });
    request
      .on("timeout", () => request.destroy(Object.assign(new Error(), { code: `no answer in ${timeoutMillis} ms` })))
      .on("error", (error: NodeJS.ErrnoException) => {
        settle(error.code ?? error.message);
      })
      .on("response", (response) => {
        const status = response.statusCode ?? 0;
        response.resume().on("close", () => {
          settle(!response.complete ? "cut off" : status >= 200 && status < 300 ? undefined : String(status));
        });
      })
      .end(writes ? JSON.stringify({ firstName: "Load", lastName: "Generator" }) : undefined);
  });
}

process.on("message", (message: LoadPlan | "stop") => {
  if (message === "stop") {
    stopped = true;
    return;
  }
  const kinds = [
    ...Array.from({ length: message.newConnections }, () => "new" as const),
    ...Array.from({ length: message.keptConnections }, () => "kept" as const),
  ];
  void Promise.all(kinds.map((kind, index) => client(message, index, kind))).then(() => {
    const result: LoadResult = { requests, lost, slowest };
    process.send?.(result);
    // nothing else keeps the process alive
    process.disconnect();
  });
});
