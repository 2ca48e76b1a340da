import { Agent, request } from "node:http";

/** What became of the requests. */
export interface Tally {
  sent: number;
  answered: number;
  /** Everything else than 200, whatever it was. */
  readonly lost: string[];
}

/**
 * Puts persons on several instances in turn until it is told to end: half of the clients keep their connections, the
 * others make a new one for each request. As a balancer does, they leave an instance that refuses connections or asks
 * them to close theirs.
 */
export class BalancedClients {
  readonly tally: Tally = { sent: 0, answered: 0, lost: [] };
  /** Answers by the port of the instance. */
  readonly byInstance = new Map<number, number>();
  private readonly left = new Set<number>();
  private isOver = false;
  private readonly work: Promise<unknown>;

  constructor(
    private readonly ports: readonly number[],
    clients = 10,
  ) {
    this.work = Promise.all(Array.from({ length: clients }, (_, index) => this.run(index % 2 === 0)));
  }

  /** Waits for the answers that are due. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.work;
  }

  private async run(keepAlive: boolean): Promise<void> {
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    for (let turn = 0; !this.isOver; turn++) {
      const ports = this.ports.filter((port) => !this.left.has(port));
      const port = ports[turn % ports.length];
      if (port === undefined) throw new Error("every instance was left");
      const result = await this.put(agent, port, keepAlive);
      if (result === "refused") continue;
      this.tally.sent += 1;
      if (result === 200) {
        this.tally.answered += 1;
        this.byInstance.set(port, (this.byInstance.get(port) ?? 0) + 1);
      } else this.tally.lost.push(`${port}: ${String(result)}`);
    }
    agent.destroy();
  }

  private put(agent: Agent, port: number, keepAlive: boolean): Promise<number | string> {
    const headers = { "content-type": "application/json" };
    return new Promise((resolve) => {
      const sent = request({ agent, host: "127.0.0.1", port, method: "PUT", path: "/person", headers }, (response) => {
        // who wanted the connection for one request is always told to close it
        if (keepAlive && response.headers.connection === "close") this.left.add(port);
        response.resume().once("end", () => {
          resolve(response.statusCode ?? 0);
        });
      });
      sent.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ECONNREFUSED") this.left.add(port);
        resolve(error.code === "ECONNREFUSED" ? "refused" : (error.code ?? error.message));
      });
      sent.end('{"firstName":"al"}');
    });
  }
}
