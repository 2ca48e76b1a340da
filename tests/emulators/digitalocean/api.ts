import type { LoggedRequest } from "../emulator";
import type { Account } from "./account";
import { ApiError } from "./api-error";
import { type ApiAnswer, ApiRequest, ok } from "./api-request";
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
import { type Route, Router } from "./router";
import { routeTags } from "./tags";
import { routeVpcs } from "./vpcs";

/** An answer, and what there is to say about it in the log. */
export interface Judged {
  readonly answer: ApiAnswer & { readonly headers?: Readonly<Record<string, string>> };
  readonly error?: string;
  readonly verdict?: LoggedRequest["verdict"];
}

/** The API of DigitalOcean over one account. */
export class Api {
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

  find(method: string, path: string): ReturnType<Router["find"]> {
    return this.router.find(method, path);
  }

  /** Answers in any case, with an error where it has to. */
  answer(url: URL, authorization: string | undefined, body: string, route: ReturnType<Api["find"]>): Judged {
    try {
      this.account.schedule.settle();
      if (!/^Bearer .+/.test(authorization ?? "")) throw new ApiError(401, "Unable to authenticate you");
      if (route === undefined)
        throw new ApiError(501, `the emulator does not know ${url.pathname}`, { verdict: "unknown" });
      return { answer: handled(route, url, body) };
    } catch (error) {
      return judged(error);
    }
  }
}

const handled = (
  { handler, parameters }: Route & { readonly parameters: Record<string, string> },
  url: URL,
  body: string,
): ApiAnswer => handler(new ApiRequest(url, parameters, body));

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
