import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { SimulatedClock } from "../../../cluster/clock";
import type { Credentials, Login } from "../../../../release/cluster/login";

/** A request as it came in. */
export interface Asked {
  readonly method: string;
  /** With its query, decoded. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What is done with a request: an answer, or whatever the test wants to do to the connection. */
export type Act = (response: ServerResponse, asked: Asked) => void;

/** A server that does what it is told, one request after the other; the last instruction is for all that follow. */
export class ScriptedApi implements Login {
  readonly name = 'user "ci" of kubeconfig';
  readonly asked: Asked[] = [];
  port = 0;
  /** How many connections were opened. */
  connections = 0;
  /** How often other credentials were asked for. */
  renewals = 0;
  private script: Act[] = [];
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server;
  private current: Credentials | undefined;

  private underway: (() => void)[] = [];

  private constructor(private readonly clock: SimulatedClock) {
    this.server = createServer((request, response) => {
      response.once("close", () => {
        this.letTimePass();
      });
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        const asked = { method, path: decodeURIComponent(url), headers, body: Buffer.concat(chunks).toString() };
        this.asked.push(asked);
        const act = this.script.length > 1 ? this.script.shift() : this.script[0];
        act?.(response, asked);
        if (!response.writableEnded) this.letTimePass();
      });
    });
    this.server.on("connection", () => this.connections++);
  }

  static async start(clock: SimulatedClock): Promise<ScriptedApi> {
    const api = new ScriptedApi(clock);
    await api.listen();
    return api;
  }

  /** On the same port as before, if it was stopped. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Method and path of each request. */
  get log(): string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`);
  }

  does(...script: Act[]): void {
    this.script = script;
  }

  /** Whoever asks for them is about to send a request, which takes no time. */
  credentials(): Promise<Credentials> {
    if (this.server.listening) this.underway.push(this.clock.hold());
    this.current ??= {
      server: new URL(`http://127.0.0.1:${this.port}`),
      agent: this.agent,
      headers: { Authorization: `Bearer token-${this.renewals}` },
    };
    return Promise.resolve(this.current);
  }

  renew(): Promise<void> {
    this.renewals++;
    this.current = undefined;
    return Promise.resolve();
  }

  private letTimePass(): void {
    // only when the other side has read it
    setTimeout(() => this.underway.shift()?.(), 3);
  }

  close(): void {
    this.agent.destroy();
  }

  async stop(): Promise<void> {
    this.close();
    for (const end of this.underway.splice(0)) end();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** An answer in JSON. */
export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Act =>
  (response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
  };

/** A refusal by the API. */
export const refuses = (
  code: number,
  reason: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Act => json(code, { kind: "Status", apiVersion: "v1", status: "Failure", message, reason, code }, headers);

/** A page of a proxy. */
export const page =
  (status: number, title: string): Act =>
  (response) => {
    response
      .writeHead(status, { "Content-Type": "text/html" })
      .end(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);
  };

/** Closes the connection without an answer. */
export const resets: Act = (response) => {
  response.socket?.resetAndDestroy();
};

/** Promises more than it sends. */
export const truncates: Act = (response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
  response.write('{"kind":"Depl', () => response.socket?.destroy());
};

/** Says nothing any more, after the beginning of an answer or before it. */
export const stalls =
  ({ begun }: { readonly begun: boolean }): Act =>
  (response) => {
    if (begun) response.writeHead(200, { "Content-Type": "application/json" }).write('{"kind":');
  };

/** An answer of a pod, or of something else that does not speak JSON. */
export const text =
  (status: number, body: string): Act =>
  (response) => {
    response.writeHead(status, { "Content-Type": "text/plain" }).end(body);
  };
