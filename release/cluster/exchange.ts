import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import { setImmediate as nextTurn } from "node:timers/promises";

import type { Clock } from "../clock";
import type { Credentials } from "./login";

/** A request to the API, sent once. */
export interface Message {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** @default - none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** @default - none */
  readonly body?: string | undefined;
  /** The reply has no end, unless it is a refusal. */
  readonly isStream?: boolean;
}

/** What came back. */
export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** All of it. */
  readonly body: string;
  /** What is read in its place as it comes in, until the signal is aborted. @default - the reply has an end */
  readonly stream?: IncomingMessage;
}

/** A try took longer than it may. */
export class TimedOut extends Error {
  override readonly name = "TimedOut";
}

/** The connection ended before the reply did. */
export class CutOff extends Error {
  override readonly name = "CutOff";
}

/** How long a try may take, and by which time. */
export interface Limits {
  readonly clock: Clock;
  readonly millis: number;
  /** Ends it at once, with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Sends a request and reads the whole reply, whatever it is.
 *
 * @throws {TimedOut} and {CutOff}, what Node.js says of the connection, and the reason of the signal
 */
export async function exchange(credentials: Credentials, message: Message, limits: Limits): Promise<Reply> {
  const limit = new Limit(limits);
  try {
    const response = await send(credentials, message, limit.signal);
    const { statusCode: status = 0, headers } = response;
    if (message.isStream !== true || status !== 200)
      return { status, headers, body: await readAll(response, limit.signal) };
    limit.pass(response);
    return { status, headers, body: "", stream: response };
  } finally {
    limit.end();
  }
}

async function readAll(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  response.setEncoding("utf8");
  let body = "";
  try {
    for await (const text of response) body += text as string;
  } catch (error) {
    signal.throwIfAborted();
    throw new CutOff("the reply was cut off", { cause: error });
  }
  return body;
}

function send(
  { server, agent, headers: login, basic }: Credentials,
  { method, path, headers, body }: Message,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = (server.protocol === "https:" ? https : http).request({
      agent,
      method,
      host: server.hostname.replace(/^\[|\]$/g, ""),
      port: server.port === "" ? undefined : server.port,
      path: server.pathname.replace(/\/$/, "") + path,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) }),
        ...login,
        ...(basic === undefined ? {} : { Authorization: `Basic ${Buffer.from(basic).toString("base64")}` }),
      },
    });
    const onAbort = (): void => {
      request.destroy();
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    request.on("error", (error) => {
      signal.removeEventListener("abort", onAbort);
      // a connection that the server had closed for having been idle is nobody's fault, and another one may be fine
      reject(request.reusedSocket ? Object.assign(error, { wasReused: true }) : error);
    });
    request.once("response", (response) => {
      response.once("close", () => {
        signal.removeEventListener("abort", onAbort);
      });
      resolve(response);
    });
    request.end(body);
  });
}

/** A signal that is aborted by another one, or when the time is over. */
class Limit {
  private readonly controller = new AbortController();
  private readonly timer = new AbortController();

  constructor(private readonly limits: Limits) {
    const { clock, millis, signal } = limits;
    if (signal.aborted) this.onAbort();
    signal.addEventListener("abort", this.onAbort, { once: true });
    this.wait(clock, millis).catch(() => undefined);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** From here on only the signal ends it. */
  pass(stream: IncomingMessage): void {
    const { signal } = this.limits;
    const onAbort = (): void => {
      stream.destroy();
    };
    signal.addEventListener("abort", onAbort, { once: true });
    stream.once("close", () => {
      signal.removeEventListener("abort", onAbort);
    });
    // the system notices a connection that is dead and silent
    stream.socket.setKeepAlive(true, 30_000);
  }

  end(): void {
    this.timer.abort();
    this.limits.signal.removeEventListener("abort", this.onAbort);
  }

  private async wait(clock: Clock, millis: number): Promise<void> {
    // what is at hand takes no time, neither at the beginning nor at the end
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    await clock.sleep(millis, this.timer.signal);
    await nextTurn();
    this.timer.signal.throwIfAborted();
    this.controller.abort(new TimedOut(`no answer within ${Math.round(millis / 1000)} s`));
  }

  private readonly onAbort = (): void => {
    this.controller.abort(this.limits.signal.reason);
  };
}
