import type { TestRequest } from "../../../environments/schema/verification";
import type { PodRequest } from "../../cluster/cluster";
import { fillJson, fillPath, fillText, type Values } from "./template";

/** How long an answer is waited for, at the least. */
const patienceMillis = 5000;

/** The request of a test with the values that are known by now. @throws MissingValue */
export function podRequest(
  { method, path, headers = {}, body }: TestRequest,
  values: Values,
  maxMillis = 0,
): PodRequest {
  const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fillText(value, values)]));
  const request = {
    method,
    path: fillPath(path, values),
    // longer than allowed, so that it can be told how long it took
    timeoutMillis: Math.max(patienceMillis, 2 * maxMillis),
  };
  if (body === undefined) return { ...request, headers: filled };
  if (typeof body === "string") return { ...request, headers: filled, body: fillText(body, values) };
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  return {
    ...request,
    headers: hasType ? filled : { ...filled, "content-type": "application/json" },
    body: JSON.stringify(fillJson(body, values)),
  };
}

/** `PUT /person` */
export const describeRequest = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path}`;
