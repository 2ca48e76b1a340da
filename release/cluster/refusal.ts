import { ApiError } from "./errors";
import type { Message, Reply } from "./exchange";
import { isStatus } from "./status";
import { withoutSecrets } from "./without-secrets";
import { detail } from "./trouble";

/** What the API, or a proxy before it, says when it refuses. It is told with what helps, and without any secret. */
export function refusal(
  reply: Reply,
  parsed: unknown,
  { name, body }: Message & { readonly name: string },
  login: string,
): ApiError {
  const status = isStatus(parsed) ? parsed : undefined;
  const said = withoutSecrets(detail(reply, parsed), body);
  return new ApiError(
    reply.status,
    status?.reason ?? "",
    explained(reply.status, said, status !== undefined, login),
    name,
  );
}

function explained(code: number, said: string, isOfApi: boolean, login: string): string {
  if (code === 401) return `the cluster does not let ${login} in: log in again`;
  if (!isOfApi) return `${code} ${said}`;
  const [, user, verb, resource, group, namespace] =
    /User "([^"]*)" cannot (\S+) resource "([^"]*)"(?: in API group "([^"]*)")?(?:.* in the namespace "([^"]*)")?/.exec(
      said,
    ) ?? [];
  // other things are forbidden that no right helps against: a quota, a pod that is not secure
  if (code !== 403 || verb === undefined || resource === undefined) return said;
  if (user === "system:anonymous") return `the cluster does not know who you are, it got no login of ${login}: ${said}`;
  const [plain = "", subresource] = resource.split("/");
  const asked = [
    `kubectl auth can-i ${verb} ${plain}${group === undefined || group === "" ? "" : `.${group}`}`,
    ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
    ...(namespace === undefined ? [] : [`--namespace ${namespace}`]),
  ].join(" ");
  return `${said}; whoever administers the cluster can grant it, and \`${asked}\` tells when it is there`;
}
