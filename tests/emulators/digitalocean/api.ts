import type { Judged } from "../http/api-answer";
import type { Api, Call } from "../http/api-server";
import type { HttpFault } from "../http/faults";
import type { FoundRoute } from "../http/router";
import type { Account } from "./account";
import { ApiError, statusOf } from "./api-error";
import { ApiRequest, type Handler, ok } from "./api-request";
import { routeDatabases } from "./databases/routes";
import { routeDroplets } from "./droplets";
import { routeKubernetes } from "./kubernetes/routes";
import { routeLeftoverResources } from "./leftover-resources";
import { routeProjectResources } from "./project-resources";
import { routeProjects } from "./projects";
import { routeRegistries } from "./registries";
import { routeRevocation } from "./registry-credentials";
import { routeRegistryPlans } from "./registry-plans";
import { routeRepositories } from "./repositories";
import { Router } from "./router";
import { routeTags } from "./tags";
import { routeVpcs } from "./vpcs";

const perHour = 5000;

/** The API of DigitalOcean over one account. */
export class DigitaloceanApi implements Api {
  private requests = 0;
  private readonly router = new Router();

  constructor(private readonly account: Account) {
    routeVpcs(this.router, account);
    routeRegistryPlans(this.router, account);
    routeRegistries(this.router, account);
    routeRepositories(this.router, account);
    routeRevocation(this.router, account);
    routeKubernetes(this.router, account);
    routeDatabases(this.router, account);
    routeProjects(this.router, account);
    routeProjectResources(this.router, account);
    routeTags(this.router, account);
    routeLeftoverResources(this.router, account);
    routeDroplets(this.router, account);
    this.router.on("GET /v2/account", () => ok({ account: accountShown(account) }));
  }

  operationOf(call: Call): string | undefined {
    return this.find(call)?.operation;
  }

  answer(call: Call): Judged {
    try {
      this.account.schedule.settle();
      if (!/^Bearer .+/.test(call.authorization ?? "")) throw new ApiError(401, "Unable to authenticate you");
      const route = this.find(call);
      if (route === undefined)
        throw new ApiError(501, `the emulator does not know ${call.url.pathname}`, { verdict: "unknown" });
      return { answer: route.handler(new ApiRequest(call.url, route.parameters, call.body)) };
    } catch (error) {
      return judged(error);
    }
  }

  refusalBy({ error, status, message = "ordered by a test", retryAfter }: HttpFault): Judged | undefined {
    if (error === undefined && status === undefined) return undefined;
    const headers: Record<string, string> = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
    const code = status ?? statusOf(error ?? "");
    return judged(new ApiError(code, message, { id: error, verdict: "fault", headers }));
  }

  judge(thrown: unknown): Judged {
    return judged(thrown);
  }

  /** 5,000 an hour are allowed, and nobody is refused here without a fault that says so. */
  headers(): Readonly<Record<string, string>> {
    this.requests += 1;
    return {
      "ratelimit-limit": String(perHour),
      "ratelimit-remaining": String(perHour - (this.requests % perHour)),
      "ratelimit-reset": String(Math.floor(Date.now() / 1000) + 3600),
    };
  }

  private find({ method, url }: Call): FoundRoute<Handler> | undefined {
    return this.router.find(method, url.pathname);
  }
}

/** The answer to what was thrown. */
export function judged(thrown: unknown): Judged {
  // 501 for a defect of ours, because a client would try again for minutes after 500
  const defect = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const error = thrown instanceof ApiError ? thrown : new ApiError(501, defect, { verdict: "defect" });
  const { verdict, headers = {} } = error.options;
  const body = { id: error.id, message: error.message, request_id: crypto.randomUUID() };
  return { answer: { status: error.status, body, headers }, error: error.message, ...(verdict && { verdict }) };
}

const accountShown = ({ id }: Account): object => ({
  uuid: id,
  email: "emulated@example.com",
  email_verified: true,
  name: "emulated",
  status: "active",
  status_message: "",
  droplet_limit: 25,
  floating_ip_limit: 5,
  team: { uuid: id, name: "emulated" },
});
