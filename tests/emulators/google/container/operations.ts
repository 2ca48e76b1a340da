import { type ApiAnswer, ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { Phase } from "../../http/schedule";
import { failedPrecondition } from "../api-error";
import type { Handler } from "../api-request";
import type { Operation } from "../operations";
import type { Project } from "../project";
import type { Cluster } from "./cluster";

interface Begun {
  readonly phase: Phase;
  readonly kind: "cluster" | "node-pool";
  /** Word of GKE for it: `CREATE_CLUSTER`. */
  readonly type: string;
  /** Path of what it is about. @default - the cluster */
  readonly target?: string;
}

/** What GKE answers to everything but a question. */
export function begin(
  cluster: Cluster,
  { target = cluster.path, ...begun }: Begun,
  finish: () => void,
  fail: () => void = () => undefined,
): ApiAnswer {
  checkIdle(cluster);
  const { project, location } = cluster;
  const ended = (how: () => void) => (): undefined => {
    cluster.operation = undefined;
    how();
    return undefined;
  };
  const operation = project.cloud.operations.begin({ ...begun, target }, ended(finish), ended(fail));
  if (operation.endedAt === undefined) cluster.operation = operation.name;
  return ok(shown(operation, project, location));
}

/** https://cloud.google.com/kubernetes-engine/docs/troubleshooting/known-issues: one operation after the other. @throws {ApiError} */
export function checkIdle({ operation }: Cluster): void {
  if (operation !== undefined) throw failedPrecondition(`Cluster is running incompatible operation ${operation}.`);
}

/** With the number of the project, as GKE has it. */
function shown(
  { name, type, target, startedAt, endedAt, error }: Operation,
  project: Project,
  location: string,
): object {
  const link = (path: string): string =>
    `https://container.googleapis.com/v1/${path.replace(project.relativeName, `projects/${project.number}`)}`;
  return {
    name,
    zone: location,
    operationType: type,
    status: endedAt === undefined ? "RUNNING" : "DONE",
    selfLink: link(`${project.relativeName}/locations/${location}/operations/${name}`),
    targetLink: link(target),
    startTime: startedAt,
    ...(endedAt !== undefined && { endTime: endedAt }),
    ...(error !== undefined && { statusMessage: error, error: { code: 13, message: error } }),
  };
}

export function routeContainerOperations(router: Router<Handler>): void {
  router.on("GET /container/v1/projects/{project}/locations/{location}/operations/{operation}", (request) => {
    const operation = request.project.cloud.operations.get(request.parameter("operation"));
    return ok(shown(operation, request.project, request.parameter("location")));
  });
}
