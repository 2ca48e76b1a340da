import type { PullFailure } from "./behaviour";
import { formatReference, type ImageReference } from "./image-reference";

/** What containerd says. */
export function pullFailureText(failure: PullFailure, reference: ImageReference): string {
  if (typeof failure === "object") return failure.message;
  const name = formatReference(reference);
  const [host = "", ...path] = reference.repository.split("/");
  const url = `https://${host}/v2/${path.join("/")}/manifests/${reference.digest ?? reference.tag ?? ""}`;
  const unpack = `failed to pull and unpack image "${name}"`;
  const resolve = `${unpack}: failed to resolve reference "${name}"`;
  switch (failure) {
    case "not found":
      return `rpc error: code = NotFound desc = ${resolve}: ${name}: not found`;
    case "unauthorized":
      return `${resolve}: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://${host}/token?scope=repository%3A${encodeURIComponent(path.join("/"))}%3Apull&service=${host}: 401 Unauthorized`;
    case "rate limited":
      return `${unpack}: failed to copy: httpReadSeeker: failed open: unexpected status code ${url}: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit`;
    case "no platform":
      return `rpc error: code = NotFound desc = ${unpack}: no match for platform in manifest: not found`;
    case "timeout":
      return `${resolve}: failed to do request: Head "${url}": dial tcp 192.0.2.10:443: i/o timeout`;
  }
}
