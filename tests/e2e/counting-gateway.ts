import { createServer, type IncomingMessage, request as sendPlain, type Server, type ServerResponse } from "node:http";
import { request as sendSecure } from "node:https";
import type { AddressInfo } from "node:net";

import type { ApiRequest, CountingCluster } from "../baseline/release-tool";
import type { ClusterApi, Login } from "./cluster-api";

/**
 * Stands between the tool and the API server, and counts. Audit logs are not to be had from every cluster. It listens
 * on this machine only, and adds the credentials of the context to what comes.
 */
export class CountingGateway implements CountingCluster {
  readonly requests: ApiRequest[] = [];

  private constructor(
    private readonly server: Server,
    private readonly api: ClusterApi,
    private readonly login: Login,
  ) {
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      this.pass(request, response);
    });
  }

  static async start(api: ClusterApi): Promise<CountingGateway> {
    const gateway = new CountingGateway(createServer(), api, await api.login());
    await new Promise<void>((resolve) => gateway.server.listen(0, "127.0.0.1", resolve));
    return gateway;
  }

  get context(): string {
    return this.api.config.getCurrentContext();
  }

  /** Leads here. */
  get kubeconfig(): string {
    const { context } = this;
    const { port } = this.server.address() as AddressInfo;
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: context, cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: context, user: {} }],
      contexts: [{ name: context, context: { cluster: context, user: context } }],
      "current-context": context,
    });
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { method = "GET", url = "/", headers } = request;
    this.requests.push({ method, url });
    const { server } = this.api;
    const send = server.protocol === "http:" ? sendPlain : sendSecure;
    const passedOn = send(
      new URL(url, server),
      { ...this.login, method, headers: { ...headers, ...this.login.headers, host: server.host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        // watches are read line by line, as they come
        response.flushHeaders();
        answer.pipe(response);
        answer.on("error", () => response.destroy());
      },
    );
    passedOn.on("error", () => response.destroy());
    response.on("close", () => passedOn.destroy());
    request.on("error", () => passedOn.destroy());
    request.pipe(passedOn);
  }
}
