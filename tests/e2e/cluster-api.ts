import { type OutgoingHttpHeaders, request as sendPlain } from "node:http";
import { request, type RequestOptions } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import { KubeConfig } from "@kubernetes/client-node";

import type { Given } from "./given";

/** An object, or a list of them, as the API has it. */
export type Json = Readonly<Record<string, unknown>>;

/** Certificates and headers. */
export type Login = Omit<RequestOptions, "headers"> & { readonly headers: OutgoingHttpHeaders };

/** The cluster as the tests see it: beside the tool, with nothing of the tool's. */
export class ClusterApi {
  readonly config = new KubeConfig();

  constructor({ context, kubeconfig }: Pick<Given, "context" | "kubeconfig">) {
    if (kubeconfig === undefined) this.config.loadFromDefault();
    else this.config.loadFromFile(kubeconfig);
    this.config.setCurrentContext(context);
    if (this.config.getCurrentCluster() === null) throw new Error(`the kubeconfig has no context ${context}`);
  }

  get server(): URL {
    return new URL(this.config.getCurrentCluster()?.server ?? "");
  }

  /** What a request to the API needs to be let in. */
  async login(): Promise<Login> {
    const options: RequestOptions = {};
    await this.config.applyToHTTPSOptions(options);
    return { ...options, headers: { ...(options.headers as OutgoingHttpHeaders | undefined) } };
  }

  /** @returns undefined when there is nothing of that name */
  async call(method: "GET" | "POST" | "DELETE", path: string, body?: Json): Promise<Json | undefined> {
    const login = await this.login();
    const { server } = this;
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const send = server.protocol === "http:" ? sendPlain : request;
      send(
        new URL(path, server),
        {
          ...login,
          method,
          headers: { ...login.headers, accept: "application/json", "content-type": "application/json" },
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (part: string) => (text += part));
          response.on("error", reject);
          response.on("end", () => {
            resolve({ status: response.statusCode ?? 0, text });
          });
        },
      )
        .on("error", reject)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
    if (status === 404) return undefined;
    if (status >= 300) throw new Error(`${method} ${path} was answered with ${status}: ${text}`);
    return JSON.parse(text) as Json;
  }

  async list<T>(path: string): Promise<readonly T[]> {
    return ((await this.call("GET", path))?.["items"] ?? []) as readonly T[];
  }

  /** Deletes a namespace with all that is in it, and waits until it is gone. */
  async deleteNamespace(name: string): Promise<void> {
    const path = `/api/v1/namespaces/${name}`;
    await this.call("DELETE", path);
    while ((await this.call("GET", path)) !== undefined) await sleep(500);
  }
}
