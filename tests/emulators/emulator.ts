/** Something that goes wrong on purpose. */
export interface Fault {
  /**
   * What it happens to. AWS: `CreateCluster`, `eks:CreateCluster`, `eks:*`. DigitalOcean: `POST /v2/databases`,
   * `GET /v2/databases/*`, `GET *`. Both: `*`.
   */
  readonly operation: string;
  /** Error code of the cloud: `ThrottlingException`, `too_many_requests`. @default - nothing is refused */
  readonly error?: string;
  /** @default - what fits the error */
  readonly status?: number;
  readonly message?: string;
  /** Seconds before anything is done. @default 0 */
  readonly delay?: number;
  /** Whether the connection is lost before it is done, or when it is done and only the answer is missing. */
  readonly reset?: "before" | "after";
  /** Only so many calls, the first ones. @default - all */
  readonly first?: number;
  /** Only every nth call. @default 1 */
  readonly every?: number;
}

/** How long things take, in seconds by kind of thing. @default - everything is done at once */
export interface Waiting {
  readonly creating?: Readonly<Record<string, number>> | undefined;
  readonly updating?: Readonly<Record<string, number>> | undefined;
  readonly deleting?: Readonly<Record<string, number>> | undefined;
}

/** What the logs of all emulators tell of a request. */
export interface LoggedRequest {
  readonly operation: string | null;
  /** Shortened, and without secrets. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** 0 when the connection was lost. */
  readonly status: number;
  readonly milliseconds: number;
  readonly error?: string;
  /** Why it was not the cloud's rules that refused: its own model, what is not emulated, a fault, our defect. */
  readonly verdict?: "invalid" | "unknown" | "fault" | "defect";
}

/** Names or ids by kind: `{ vpcs: ["vpc-1"] }`. */
export type Leftovers = Readonly<Record<string, readonly string[]>>;

/** A cloud on this machine. */
export interface Emulator {
  /** Where it answers: `http://127.0.0.1:45123`. */
  readonly address: string;
  /** What Terraform, CDKTF and the cloud's command line tools need, and what keeps them from any real account. */
  readonly environment: Readonly<Record<string, string>>;
  /** Resolved when it is no longer there, whoever ended it. */
  readonly ended: Promise<void>;
  orderFault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  setWaiting(waiting: Waiting): Promise<void>;
  /** All requests so far, the oldest first. */
  requests(): Promise<readonly LoggedRequest[]>;
  clearRequests(): Promise<void>;
  /** Requests that the cloud's own models do not allow, that are not emulated, or that the emulator failed at. */
  refused(): Promise<readonly LoggedRequest[]>;
  /** Everything that exists now and that would be billed, or that nobody would find again. */
  leftovers(): Promise<Leftovers>;
  stop(): Promise<void>;
}
