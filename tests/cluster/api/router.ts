import type { SimulatedClock } from "../clock";
import type { ObjectStore } from "../store";
import { reviews } from "./access/reviews";
import type { Attempt, User, Users } from "./access/users";
import { type ApiRequest, parseBody } from "./api-request";
import type { ClusterBackend } from "./cluster-backend";
import { discover, serverVersion } from "./discovery/discovery";
import { openApi } from "./discovery/openapi";
import { json, plain, type Reply, type Stream } from "./reply";
import { forbidden, methodNotAllowed, noSuchResource } from "./status-error";
import { ResourceRouter } from "./resource-router";
import type { RequestPath } from "./request-path";
import type { Watches } from "./reads/watches";

/** What the API is made of. */
export interface Parts {
  readonly store: ObjectStore;
  readonly clock: SimulatedClock;
  readonly backend: ClusterBackend;
  readonly users: Users;
  readonly watches: Watches;
}

/** Finds what answers a request, after it has been checked that the user may ask. */
export class Router {
  private readonly resources: ResourceRouter;

  constructor(private readonly parts: Parts) {
    this.resources = new ResourceRouter(parts);
  }

  async answer(request: ApiRequest, user: User): Promise<Reply | Stream> {
    if (request.target !== undefined) {
      this.authorize(request, request.target, user);
      return this.resources.answer(request, request.target);
    }
    return this.answerWithoutResource(request, user);
  }

  /** Throws the API's refusal when the user has no right to it. */
  authorize({ verb }: ApiRequest, target: RequestPath, user: User): void {
    const { resource, namespace, name, subresource } = target;
    const attempt: Attempt = {
      verb: verb === "apply" ? "patch" : verb,
      group: resource.group,
      resource: subresource === "" ? resource.plural : `${resource.plural}/${subresource}`,
      ...(namespace !== undefined && { namespace }),
      ...(name !== "" && { name: bareName(target) }),
    };
    if (this.parts.users.isAllowed(user, attempt)) return;
    const place = namespace === undefined ? "at the cluster scope" : `in the namespace ${JSON.stringify(namespace)}`;
    throw forbidden(
      resource,
      bareName(target),
      `User ${JSON.stringify(user.name)} cannot ${attempt.verb} resource ${JSON.stringify(attempt.resource)} in API group ${JSON.stringify(resource.group)} ${place}`,
    );
  }

  private answerWithoutResource(request: ApiRequest, user: User): Reply {
    const { path, method, headers } = request;
    if (["/healthz", "/livez", "/readyz"].includes(path)) return plain("ok");
    if (path === "/version") return json(serverVersion);
    const review = reviews[path];
    if (review !== undefined) {
      if (method !== "POST") throw methodNotAllowed();
      return json(review(this.parts.users, user, parseBody(request)), { status: 201 });
    }
    const document = discover(path, headers.accept ?? "");
    if (document !== undefined) return json(document.body, document);
    const schemas = openApi(path);
    if (schemas !== undefined) return json(schemas);
    if (/^\/apis?\/./.test(path)) throw noSuchResource();
    return plain("404 page not found\n", 404);
  }
}

/** `services/NAME:PORT` is about the Service NAME. */
const bareName = ({ name, subresource }: RequestPath): string =>
  subresource === "proxy" ? (/^(?:https?:)?([^:]*)/.exec(name)?.[1] ?? name) : name;
