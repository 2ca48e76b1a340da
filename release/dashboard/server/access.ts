import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What nobody can guess: 256 bits, as a part of an address. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** Compares in a time that tells nothing of how far they are the same. */
export const isSame = (given: string, secret: string): boolean => timingSafeEqual(hashOf(given), hashOf(secret));

const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();

/** What is needed of a request. */
export type Asked = Pick<IncomingMessage, "method" | "url" | "headers"> & {
  readonly socket: { readonly localPort?: number | undefined };
};

/**
 * Whether a request comes from the page of this very server, or from the person who opens it. A page of another site may
 * send requests here as well, and a name that its owner has pointed here lets it read the answers; neither knows the
 * token, and neither can say that it is from here.
 */
export function isFromHere({ method, url = "", headers, socket }: Asked, token: string): boolean {
  const { host = "", origin, "sec-fetch-site": site } = headers;
  const [, given = ""] = url.split(/[/?]/);
  const isOwn = origin !== undefined || site === "same-origin";
  return (
    isSame(given, token) &&
    ownHosts(socket.localPort).includes(host.toLowerCase()) &&
    (origin === undefined || origin === `http://${host.toLowerCase()}`) &&
    (site === undefined || site === "same-origin" || site === "none") &&
    (method === "GET" || isOwn)
  );
}

/** Browsers do not name the port that is the usual one. */
const ownHosts = (port = 0): string[] =>
  ["127.0.0.1", "localhost", "[::1]"].map((name) => (port === 80 ? name : `${name}:${port}`));
