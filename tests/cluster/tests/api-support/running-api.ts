import { ApiServer, type ApiServerOptions, type ClusterBackend } from "../../api/api-server";
import { SimulatedClock } from "../../clock";
import { ObjectStore } from "../../store";

/** An API server with nothing behind it but the namespace `default`. */
export interface RunningApi {
  readonly api: ApiServer;
  readonly clock: SimulatedClock;
  readonly store: ObjectStore;
  readonly url: string;
  /** Of the admin. */
  readonly token: string;
  /** Sends a request as somebody, by default the admin. */
  send(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export interface RequestOptions {
  readonly body?: unknown;
  /** @default application/json */
  readonly type?: string;
  /** @default - the admin's */
  readonly token?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON. */
  readonly json: unknown;
}

/** Pods that write one line, answer what they are asked, and run nothing. */
export const quietBackend: ClusterBackend = {
  logs: () => "one line\n",
  proxy: (namespace, pod, port, { path }) =>
    Promise.resolve({
      status: 200,
      headers: { "content-type": "text/plain" },
      body: `${namespace} ${pod} ${port} ${path}`,
    }),
  exec: () => Promise.resolve({ exitCode: 0, stdout: "", stderr: "" }),
  evict: () => ({ status: 201 }),
};

export async function startApi(
  options: Partial<ApiServerOptions> & { readonly scale?: number } = {},
): Promise<RunningApi> {
  const clock = options.clock ?? new SimulatedClock(options.scale === undefined ? {} : { scale: options.scale });
  const store = options.store ?? new ObjectStore(() => clock.now());
  store.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "default" }, status: { phase: "Active" } });
  const api = await ApiServer.start({ backend: quietBackend, ...options, clock, store });
  const { token } = api.users.find("admin");
  return {
    api,
    clock,
    store,
    url: api.url,
    token,
    send: async (method, path, { body, type = "application/json", token: own = token } = {}) => {
      const response = await fetch(api.url + path, {
        method,
        headers: { authorization: `Bearer ${own}`, "content-type": type },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text,
        get json() {
          return JSON.parse(text) as unknown;
        },
      };
    },
    stop: async () => {
      await api.stop();
      clock.stop();
    },
  };
}
