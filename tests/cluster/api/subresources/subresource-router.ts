import type { ApiRequest } from "../api-request";
import { json, plain, type Reply } from "../reply";
import type { RequestPath } from "../request-path";
import type { Parts } from "../router";
import { methodNotAllowed, notFound, StatusError } from "../status-error";
import { proxyTarget } from "./pod-proxy";

/** What can be asked of a pod or a Service besides the object itself. */
export class SubresourceRouter {
  constructor(private readonly parts: Parts) {}

  answer(request: ApiRequest, target: RequestPath): Reply | Promise<Reply> {
    switch (target.subresource) {
      case "log":
        return this.log(request, target);
      case "proxy":
        return this.proxy(request, target);
      case "eviction":
        return this.evict(request, target);
      default:
        throw methodNotAllowed();
    }
  }

  private log({ query }: ApiRequest, { resource, namespace = "", name }: RequestPath): Reply {
    if (this.parts.store.get("Pod", namespace, name) === undefined) throw notFound(resource, name);
    const container = query.get("container");
    const tailLines = query.get("tailLines");
    const text = this.parts.backend.logs(namespace, name, {
      ...(container !== null && { container }),
      ...(tailLines !== null && { tailLines: Number(tailLines) }),
      previous: query.get("previous") === "true",
    });
    if (typeof text === "string") return plain(text);
    throw new StatusError(text.status, text.status === 400 ? "BadRequest" : "InternalError", text.message);
  }

  private async proxy(request: ApiRequest, target: RequestPath): Promise<Reply> {
    const { pod, port } = proxyTarget(this.parts.store, target);
    const query = request.query.toString();
    const { status, headers, body } = await this.parts.backend.proxy(target.namespace ?? "", pod, port, {
      method: request.method,
      path: query === "" ? target.rest : `${target.rest}?${query}`,
      headers: forwarded(request.headers),
      body: request.body.toString(),
    });
    return { status, headers, body };
  }

  private evict({ method }: ApiRequest, { resource, namespace = "", name }: RequestPath): Reply {
    if (method !== "POST") throw methodNotAllowed();
    if (this.parts.store.get("Pod", namespace, name) === undefined) throw notFound(resource, name);
    const { status, message = "" } = this.parts.backend.evict(namespace, name);
    if (status < 300)
      return json({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 }, { status });
    throw new StatusError(status, status === 429 ? "TooManyRequests" : "InternalError", message, {
      causes: [{ reason: "DisruptionBudget", message }],
    });
  }
}

/** What a pod is to know of the request. The credentials are not its business. */
function forwarded(headers: ApiRequest["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== "authorization" && name !== "connection")
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}
