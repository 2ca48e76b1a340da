import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

import { type WebSocket, WebSocketServer } from "ws";

/** What a command in a container did. */
interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** First byte of every message: what it belongs to. */
const channels = { stdout: 1, stderr: 2, error: 3 } as const;

const protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

const server = new WebSocketServer({
  noServer: true,
  handleProtocols: (offered) => protocols.find((protocol) => offered.has(protocol)) ?? false,
});

/** Runs a command and sends what it writes over a WebSocket, as the API does for `kubectl exec`. */
export function answerExec(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  run: () => Promise<Outcome>,
): Promise<void> {
  return new Promise((resolve) => {
    server.handleUpgrade(request, socket, head, (connection) => {
      void run()
        .then((outcome) => {
          send(connection, outcome);
        })
        .catch((error: unknown) => {
          write(connection, channels.error, JSON.stringify(failure("InternalError", String(error))));
        })
        .finally(() => {
          connection.close(1000);
          resolve();
        });
    });
  });
}

function send(connection: WebSocket, { exitCode, stdout, stderr }: Outcome): void {
  if (stdout !== "") write(connection, channels.stdout, stdout);
  if (stderr !== "") write(connection, channels.stderr, stderr);
  const status =
    exitCode === 0
      ? { metadata: {}, status: "Success" }
      : {
          ...failure("NonZeroExitCode", `command terminated with non-zero exit code: exit status ${exitCode}`),
          details: { causes: [{ reason: "ExitCode", message: String(exitCode) }] },
        };
  write(connection, channels.error, JSON.stringify(status));
}

const failure = (reason: string, message: string): object => ({ metadata: {}, status: "Failure", reason, message });

const write = (connection: WebSocket, channel: number, text: string): void => {
  connection.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]));
};
