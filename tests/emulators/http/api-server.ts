import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

import type { ApiAnswer, Judged } from "./api-answer";
import type { Faults, HttpFault } from "./faults";
import { parametersIn, type RequestLog } from "./request-log";

/** A request with its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly requestBody: string;
  readonly status: number;
  readonly answerBody: string;
}

/** A request on its way to the API. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** The API of a cloud. It answers in any case, with an error where it has to. */
export interface Api {
  /** Name of the route that the call means: `GET /v2/vpcs/{id}`. */
  operationOf(call: Call): string | undefined;
  answer(call: Call): Judged;
  /** What a fault answers, or undefined when it does not refuse. */
  refusalBy(fault: HttpFault): Judged | undefined;
  /** The answer to what the routes below /_emulator/ throw. */
  judge(thrown: unknown): Judged;
  /** Headers of all answers. */
  headers?(): Readonly<Record<string, string>>;
}

export interface Parts {
  readonly api: Api;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly control: (operation: string, body: string) => unknown;
  /** @default - nobody */
  readonly observe?: ((exchange: Exchange) => void) | undefined;
}

const controlPath = "/_emulator/";

/** What a server does with a request. */
export function listenerFor(parts: Parts): RequestListener {
  return (incoming, response) => {
    const answered = textOf(incoming).then(async (body) => {
      const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "127.0.0.1"}`);
      const method = incoming.method ?? "GET";
      if (url.pathname.startsWith(controlPath))
        send(response, controlled(parts, `${method} ${url.pathname.slice(controlPath.length)}`, body));
      else await answer(parts, { method, url, authorization: incoming.headers.authorization, body }, response);
    });
    // who asked has gone before the end: there is nobody left to tell
    answered.catch(() => incoming.destroy());
  };
}

async function answer({ api, faults, log, observe }: Parts, call: Call, response: ServerResponse): Promise<void> {
  const { method, url, body } = call;
  const started = performance.now();
  const operation = api.operationOf(call);
  const path = `${url.pathname}${url.search}`;
  const record = (status: number, { error, verdict }: Omit<Judged, "answer">): void => {
    log.record({
      operation: operation ?? null,
      method,
      path,
      parameters: parametersIn(body),
      status,
      milliseconds: Math.round((performance.now() - started) * 10) / 10,
      ...(error !== undefined && { error }),
      ...(verdict !== undefined && { verdict }),
    });
  };
  const met = faults.ofCall([`${method} ${url.pathname}`, ...(operation === undefined ? [] : [operation])]);
  const lose = async (moment: "before" | "after"): Promise<boolean> => {
    const hangs = met.some(({ hang }) => hang === moment);
    if (!hangs && !met.some(({ reset }) => reset === moment)) return false;
    record(0, { error: moment === "before" ? "nothing was done" : "all was done", verdict: "fault" });
    if (hangs) await faults.wait();
    response.socket?.resetAndDestroy();
    return true;
  };

  const delay = met.reduce((sum, { delay = 0 }) => sum + delay, 0);
  if (delay > 0) await faults.wait(delay * 1000);
  if (await lose("before")) return;
  const refusal = met.map((fault) => api.refusalBy(fault)).find((one) => one !== undefined);
  const result = refusal ?? api.answer(call);
  if (await lose("after")) return;
  record(result.answer.status, result);
  const headers = { ...api.headers?.(), ...result.answer.headers };
  const answerBody = send(response, { ...result.answer, headers });
  observe?.({ method, path, requestBody: body, status: result.answer.status, answerBody });
}

function controlled({ api, control }: Parts, operation: string, body: string): ApiAnswer {
  try {
    return { status: 200, body: control(operation, body) as object };
  } catch (error) {
    return api.judge(error).answer;
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: ApiAnswer): string {
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
