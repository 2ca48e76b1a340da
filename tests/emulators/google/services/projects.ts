import { ok } from "../../http/api-answer";
import type { Router } from "../../http/router";
import type { Handler } from "../api-request";
import { getPolicy, setPolicy } from "../identity/policy";

/** Cloud Resource Manager, which knows projects and who may do what with them. */
export function routeProjects(router: Router<Handler>): void {
  const path = "/cloudresourcemanager/v1/projects/{project}";
  router
    .on(
      `POST ${path}:getIamPolicy`,
      getPolicy(({ project }) => project.relativeName),
    )
    .on(
      `POST ${path}:setIamPolicy`,
      setPolicy(({ project }) => project.relativeName),
    )
    .on(`GET ${path}`, ({ project: { id, number, createdAt } }) =>
      ok({ projectNumber: number, projectId: id, lifecycleState: "ACTIVE", name: id, createTime: createdAt }),
    );
}
