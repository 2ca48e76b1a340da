import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import type { SimulatedClock } from "../clock";
import type { ObjectStore } from "../store";
import { type User, Users } from "./access/users";
import { type ApiRequest, readRequest, recordOf } from "./api-request";
import { makeCertificate } from "./certificate";
import type { ClusterBackend } from "./cluster-backend";
import { deliver } from "./delivery";
import { Faults } from "./faults";
import { kubeconfigOf } from "./kubeconfig";
import { Watches } from "./reads/watches";
import { failed, type Reply, type Stream } from "./reply";
import type { RecordedRequest } from "./request-log";
import { Router } from "./router";
import { noSuchResource, StatusError, unauthorized } from "./status-error";
import { answerExec } from "./subresources/exec";

export type { ClusterBackend } from "./cluster-backend";
export type { RecordedRequest } from "./request-log";

/** What an API server is started with. */
export interface ApiServerOptions {
  readonly store: ObjectStore;
  readonly clock: SimulatedClock;
  readonly backend: ClusterBackend;
  /** @default false */
  readonly https?: boolean;
  /** @default - any that is free */
  readonly port?: number;
}

/**
 * The API of a Kubernetes cluster, over HTTP on this machine, as far as a release and `kubectl` need it. It answers as
 * a kube-apiserver 1.35 does, and keeps everything in an {@link ObjectStore}.
 */
export class ApiServer {
  readonly users = new Users();
  readonly requests: RecordedRequest[] = [];
  readonly faults: Faults;
  /** Errors of the test cluster itself: there should be none. */
  readonly defects: unknown[] = [];
  readonly watches: Watches;
  private readonly router: Router;
  private readonly listeners = new Set<(request: RecordedRequest) => void>();
  private readonly certificate: { readonly key: string; readonly cert: string } | undefined;
  private server: Server;
  private port = 0;
  private isStopped = false;

  /** Starts one, and waits until it listens. */
  static async start(options: ApiServerOptions): Promise<ApiServer> {
    const certificate = options.https === true ? await makeCertificate() : undefined;
    const server = new ApiServer(options, certificate);
    await server.listen(options.port ?? 0);
    return server;
  }

  private constructor(
    private readonly options: ApiServerOptions,
    certificate: ApiServer["certificate"],
  ) {
    const { store, clock, backend } = options;
    this.certificate = certificate;
    this.watches = new Watches(store, clock);
    this.router = new Router({ store, clock, backend, users: this.users, watches: this.watches });
    this.faults = new Faults({
      restart: (seconds) => {
        this.restart(seconds);
      },
      dropWatches: () => {
        this.watches.drop();
      },
      compact: () => {
        store.compact();
      },
    });
    this.server = this.makeServer();
  }

  get url(): string {
    return `${this.certificate === undefined ? "http" : "https"}://127.0.0.1:${this.port}`;
  }

  /** The text of a kubeconfig file for one of the {@link users}. */
  kubeconfig(user = "admin", namespace = "default", context?: string): string {
    const { url, users, certificate } = this;
    return kubeconfigOf({ url, user: users.find(user), namespace, authority: certificate?.cert, context });
  }

  /** Calls something after each write that was kept, before it is answered. @returns what calls it off */
  afterWrite(listener: (request: RecordedRequest) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.close();
  }

  private makeServer(): Server {
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      void this.handle(request, response);
    };
    const server =
      this.certificate === undefined ? createServer(answer) : createSecureServer({ ...this.certificate }, answer);
    server.keepAliveTimeout = 0;
    server.requestTimeout = 0;
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      void this.upgrade(request, socket, head);
    });
    return server;
  }

  private listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, "127.0.0.1", () => {
        this.port = (this.server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  private close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private restart(seconds: number): void {
    const { clock } = this.options;
    const closed = this.close();
    clock.after(seconds * 1000, () => {
      const release = clock.hold();
      void closed
        .then(() => {
          if (this.isStopped) return undefined;
          this.server = this.makeServer();
          return this.listen(this.port);
        })
        .catch((error: unknown) => this.defects.push(error))
        .finally(release);
    });
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { clock } = this.options;
    let release = clock.hold();
    response.once("close", () => {
      release();
    });
    response.setHeader("date", new Date(clock.now()).toUTCString());
    try {
      const request = await readRequest(incoming);
      const record = recordOf(request, incoming.url ?? "", clock.now());
      this.requests.push(record);
      const user = this.authenticate(incoming);
      record.user = user?.name ?? "";
      const fault = this.faults.next(record);
      const pass = async (waiting: () => Promise<unknown>): Promise<void> => {
        release();
        await waiting();
        if (!response.closed) release = clock.hold();
      };
      await deliver({
        request,
        record,
        response,
        fault,
        clock,
        pass,
        answer: () => this.answer(request, record, user, pass),
      });
      if (response.headersSent && !response.writableEnded) release();
    } catch (error) {
      // the client has gone while it was asking
      if ((error as NodeJS.ErrnoException).code !== "ECONNRESET") this.defects.push(error);
      response.destroy();
    }
  }

  private authenticate({ headers }: IncomingMessage): User | undefined {
    return this.users.withToken(/^Bearer (.*)$/.exec(headers.authorization ?? "")?.[1] ?? "");
  }

  private async answer(
    request: ApiRequest,
    record: RecordedRequest,
    user: User | undefined,
    pass: (waiting: () => Promise<unknown>) => Promise<void>,
  ): Promise<Reply | Stream> {
    try {
      if (user === undefined) throw unauthorized();
      const revision = this.options.store.currentRevision;
      const answering = this.router.answer(request, user);
      // a pod may take its time
      if (record.subresource === "proxy") await pass(() => answering.catch(() => undefined));
      const reply = await answering;
      if (record.isWrite && this.options.store.currentRevision !== revision) this.tellWrite(record, reply);
      return reply;
    } catch (error) {
      if (error instanceof StatusError) return failed(error);
      this.defects.push(error);
      return failed(new StatusError(500, "InternalError", `Internal error occurred: ${String(error)}`));
    }
  }

  private tellWrite(record: RecordedRequest, reply: Reply | Stream): void {
    if ("status" in reply) record.status = reply.status;
    for (const listener of [...this.listeners]) listener(record);
  }

  private async upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const release = this.options.clock.hold();
    const request = await readRequest(incoming);
    const record = recordOf(request, incoming.url ?? "", this.options.clock.now());
    this.requests.push(record);
    const user = this.authenticate(incoming);
    const { target, query } = request;
    try {
      if (user === undefined) throw unauthorized();
      if (target?.subresource !== "exec") throw noSuchResource();
      record.user = user.name;
      this.router.authorize(request, target, user);
      const { namespace = "", name } = target;
      record.status = 101;
      release();
      await answerExec(incoming, socket, head, () =>
        this.options.backend.exec(namespace, name, query.get("container") ?? undefined, query.getAll("command")),
      );
    } catch (error) {
      const { status, body } = failed(error instanceof StatusError ? error : new StatusError(500, "", String(error)));
      record.status = status;
      socket.end(
        `HTTP/1.1 ${status} refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
      release();
    }
  }
}
