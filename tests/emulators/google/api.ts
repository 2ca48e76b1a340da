import type { ApiAnswer, Judged } from "../http/api-answer";
import type { Api, Call } from "../http/api-server";
import type { HttpFault } from "../http/faults";
import { type FoundRoute, Router } from "../http/router";
import { ApiError, rateLimit } from "./api-error";
import { ApiRequest, type Handler } from "./api-request";
import type { Cloud } from "./cloud";
import { routeCompute } from "./compute/routes";
import { routeContainer } from "./container/routes";
import { routeIdentity } from "./identity/routes";
import { routeRepositories } from "./registry/repositories";
import { routeSecrets } from "./secrets/secrets";
import { checkEnabled, routeServices } from "./services/enabled-services";
import { routeProjects } from "./services/projects";
import { routeBuckets } from "./storage/buckets";
import { contentRoute } from "./storage/objects";
import { routeSql } from "./sql/routes";

/** The APIs of Google Cloud, each below a path of its own. */
export class GoogleApi implements Api {
  // what follows a colon is a verb: `projects/p:getIamPolicy`
  private readonly router = new Router<Handler>("[^/:]+");

  constructor(private readonly cloud: Cloud) {
    routeProjects(this.router);
    routeServices(this.router);
    routeIdentity(this.router);
    routeCompute(this.router);
    routeContainer(this.router);
    routeRepositories(this.router);
    routeSql(this.router);
    routeSecrets(this.router);
    // last, because the content of an object is at its plain name
    routeBuckets(this.router);
  }

  operationOf(call: Call): string | undefined {
    return this.find(call)?.operation;
  }

  answer(call: Call): Judged {
    try {
      this.cloud.schedule.settle();
      if (!/^Bearer .+/.test(call.authorization ?? ""))
        throw new ApiError(401, "Request is missing required authentication credential.");
      const route = this.find(call);
      if (route === undefined)
        throw new ApiError(501, `the emulator does not know ${call.method} ${pathOf(call)}`, { verdict: "unknown" });
      return { answer: this.handled(route, call) };
    } catch (error) {
      return this.judge(error);
    }
  }

  refusalBy({ error, status, message = "ordered by a test", retryAfter }: HttpFault): Judged | undefined {
    if (error === undefined && status === undefined) return undefined;
    const limited = status === 429 || error === rateLimit.reason;
    const code = status ?? (limited ? 429 : 400);
    return this.judge(
      new ApiError(code, message, {
        ...(limited && rateLimit),
        ...(error !== undefined && { reason: error }),
        verdict: "fault",
        ...(retryAfter !== undefined && { headers: { "retry-after": String(retryAfter) } }),
      }),
    );
  }

  judge(thrown: unknown): Judged {
    // 501 for a defect of ours, because a client would try again for minutes after 500
    const defect = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    const error = thrown instanceof ApiError ? thrown : new ApiError(501, defect, { verdict: "defect" });
    const { verdict, headers = {} } = error.options;
    const answer = { status: error.code, body: error.body, headers };
    return { answer, error: error.message, ...(verdict && { verdict }) };
  }

  private find(call: Call): FoundRoute<Handler> | undefined {
    const route = this.router.find(call.method, pathOf(call));
    // `/compute/v1/…` is an API, known or not, and no file in a bucket
    const isApi = route?.operation === contentRoute && /^v\d\w*\//.test(route.parameters["object"] ?? "");
    return isApi ? undefined : route;
  }

  private handled({ handler, parameters }: FoundRoute<Handler>, call: Call): ApiAnswer {
    const { project: name } = parameters;
    const project = name === undefined ? undefined : this.cloud.project(name);
    if (project !== undefined) checkEnabled(project, pathOf(call));
    return handler(new ApiRequest(call.url, this.cloud, project, parameters, call.body));
  }
}

/**
 * The provider takes the version off the address of an API only when that begins with `https`, so that with plain HTTP it
 * calls `/container/v1/v1/…` and `/sql/v1beta4/sql/v1beta4/…`
 * (RemoveBasePathVersion in google/transport/config.go of terraform-provider-google 6.50.0).
 */
const pathOf = ({ url }: Call): string => url.pathname.replace(/^\/(\w+)\/(v\d\w*)\/(?:\1\/)?\2\//, "/$1/$2/");
