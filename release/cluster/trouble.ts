import { isIP } from "node:net";

import { CutOff, type Reply, TimedOut } from "./exchange";
import { isStatus } from "./status";

/** Why a try gave no answer of the API, and what to make of it. */
export interface Trouble {
  /** In plain words, lower case, without a final period. */
  readonly reason: string;
  /** Another try gives the same. */
  readonly isFinal: boolean;
  /** The API may have done what was asked, although it did not say so. */
  readonly isUncertain: boolean;
  /** The time for a try was over. */
  readonly isSlow?: boolean;
  /** Nothing but an old connection was closed: another try may follow at once. */
  readonly isStale?: boolean;
  /** As the API asks for. @default - it does not */
  readonly waitMillis?: number | undefined;
}

/** Failures of a connection by the code that Node.js gives them. */
const connectionFailures: Readonly<Record<string, (server: URL) => string>> = {
  ENOTFOUND: ({ hostname }) => `the name ${hostname} is not known to DNS: is the server of the kubeconfig right?`,
  EAI_AGAIN: ({ hostname }) => `the name ${hostname} cannot be looked up: DNS does not answer`,
  ECONNREFUSED: ({ host }) => `${host} refuses the connection: nothing listens there`,
  ECONNRESET: () => "the connection was closed before the answer was there",
  EPIPE: () => "the connection was closed before the answer was there",
  ETIMEDOUT: ({ host }) => `${host} does not answer: is a VPN needed, or is your address not on its list?`,
  EHOSTUNREACH: ({ host }) => `there is no way to ${host}: is a VPN needed?`,
  ENETUNREACH: ({ host }) => `there is no way to ${host}: is this machine offline?`,
};

const beforeSending = new Set(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"]);

const certificateOf = (server: URL): string => `the certificate of ${server.host}`;

const untrusted = (server: URL): string =>
  `${certificateOf(server)} is not from the authority in the kubeconfig: log in to the cluster again, or is there a ` +
  `proxy that replaces certificates?`;

/** Certificates do not become better by asking again. */
const certificateFailures: Readonly<Record<string, (server: URL) => string>> = {
  CERT_HAS_EXPIRED: (server) => `${certificateOf(server)} has expired, or the clock of this machine is wrong`,
  CERT_NOT_YET_VALID: (server) => `${certificateOf(server)} is not valid yet: is the clock of this machine right?`,
  ERR_TLS_CERT_ALTNAME_INVALID: (server) =>
    `${certificateOf(server)} is for another ${isIP(server.hostname) === 0 ? "name" : "address"}`,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
};

/** What a failure of the connection means. */
export function troubleOfConnection(error: unknown, server: URL): Trouble {
  if (error instanceof TimedOut) return { reason: error.message, isFinal: false, isUncertain: true, isSlow: true };
  if (error instanceof CutOff) return { reason: "the answer was cut off", isFinal: false, isUncertain: true };
  // not a failure of a connection, but of this program
  const { code, wasReused } = error as { readonly code?: unknown; readonly wasReused?: boolean };
  if (typeof code !== "string") throw error;
  const certificate = certificateFailures[code];
  if (certificate !== undefined) return { reason: certificate(server), isFinal: true, isUncertain: false };
  if (/SSL_TLSV?\d*_ALERT_(BAD_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA)/.test(code)) {
    const reason = `${server.host} does not accept the client's certificate of the kubeconfig: log in again`;
    return { reason, isFinal: true, isUncertain: false };
  }
  const reason = connectionFailures[code]?.(server) ?? `the connection to ${server.host} fails: ${code}`;
  return { reason, isFinal: false, isUncertain: !beforeSending.has(code), isStale: wasReused === true };
}

/**
 * What an answer means that is none of the API.
 *
 * @param parsed its body; undefined when it is no JSON
 * @returns undefined when it is an answer, or a refusal that will not change
 */
export function troubleOfReply(
  reply: Reply,
  parsed: unknown,
  { isWhole, now }: { readonly isWhole: boolean; readonly now: number },
): Trouble | undefined {
  const { status: code, headers } = reply;
  if (([429, 500, 502, 503, 504].includes(code) && !isMisreported(parsed)) || isStarting(reply, parsed)) {
    const reason = `${code} ${detail(reply, parsed)}`;
    const waitMillis = retryAfter(headers["retry-after"], now);
    return { reason, isFinal: false, isUncertain: code >= 500, waitMillis };
  }
  const page = isPage(reply);
  // a proxy that wants a login, or whose page says that there is nothing: not that there is no such object
  if ((code >= 300 && code < 400) || (page && (code < 300 || code === 404))) {
    const reason = `${code} and ${detail(reply, parsed)}, which is not the API of a cluster`;
    return { reason, isFinal: false, isUncertain: code < 300 };
  }
  if (code < 300 && !isWhole) return { reason: "the answer is not whole", isFinal: false, isUncertain: true };
  return undefined;
}

/** What cannot be read in a server-side apply is said to be an error of the server, which it is not. */
const isMisreported = (parsed: unknown): boolean =>
  isStatus(parsed) && /^failed to (convert new object|create typed patch object)/.test(parsed.message ?? "");

/** A server that has just been started forbids what it cannot judge yet. */
const isStarting = ({ status }: Reply, parsed: unknown): boolean =>
  status === 403 && isStatus(parsed) && (parsed.message ?? "").endsWith("not yet ready to handle request");

/** What somebody says who answered with an error: the API, or what is on the way to it. */
export function detail(reply: Reply, parsed: unknown): string {
  if (isStatus(parsed) && parsed.message !== undefined) return parsed.message;
  if (isPage(reply)) {
    const title = /<(title|h1)[^>]*>([^<]*)</i.exec(reply.body)?.[2]?.trim().replace(/\s+/g, " ");
    return `a web page${title === undefined || title === "" ? "" : ` "${title.slice(0, 80)}"`} of a proxy`;
  }
  if (reply.headers.location !== undefined) return `a redirection to ${hostOf(reply.headers.location)}`;
  const [line = ""] = reply.body.trim().split("\n");
  return line === "" ? "without an explanation" : line.slice(0, 200);
}

// its query may have a ticket in it
const hostOf = (location: string): string => (URL.canParse(location) ? new URL(location).host : "another place");

const isPage = ({ headers, body }: Reply): boolean =>
  (headers["content-type"] ?? "").includes("text/html") || /^\s*<(!doctype|html)/i.test(body);

/** Seconds, or a date. */
function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
