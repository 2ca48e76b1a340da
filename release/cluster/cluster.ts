import type { AnyObject, Kind, ObjectOf } from "./objects";

/** What a pod, or the API in its place, answered. */
export interface PodAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PodRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "PATCH" | "HEAD";
  /** With its query. */
  readonly path: string;
  /** @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly body?: string;
  /** @default 5000 */
  readonly timeoutMillis?: number;
}

/** One thing that happened to the objects of a kind. `reset`: the list was read anew, and these are all there are. */
export type Change<K extends Kind> =
  | { readonly type: "put" | "gone"; readonly object: ObjectOf<K> }
  | { readonly type: "reset"; readonly objects: readonly ObjectOf<K>[] };

/**
 * The objects of one namespace of a cluster. Every call survives what passes by (conflicts of nobody's making,
 * throttling, a restart of the API server, an expired token) until the deadline of the release; writes are such that to
 * send one twice does the same as to send it once.
 *
 * All methods throw an {@link ApiError} when the API refuses, and {@link Unreachable} when it does not answer.
 */
export interface Cluster {
  readonly namespace: string;

  /** @returns undefined when there is none */
  get<K extends Kind>(kind: K, name: string): Promise<ObjectOf<K> | undefined>;

  /** Those with the labels, or all. */
  list<K extends Kind>(kind: K, selector?: Selector): Promise<readonly ObjectOf<K>[]>;

  /**
   * Server-side apply: makes the object, or sets the fields that are given and takes away those that were given before.
   *
   * @param options.dryRun the API says what it would be, and keeps nothing
   */
  apply<T extends AnyObject>(object: T, options?: { readonly dryRun?: boolean }): Promise<T>;

  /**
   * Makes an object that is not there yet.
   *
   * @returns undefined when there is one of that name
   */
  create<T extends AnyObject>(object: T): Promise<T | undefined>;

  /**
   * Puts an object in the place of the one that was read.
   *
   * @returns undefined when it has been changed since, or is gone
   */
  replace<T extends AnyObject>(object: T): Promise<T | undefined>;

  /** Sets some fields (JSON merge patch); undefined when there is no such object. */
  patch<K extends Kind>(kind: K, name: string, change: object): Promise<ObjectOf<K> | undefined>;

  /** @returns whether there was one */
  delete(kind: Kind, name: string, options?: DeleteOptions): Promise<boolean>;

  /** The last lines that a container wrote; undefined when there are none to be had. */
  logs(pod: string, options: LogOptions): Promise<string | undefined>;

  /**
   * Sends a request to a port of a pod, through the API server. It is sent again only when it has not reached the pod,
   * or changes nothing (`GET`, `HEAD`).
   *
   * @throws {Unreachable} when there is no answer in the request's own time
   */
  request(pod: string, port: number, request: PodRequest): Promise<PodAnswer>;

  /**
   * Reads all objects of a kind, and then every change, until the signal is aborted. It begins again by itself when the
   * connection is lost or the version is too old; the first change is always `reset`. At the deadline it ends.
   */
  watch<K extends Kind>(kind: K, selector: Selector | undefined, signal: AbortSignal): AsyncIterable<Change<K>>;

  /** What whoever is logged in may do in the namespace. @returns the permissions that are missing */
  missing(permissions: readonly Permission[]): Promise<readonly Permission[]>;

  /** Milliseconds since 1970 as the API server has it; undefined before it has answered. */
  serverTime(): number | undefined;
}

/** Labels and their values. */
export type Selector = Readonly<Record<string, string>>;

export interface DeleteOptions {
  /** Leaves what it made behind, without an owner. */
  readonly keepChildren?: boolean;
  /** Only this object, and no other one of the same name. */
  readonly uid?: string;
  /** Only as it was then: not when it has been changed since. */
  readonly resourceVersion?: string;
}

export interface LogOptions {
  readonly container?: string;
  readonly lines: number;
  /** Of the container that ran before this one. */
  readonly previous?: boolean;
}

export interface Permission {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete` */
  readonly verb: string;
  /** `apps`; empty for the core. */
  readonly group: string;
  /** `deployments`, `pods/proxy` */
  readonly resource: string;
  /** Only the object of this name. @default - all of them */
  readonly name?: string;
}
