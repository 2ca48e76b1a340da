import { type ApiAnswer, ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { Phase } from "../../http/schedule";
import type { ApiRequest, Handler } from "../api-request";
import type { Operation } from "../operations";
import { digest } from "../values";
import { type Collection, type ComputeResource, linkTo } from "./collection";

interface Begun {
  readonly phase: Phase;
  /** Word of Compute for it: `insert`, `setLabels`. */
  readonly type: string;
  /** Path of what it is about. */
  readonly target: string;
}

/** What Compute answers to everything but a question. */
export function begin({ project }: ApiRequest, begun: Begun, finish: () => void, fail?: () => void): ApiAnswer {
  const finished = (): undefined => {
    finish();
    return undefined;
  };
  const operation = project.cloud.operations.begin({ ...begun, kind: "network" }, finished, fail);
  return ok(shown(operation));
}

/** What Compute answers to an insertion. What cannot be made after all is not there. */
export function created<S extends object>(
  request: ApiRequest,
  collection: Collection<S>,
  resource: ComputeResource<S>,
): ApiAnswer {
  return begin(
    request,
    { phase: "creating", type: "insert", target: resource.path },
    () => {
      resource.ready = true;
    },
    () => {
      collection.delete(resource);
    },
  );
}

/** In the scope of what it is about: `projects/p/regions/r/operations/o`. */
function shown({ name, type, target, startedAt, endedAt, error }: Operation): object {
  const [, scope = "", region] = /^(projects\/[^/]+\/(?:global|regions\/([^/]+)))\//.exec(target) ?? [];
  return {
    kind: "compute#operation",
    id: String(BigInt(`0x${digest(name, 15)}`)),
    name,
    operationType: type,
    targetLink: linkTo(target),
    targetId: String(BigInt(`0x${digest(target, 15)}`)),
    status: endedAt === undefined ? "RUNNING" : "DONE",
    user: "emulated@example.com",
    progress: endedAt === undefined ? 0 : 100,
    insertTime: startedAt,
    startTime: startedAt,
    ...(endedAt !== undefined && { endTime: endedAt }),
    ...(error !== undefined && { error: { errors: [{ code: "INTERNAL_ERROR", message: error }] } }),
    selfLink: linkTo(`${scope}/operations/${name}`),
    ...(region !== undefined && { region: linkTo(scope) }),
  };
}

export function routeOperations(router: Router<Handler>): void {
  const show: Handler = (request) => ok(shown(request.project.cloud.operations.get(request.parameter("operation"))));
  for (const scope of ["global", "regions/{region}"]) {
    const path = `/compute/v1/projects/{project}/${scope}/operations/{operation}`;
    router.on(`GET ${path}`, show).on(`POST ${path}/wait`, show);
  }
}
