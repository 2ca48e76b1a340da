/** The part of `ws` that the test cluster uses; the package brings no types. */
declare module "ws" {
  import type { IncomingMessage } from "node:http";
  import type { Duplex } from "node:stream";

  export interface WebSocket {
    send(data: Buffer): void;
    close(code?: number): void;
    on(event: "message", listener: (data: Buffer) => void): void;
  }

  export class WebSocketServer {
    constructor(options: {
      readonly noServer: true;
      readonly handleProtocols?: (offered: ReadonlySet<string>) => string | false;
    });
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, done: (connection: WebSocket) => void): void;
  }
}
