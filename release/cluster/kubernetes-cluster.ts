import { ApiClient, type ApiClientOptions } from "./api-client";
import type { Answer } from "./question";
import type {
  Change,
  Cluster,
  DeleteOptions,
  LogOptions,
  Permission,
  PodAnswer,
  PodRequest,
  Selector,
} from "./cluster";
import { contains } from "./contains";
import { Unreachable } from "./errors";
import type { Login } from "./login";
import type { AnyObject, Kind, ObjectOf } from "./objects";
import { missingPermissions } from "./missing-permissions";
import { requestToPod } from "./pod-request";
import { apiVersionOf, identityOf, labelSelector, query, resourceName, resourcePath } from "./resource-path";
import { watchObjects } from "./watch";

/** A namespace of a cluster, and how long to try. */
export interface KubernetesClusterOptions extends ApiClientOptions {
  readonly namespace: string;
  /** Under which name fields are owned in server-side apply. */
  readonly fieldManager: string;
}

const json = { "Content-Type": "application/json" };

/** A cluster that is asked over HTTP(S), as somebody who has logged in. */
export class KubernetesCluster implements Cluster {
  readonly namespace: string;
  private readonly api: ApiClient;

  constructor(
    login: Login,
    private readonly options: KubernetesClusterOptions,
    api?: ApiClient,
  ) {
    this.namespace = options.namespace;
    this.api = api ?? new ApiClient(login, options);
  }

  /**
   * The same cluster with other limits, over the same connections: to clean up after the deadline, or after an
   * interruption.
   */
  within(
    limits: Pick<ApiClientOptions, "deadline" | "signal"> & Pick<Partial<ApiClientOptions>, "firstDeadline">,
  ): KubernetesCluster {
    return new KubernetesCluster(this.api.login, { ...this.options, ...limits }, this.api.within(limits));
  }

  /** Lets the program end. */
  close(): void {
    this.api.login.close();
  }

  serverTime(): number | undefined {
    return this.api.serverTime();
  }

  async get<K extends Kind>(kind: K, name: string): Promise<ObjectOf<K> | undefined> {
    const answer = await this.ask("GET", kind, name, { answers: [404] });
    return answer.status === 404 ? undefined : (answer.object as ObjectOf<K>);
  }

  async list<K extends Kind>(kind: K, selector?: Selector): Promise<readonly ObjectOf<K>[]> {
    return (await this.page(kind, selector)).objects;
  }

  async apply<T extends AnyObject>(object: T, { dryRun = false }: { readonly dryRun?: boolean } = {}): Promise<T> {
    const { kind, name } = identityOf(object);
    const { uid, resourceVersion } = object.metadata ?? {};
    const answer = await this.ask("PATCH", kind, name, {
      query: { fieldManager: this.options.fieldManager, force: true, dryRun: dryRun ? "All" : undefined },
      headers: { "Content-Type": "application/apply-patch+yaml" },
      body: this.placed(object),
      // forced, it takes fields from others; what is left are writes of the same moment, and the object's own conditions
      repeatsConflicts: uid === undefined && resourceVersion === undefined,
    });
    return answer.object as T;
  }

  async create<T extends AnyObject>(object: T): Promise<T | undefined> {
    const { kind, name } = identityOf(object);
    const answer = await this.ask("POST", kind, undefined, {
      label: name,
      query: { fieldManager: this.options.fieldManager },
      headers: json,
      body: this.placed(object),
      answers: [409],
    });
    if (answer.status !== 409) return answer.object as T;
    return answer.isRepeated ? this.ifWritten(kind, name, object) : undefined;
  }

  async replace<T extends AnyObject>(object: T): Promise<T | undefined> {
    const { kind, name } = identityOf(object);
    const answer = await this.ask("PUT", kind, name, {
      query: { fieldManager: this.options.fieldManager },
      headers: json,
      body: this.placed(object),
      answers: [404, 409],
    });
    if (answer.status < 300) return answer.object as T;
    return answer.status === 409 && answer.isRepeated ? this.ifWritten(kind, name, object) : undefined;
  }

  async patch<K extends Kind>(kind: K, name: string, change: object): Promise<ObjectOf<K> | undefined> {
    const answer = await this.ask("PATCH", kind, name, {
      query: { fieldManager: this.options.fieldManager },
      headers: { "Content-Type": "application/merge-patch+json" },
      body: change,
      answers: [404],
      repeatsConflicts: (change as AnyObject).metadata?.resourceVersion === undefined,
    });
    return answer.status === 404 ? undefined : (answer.object as ObjectOf<K>);
  }

  async delete(
    kind: Kind,
    name: string,
    { keepChildren = false, uid, resourceVersion }: DeleteOptions = {},
  ): Promise<boolean> {
    const preconditions = uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
    const answer = await this.ask("DELETE", kind, name, {
      headers: json,
      body: {
        apiVersion: "v1",
        kind: "DeleteOptions",
        propagationPolicy: keepChildren ? "Orphan" : "Background",
        preconditions,
      },
      answers: preconditions === undefined ? [404] : [404, 409],
    });
    // gone, or another one in its place, after a try whose answer was lost
    return answer.status < 300 || answer.isRepeated;
  }

  async logs(pod: string, { container, lines, previous }: LogOptions): Promise<string | undefined> {
    try {
      const answer = await this.ask("GET", "Pod", pod, {
        subresource: "log",
        query: { container, tailLines: lines, previous, limitBytes: 256 * 1024 },
        // the container has not started, there was none before it, or the pod is gone
        answers: [400, 404],
        isText: true,
        // its node may be gone, and what it wrote is only an explanation
        mostTries: 2,
      });
      return answer.status < 300 ? answer.body : undefined;
    } catch (error) {
      if (error instanceof Unreachable) return undefined;
      throw error;
    }
  }

  request(pod: string, port: number, request: PodRequest): Promise<PodAnswer> {
    return requestToPod(this.api, { namespace: this.namespace, pod, port }, request);
  }

  watch<K extends Kind>(kind: K, selector: Selector | undefined, signal: AbortSignal): AsyncIterable<Change<K>> {
    return watchObjects(this.api, {
      kind,
      path: resourcePath(kind, this.namespace),
      labels: labelSelector(selector),
      signal,
      list: (api) => this.page(kind, selector, api),
    });
  }

  missing(permissions: readonly Permission[]): Promise<readonly Permission[]> {
    return missingPermissions(this.api, this.namespace, permissions);
  }

  private async page<K extends Kind>(
    kind: K,
    selector: Selector | undefined,
    api = this.api,
  ): Promise<{ readonly objects: readonly ObjectOf<K>[]; readonly version: string }> {
    const answer = await this.ask("GET", kind, undefined, {
      query: { labelSelector: labelSelector(selector) },
      // a cluster that does not know the kind has none of it
      answers: [404],
      api,
    });
    if (answer.status === 404) return { objects: [], version: "0" };
    const { items = [], metadata } = answer.object as {
      items?: AnyObject[];
      metadata?: { resourceVersion?: string };
    };
    // items of a list do not say what they are
    const identity = { apiVersion: apiVersionOf(kind), kind };
    return {
      objects: items.map((item) => ({ ...identity, ...item }) as ObjectOf<K>),
      version: metadata?.resourceVersion ?? "0",
    };
  }

  /** The object as it is, when it is as it was to be. */
  private async ifWritten<T extends AnyObject>(kind: Kind, name: string, written: T): Promise<T | undefined> {
    const found = await this.get(kind, name);
    return contains(found, written) ? (found as unknown as T) : undefined;
  }

  private placed(object: AnyObject): AnyObject {
    const metadata = { namespace: this.namespace, ...object.metadata, managedFields: undefined };
    const { kind } = identityOf(object);
    return resourcePath(kind, "").includes("/namespaces/")
      ? { ...object, metadata }
      : { ...object, metadata: { ...object.metadata, managedFields: undefined } as AnyObject["metadata"] };
  }

  private ask(
    method: string,
    kind: Kind,
    name: string | undefined,
    {
      label = name,
      subresource,
      query: parameters = {},
      headers,
      body,
      api = this.api,
      ...rest
    }: {
      readonly api?: ApiClient;
      readonly label?: string | undefined;
      readonly subresource?: string;
      readonly query?: Parameters<typeof query>[0];
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: object;
      readonly answers?: readonly number[];
      readonly isText?: boolean;
      readonly repeatsConflicts?: boolean;
      readonly mostTries?: number;
    } = {},
  ): Promise<Answer> {
    return api.ask({
      name: [`${method} ${resourceName(kind, label)}`, ...(subresource === undefined ? [] : [subresource])].join("/"),
      method,
      path: resourcePath(kind, this.namespace, name, subresource) + query(parameters),
      headers: { Accept: rest.isText === true ? "*/*" : "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      ...rest,
    });
  }
}
