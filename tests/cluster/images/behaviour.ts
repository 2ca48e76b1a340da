/** What comes in at a port of a pod. */
export interface HttpRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** @default - empty */
  readonly body?: string;
  /** Names in lower case. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long it takes. @default 2 */
  readonly afterMillis?: number;
}

/** What a program sees of the pod in which it runs. */
export interface PodView {
  readonly name: string;
  readonly namespace: string;
  readonly ip: string;
  readonly node: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Variables, those of ConfigMaps and Secrets included. */
  readonly env: Readonly<Record<string, string>>;
  /** Contents of mounted Secrets and ConfigMaps by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Whether it has been asked to end. */
  readonly terminating: boolean;
  /** As the pod names it. */
  readonly image: string;
  /** What the program remembers, until it ends. */
  readonly memory: Map<string, unknown>;
}

/** Why a registry gives no image, or the words of the container runtime. */
export type PullFailure =
  "not found" | "unauthorized" | "rate limited" | "no platform" | "timeout" | { readonly message: string };

export interface PullBehaviour {
  /** How long it takes where it was not pulled before. @default 1000 */
  readonly millis?: number;
  /** @default - it is pulled */
  readonly failure?: PullFailure;
  /** How often it fails before it works. @default - for ever */
  readonly times?: number;
}

/** A program that ends by itself. */
export interface ProgramEnd {
  readonly exitCode: number;
  /** @default 200 */
  readonly afterMillis?: number;
  /** Lines that it writes. @default - none */
  readonly logs?: readonly string[];
}

export interface Crash extends ProgramEnd {
  /** How often a container of the image ends like this before one goes on. @default - always */
  readonly times?: number;
}

/** What the containers of an image do. */
export interface ImageBehaviour {
  readonly pull?: PullBehaviour;
  /** Of the processor that it is built for. @default amd64 */
  readonly architecture?: string;
  /** Milliseconds until it listens. @default 250 */
  readonly startMillis?: number;
  /** @default - that of the variable PORT, or 3000 */
  readonly port?: number;
  /** Lines that it writes when it begins. @default - none */
  readonly logs?: readonly string[];
  /** How it ends without having been asked to. @default - not */
  readonly crash?: Crash;
  /** What it needs; the kernel kills it where that is more than the limit of its container. @default - little */
  readonly memory?: { readonly mebibytes: number; readonly afterMillis: number };
  /** @default - 200 to everything */
  readonly answer?: (request: HttpRequest, pod: PodView) => HttpAnswer;
  /**
   * Whether the answer to a probe that was good stays so until something changes that the pod sees: its image's
   * behaviour, a Secret. It is then not asked again and again, and an idle cluster stands still.
   *
   * @default true without `answer`, otherwise false
   */
  readonly steady?: boolean;
  /** Milliseconds from SIGTERM to its end. @default 50 */
  readonly terminateMillis?: number;
  /** Whether it listens until its end, or closes its port with SIGTERM. @default true */
  readonly listensUntilEnd?: boolean;
  /** It takes no notice of SIGTERM, and has to be killed. @default false */
  readonly stubborn?: boolean;
  /** Exit code after SIGTERM. @default 0 */
  readonly terminateExitCode?: number;
  /** Other programs in it by their command line: `node dist/migrate.js`. @default - none */
  readonly programs?: Readonly<Record<string, (pod: PodView) => ProgramEnd>>;
}
