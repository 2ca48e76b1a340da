import type { Agent } from "node:http";

/** What a request to the API of a cluster needs to get there, and to be let in. */
export interface Credentials {
  /** With the path under which the API is, when there is one. */
  readonly server: URL;
  /** Keeps connections open, and has the certificates of both sides. */
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  /** `user:password`. @default - another way */
  readonly basic?: string | undefined;
}

/** How somebody logs in to a cluster. */
export interface Login {
  /** Who, and where this was read, for messages: `user "ci" of /home/ci/.kube/config`. */
  readonly name: string;

  /** @throws {Unreachable} when they cannot be had, because a program that hands them out fails */
  credentials(): Promise<Credentials>;

  /** Gets others in the place of those that the API does not accept (any more); does nothing when there are newer ones. */
  renew(refused: Credentials): Promise<void>;

  /** Closes connections that are kept open. */
  close(): void;
}
