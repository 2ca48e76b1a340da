import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

export interface Asked {
  readonly method?: string;
  /** Those of the page, besides what is here; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Sends a request as the page does, but for what is said. */
export async function ask(address: string, asked: Asked = {}): Promise<Answered> {
  const response = await open(address, asked);
  const { statusCode: status, headers } = response;
  return { status, headers, body: await text(response) };
}

/** The same, for an answer that does not end. */
export function open(
  address: string,
  { method = "GET", headers = {}, body = "" }: Asked = {},
): Promise<IncomingMessage> {
  const { origin, port } = new URL(address);
  const usual = method === "GET" ? {} : { origin, "content-type": "application/json" };
  const all = Object.entries({ ...usual, "sec-fetch-site": "same-origin", ...headers }).filter(
    (header): header is [string, string] => header[1] !== undefined,
  );
  // `URL` would make another path of some
  const path = address.slice(origin.length);
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path, headers: Object.fromEntries(all), agent: false });
    sent.once("response", resolve).once("error", reject).end(body);
  });
}

export const post = (address: string, body: unknown): Promise<Answered> =>
  ask(address, { method: "POST", body: JSON.stringify(body) });

/** Reads the messages of `events`. */
export class Events {
  /** All that has come, the oldest first. */
  readonly all: { readonly name: string; readonly data: unknown }[] = [];
  readonly ended: Promise<void>;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly response: IncomingMessage) {
    this.ended = this.read().catch(() => undefined);
  }

  static async of(address: string): Promise<Events> {
    return new Events(await open(`${address}events`));
  }

  /** Waits for data that fits. @param from which message on */
  async until<T>(name: string, fits: (data: T) => boolean, from = 0): Promise<T> {
    for (;;) {
      const found = this.all.slice(Math.max(0, from)).find((each) => each.name === name && fits(each.data as T));
      if (found !== undefined) return found.data as T;
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  close(): void {
    this.response.destroy();
  }

  private async read(): Promise<void> {
    let rest = "";
    for await (const part of this.response.setEncoding("utf8")) {
      const messages = (rest + (part as string)).split("\n\n");
      rest = messages.pop() ?? "";
      for (const message of messages) {
        const [, name = "", data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(message) ?? [];
        this.all.push({ name, data: JSON.parse(data) });
      }
      for (const wake of this.waiting) wake();
      this.waiting.clear();
    }
  }
}
