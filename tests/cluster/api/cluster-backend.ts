import type { StoredObject } from "../store";

/** Why something is refused. */
export interface Refusal {
  readonly status: number;
  /** `Forbidden`, `Invalid`, … */
  readonly reason: string;
  readonly message: string;
}

/** An answer of a pod, or of the API in its place. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What only the part of the test cluster that plays the nodes knows. */
export interface ClusterBackend {
  /** What a container has written. */
  logs(
    namespace: string,
    pod: string,
    options: { readonly container?: string; readonly previous: boolean; readonly tailLines?: number },
  ): string | { readonly status: number; readonly message: string };

  /** Sends a request to a port of a pod. A pod that does not answer is a 503, as the API says it. */
  proxy(
    namespace: string,
    pod: string,
    port: number,
    request: {
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    },
  ): Promise<ProxyAnswer>;

  exec(
    namespace: string,
    pod: string,
    container: string | undefined,
    command: readonly string[],
  ): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;

  /** Called before a write is kept: quota, Pod Security, webhooks. @returns why it is refused */
  admit?(operation: "create" | "update" | "delete", object: StoredObject): Refusal | undefined;

  /** Asks a pod to go, if its PodDisruptionBudget lets it. */
  evict(namespace: string, pod: string): { readonly status: number; readonly message?: string };
}
