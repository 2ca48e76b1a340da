import type { ServerResponse } from "node:http";
import { TLSSocket } from "node:tls";

import type { SimulatedClock } from "../clock";
import type { ApiRequest } from "./api-request";
import type { FaultAction } from "./faults";
import { json, type Reply, type Stream } from "./reply";
import type { RecordedRequest } from "./request-log";

/** A request on its way back. */
export interface Delivery {
  readonly request: ApiRequest;
  readonly record: RecordedRequest;
  readonly response: ServerResponse;
  readonly fault: FaultAction | undefined;
  readonly clock: SimulatedClock;
  /** Lets the time pass while something is waited for. */
  readonly pass: (waiting: () => Promise<unknown>) => Promise<void>;
  readonly answer: () => Promise<Reply | Stream>;
}

/** Answers a request, or does to it what a test has ordered. */
export async function deliver(delivery: Delivery): Promise<void> {
  const { fault, response, record, clock, pass, answer } = delivery;
  switch (fault?.type) {
    case "reset":
      if (fault.when === "after") await answer();
      reset(response);
      return;
    case "stall":
      if (fault.when === "body") sendPart(response, await answer());
      await pass(() => gone(response));
      return;
    case "truncate":
      endInTheMiddle(response, record, await answer(), fault.ends);
      return;
    case "answer":
      send(response, record, ordered(fault));
      return;
    case "slow":
      await pass(() => Promise.race([clock.sleep(fault.millis), gone(response)]));
      break;
    case undefined:
      break;
  }
  const reply = await answer();
  if (response.destroyed) return;
  send(response, record, reply);
}

function send(response: ServerResponse, record: RecordedRequest, reply: Reply | Stream): void {
  if ("start" in reply) {
    record.status = 200;
    reply.start(response);
    return;
  }
  record.status = reply.status;
  response.writeHead(reply.status, { ...plainHeaders(reply), "content-length": Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

function reset({ socket }: ServerResponse): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

const plainHeaders = ({ headers }: Reply): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== "transfer-encoding")
      .map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );

const half = (text: string): string => text.slice(0, Math.floor(text.length / 2));

/** Sends headers and half of what they announce. */
function sendPart(response: ServerResponse, reply: Reply | Stream): void {
  if ("start" in reply) {
    response.flushHeaders();
    return;
  }
  response.writeHead(reply.status, { ...plainHeaders(reply), "content-length": Buffer.byteLength(reply.body) });
  response.write(half(reply.body));
}

function endInTheMiddle(
  response: ServerResponse,
  record: RecordedRequest,
  reply: Reply | Stream,
  ends: "clean" | "cut",
): void {
  if (ends === "clean" && !("start" in reply)) {
    send(response, record, { ...reply, body: half(reply.body) });
    return;
  }
  sendPart(response, reply);
  setImmediate(() => response.destroy());
}

function ordered({ status, reason = "", message = "", headers = {}, body }: FaultAction & { type: "answer" }): Reply {
  const reply = json(
    { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code: status },
    { status },
  );
  return { ...reply, headers: { ...reply.headers, ...headers }, body: body ?? reply.body };
}

const gone = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    if (response.closed) resolve();
    else response.once("close", resolve);
  });
