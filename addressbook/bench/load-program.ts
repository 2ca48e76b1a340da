/** Sends requests as its parent says, and answers with what came of them. */
import { Agent, request as send } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import autocannon from "autocannon";

import type { Answers, Load, RepeatedRequest } from "./load";

/** Status (0 is no answer) and milliseconds of each request. */
type Answer = readonly [status: number, milliseconds: number];

let asked = 0;

const pathOf = ({ path, ids }: RepeatedRequest) => path.replace(":id", () => String((asked++ % ids) + 1));

/** As many as are answered, which finds out what a service can do; how long one takes is the length of the queue. */
async function saturate({ origin, request, seconds }: Load, connections: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  const { method, headers, body } = request;
  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url: origin,
        connections,
        duration: seconds,
        // milliseconds: how exactly it ends
        sampleInt: 10,
        requests: [
          {
            method,
            headers,
            body,
            path: request.path,
            // only where requests differ, because they are written anew then
            ...(request.path.includes(":id") ? { setupRequest: (next) => ({ ...next, path: pathOf(request) }) } : {}),
          },
        ],
      },
      (error: Error | null, result) => {
        if (error === null) resolve(result);
        else reject(error);
      },
    );
    run.on("response", (_client, status, _bytes, milliseconds) => answers.push([status, milliseconds]));
  });
  return [...answers, ...Array.from({ length: errors + timeouts }, (): Answer => [0, Infinity])];
}

/** At a rate that does not depend on the answers, so that one that is slow does not hide those that would follow. */
async function pace({ origin, request, seconds }: Load, perSecond: number): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true });
  const answers: Promise<Answer>[] = [];
  const start = performance.now();
  while (answers.length < perSecond * seconds) {
    answers.push(ask(agent, `${origin}${pathOf(request)}`, request));
    const wait = start + (answers.length * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
  }
  const all = await Promise.all(answers);
  agent.destroy();
  return all;
}

function ask(agent: Agent, url: string, { method, headers, body }: RepeatedRequest): Promise<Answer> {
  return new Promise((resolve) => {
    const start = performance.now();
    send(url, { agent, method, headers })
      .on("error", () => {
        resolve([0, Infinity]);
      })
      .on("response", (response) => {
        response.resume().on("close", () => {
          resolve([response.complete ? (response.statusCode ?? 0) : 0, performance.now() - start]);
        });
      })
      .end(body);
  });
}

function summary(answers: readonly Answer[], seconds: number): Answers {
  const statuses: Record<number, number> = {};
  for (const [status] of answers) statuses[status] = (statuses[status] ?? 0) + 1;
  const times = Float64Array.from(answers, ([, milliseconds]) => milliseconds).sort();
  const within = (share: number) => times[Math.ceil(times.length * share) - 1] ?? Infinity;
  return { count: answers.length, statuses, seconds, p50: within(0.5), p99: within(0.99) };
}

process.on("message", (load: Load) => {
  const { flow } = load;
  asked = 0;
  const start = performance.now();
  void ("connections" in flow ? saturate(load, flow.connections) : pace(load, flow.perSecond)).then((answers) =>
    process.send?.(summary(answers, (performance.now() - start) / 1000)),
  );
});
