import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface ProxyOptions {
  /** Milliseconds until a new connection gets through. */
  readonly delay?: number;
  /** What a client sends to hear nothing more from then on; the connections stay. */
  readonly silentFrom?: string;
}

/** Stands between a program and a server on this machine, as a network does that is slow or loses something. */
export class Proxy {
  private readonly sockets: Socket[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(target: number, { delay = 0, silentFrom }: ProxyOptions): Promise<Proxy> {
    // half-open connections stay so, or the end of one side would reach the other
    const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const proxy = new Proxy(server, (server.address() as AddressInfo).port);
    server.on("connection", (client) => void proxy.pass(client, target, delay, silentFrom));
    return proxy;
  }

  private async pass(client: Socket, target: number, delay: number, silentFrom: string | undefined): Promise<void> {
    this.keep(client);
    await sleep(delay);
    const upstream = this.keep(connect({ port: target, host: "127.0.0.1", allowHalfOpen: true }));
    let isSilent = false;
    client.on("data", (data) => {
      isSilent ||= silentFrom !== undefined && data.includes(silentFrom);
      if (!isSilent) upstream.write(data);
    });
    client.on("end", () => isSilent || upstream.end());
    upstream.on("data", (data) => isSilent || client.write(data));
    upstream.on("end", () => isSilent || client.end());
  }

  private keep(socket: Socket): Socket {
    this.sockets.push(socket);
    return socket.on("error", () => undefined);
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
