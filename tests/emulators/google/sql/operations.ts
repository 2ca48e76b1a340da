import { type ApiAnswer, ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { Phase } from "../../http/schedule";
import type { Handler } from "../api-request";
import type { Operation } from "../operations";
import type { Project } from "../project";
import { type Instance, linkTo } from "./instance";
import { operationInProgress } from "./sql-error";

interface Begun {
  readonly phase: Phase;
  /** Word of Cloud SQL for it: `CREATE_USER`. */
  readonly type: string;
  /** Path of what it is about. @default - the instance */
  readonly about?: string;
}

/**
 * What Cloud SQL answers to everything but a question. On an instance there is one operation at a time:
 * https://cloud.google.com/sql/docs/postgres/operations
 */
export function begin(
  instance: Instance,
  { phase, type, about = instance.path }: Begun,
  finish: () => void,
  fail?: () => void,
): ApiAnswer {
  const { operations } = instance.project.cloud;
  checkIdle(instance);
  const finished = (): undefined => {
    finish();
    return undefined;
  };
  const operation = operations.begin({ phase, kind: "instance", type, target: instance.path }, finished, fail);
  return ok(shown(operation, instance.project, about));
}

/** @throws {ApiError} when an operation is under way */
export function checkIdle({ project, path }: Instance): void {
  if (project.cloud.operations.runningOn(path) !== undefined) throw operationInProgress();
}

function shown(
  { name, type, target, startedAt, endedAt, error }: Operation,
  { id, relativeName }: Project,
  about = target,
): object {
  return {
    kind: "sql#operation",
    name,
    operationType: type,
    status: endedAt === undefined ? "RUNNING" : "DONE",
    targetProject: id,
    targetId: target.replace(/^.*\//, ""),
    targetLink: linkTo(about),
    user: "emulated@example.com",
    insertTime: startedAt,
    startTime: startedAt,
    ...(endedAt !== undefined && { endTime: endedAt }),
    ...(error !== undefined && {
      error: {
        kind: "sql#operationErrors",
        errors: [{ kind: "sql#operationError", code: "INTERNAL_ERROR", message: error }],
      },
    }),
    selfLink: linkTo(`${relativeName}/operations/${name}`),
  };
}

export function routeSqlOperations(router: Router<Handler>): void {
  router.on("GET /sql/v1beta4/projects/{project}/operations/{operation}", (request) =>
    ok(shown(request.project.cloud.operations.get(request.parameter("operation")), request.project)),
  );
}
