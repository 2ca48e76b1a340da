import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

import { type Api, judged, type Judged } from "./api";
import { parsed } from "./api-request";
import type { Faults } from "./faults";
import { refusalOf } from "./faults";
import { type RequestLog, shortened } from "./request-log";

/** A request with its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly requestBody: string;
  readonly status: number;
  readonly answerBody: string;
}

interface Parts {
  readonly api: Api;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly control: (operation: string, body: string) => unknown;
  /** @default - nobody */
  readonly observe?: ((exchange: Exchange) => void) | undefined;
}

const perHour = 5000;

/** What a server does with a request. */
export function listenerFor(parts: Parts): RequestListener {
  let requests = 0;
  return (incoming, response) => {
    const answered = textOf(incoming).then(async (body) => {
      const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "127.0.0.1"}`);
      const method = incoming.method ?? "GET";
      if (url.pathname.startsWith("/_emulator/")) {
        send(response, controlled(parts, `${method} ${url.pathname.slice("/_emulator/".length)}`, body));
        return;
      }
      requests += 1;
      // 5,000 an hour are allowed, and nobody is refused here without a fault that says so
      response.setHeader("ratelimit-limit", perHour);
      response.setHeader("ratelimit-remaining", perHour - (requests % perHour));
      response.setHeader("ratelimit-reset", Math.floor(Date.now() / 1000) + 3600);
      await answer(parts, { method, url, body, incoming, response });
    });
    // who asked has gone before the end: there is nobody left to tell
    answered.catch(() => incoming.destroy());
  };
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer({ api, faults, log, observe }: Parts, call: Call): Promise<void> {
  const { method, url, body, incoming, response } = call;
  const started = performance.now();
  const route = api.find(method, url.pathname);
  const path = `${url.pathname}${url.search}`;
  const record = (status: number, { error, verdict }: Omit<Judged, "answer">): void => {
    log.record({
      operation: route?.operation ?? null,
      method,
      path,
      parameters: parametersIn(body),
      status,
      milliseconds: Math.round((performance.now() - started) * 10) / 10,
      ...(error !== undefined && { error }),
      ...(verdict !== undefined && { verdict }),
    });
  };
  const met = faults.ofCall([`${method} ${url.pathname}`, ...(route === undefined ? [] : [route.operation])]);
  const lose = async (moment: "before" | "after"): Promise<boolean> => {
    const hangs = met.some(({ hang }) => hang === moment);
    if (!hangs && !met.some(({ reset }) => reset === moment)) return false;
    record(0, { error: moment === "before" ? "nothing was done" : "all was done", verdict: "fault" });
    if (hangs) await faults.wait();
    incoming.socket.resetAndDestroy();
    return true;
  };

  const delay = met.reduce((sum, { delay = 0 }) => sum + delay, 0);
  if (delay > 0) await faults.wait(delay * 1000);
  if (await lose("before")) return;
  const refusal = met.map(refusalOf).find((one) => one !== undefined);
  const result = refusal === undefined ? api.answer(url, incoming.headers.authorization, body, route) : judged(refusal);
  if (await lose("after")) return;
  record(result.answer.status, result);
  const answerBody = send(response, result.answer);
  observe?.({ method, path, requestBody: body, status: result.answer.status, answerBody });
}

function controlled({ control }: Parts, operation: string, body: string): Judged["answer"] {
  try {
    return { status: 200, body: control(operation, body) as object };
  } catch (error) {
    return judged(error).answer;
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: Judged["answer"]): string {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const type = typeof body === "string" ? "application/yaml" : "application/json; charset=utf-8";
  response.writeHead(status, { ...headers, ...(body !== undefined && { "content-type": type }) });
  response.end(text);
  return text;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** The body for the log, whatever it is: JSON, a form, or neither. */
function parametersIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value = shortened(body.startsWith("{") ? parsed(body) : Object.fromEntries(new URLSearchParams(body)));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return { body: "not JSON" };
  }
}
