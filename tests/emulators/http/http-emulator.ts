import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { Emulator, Leftovers, Waiting } from "../emulator";
import { listenerFor, type Parts } from "./api-server";
import type { HttpFault } from "./faults";
import type { HttpRequest } from "./request-log";

/** A server on this machine, once it answers. Throws what the port is refused with. */
export async function listening(parts: Parts, port: number): Promise<Server> {
  const server = createServer(listenerFor(parts));
  // longer than providers wait from one look to the next: a connection must not be closed under a request
  server.keepAliveTimeout = 55_000;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** A cloud in this process, whose API is HTTP. @typeParam W what takes time in it */
export abstract class HttpEmulator<W extends Waiting> implements Emulator {
  readonly address: string;
  readonly ended: Promise<void>;
  abstract readonly environment: Readonly<Record<string, string>>;

  protected constructor(
    protected readonly server: Server,
    protected readonly parts: Parts,
  ) {
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.ended = once(server, "close").then(() => undefined);
  }

  async orderFault(fault: HttpFault): Promise<void> {
    await this.do("POST faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.do("DELETE faults");
  }

  /** What is not named stays as it is. */
  async setWaiting({ creating = {}, updating = {}, deleting = {} }: W): Promise<void> {
    await this.do("POST waiting", { creating, updating, deleting });
  }

  async requests(): Promise<readonly HttpRequest[]> {
    return (await this.do("GET requests")) as readonly HttpRequest[];
  }

  async clearRequests(): Promise<void> {
    await this.do("DELETE requests");
  }

  async refused(): Promise<readonly HttpRequest[]> {
    return (await this.do("GET refused")) as readonly HttpRequest[];
  }

  async leftovers(): Promise<Leftovers> {
    return (await this.do("GET leftovers")) as Leftovers;
  }

  async stop(): Promise<void> {
    this.parts.faults.clear();
    this.server.close();
    this.server.closeAllConnections();
    await this.ended;
  }

  /** What the routes below /_emulator/ do. */
  protected do(operation: string, body?: object): Promise<unknown> {
    return Promise.resolve(body === undefined ? "" : JSON.stringify(body)).then((text) =>
      this.parts.control(operation, text),
    );
  }
}
