import { setTimeout as sleep } from "node:timers/promises";

import { Client, type ClientConfig, type DatabaseError } from "pg";

import { unavailability } from "./failures";

/** A connection that does not come about; the message says who wanted to connect to what, and why it failed. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  constructor({ user, database, host, port }: ClientConfig, cause: unknown) {
    super(`${user} cannot connect to ${database} at ${host}:${port}: ${said(cause)}`, { cause });
  }
}

/** Milliseconds for the server to close a connection as well. */
const goodbye = 1000;

/**
 * Lends a single connection, which is closed afterwards.
 *
 * @throws ConnectionError, or whatever the work throws
 */
export async function connected<T>(options: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(options);
  // whoever asks is told; this one is for when nobody does
  client.on("error", () => undefined);
  try {
    await client.connect().catch((error: unknown) => {
      throw new ConnectionError(options, error);
    });
    return await work(client);
  } finally {
    // a proxy that has lost the server says nothing to that either
    await Promise.race([client.end(), sleep(goodbye, undefined, { ref: false })]);
    client.connection.stream.destroy();
  }
}

/** Why it failed, in our words where we have some, and in those of the server. */
export function said(error: unknown): string {
  const { message, errors, detail } = error as Partial<DatabaseError & AggregateError>;
  // all addresses of a name were tried
  if (message === "" && errors !== undefined) return said(errors[0]);
  const words = detail === undefined ? message : `${message} (${detail})`;
  return [unavailability(error), words].filter((part) => part !== undefined).join(": ");
}
