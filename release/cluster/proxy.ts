import { BlockList, isIP } from "node:net";

/**
 * The proxy that the variables of the process name for a server, as kubectl understands them.
 *
 * @returns nothing when there is none, or none is to be used for this server
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy
 */
export function proxyFor(server: URL, variables: NodeJS.ProcessEnv): string | undefined {
  const read = (name: string): string => variables[name] ?? variables[name.toLowerCase()] ?? "";
  const proxy = read(server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (proxy === "") return undefined;
  const host = server.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = server.port === "" ? (server.protocol === "https:" ? "443" : "80") : server.port;
  if (isLocal(host)) return undefined;
  const exceptions = read("NO_PROXY")
    .split(",")
    .map((exception) => exception.trim().toLowerCase())
    .filter((exception) => exception !== "");
  if (exceptions.some((exception) => isExempt(exception, host, port))) return undefined;
  return /^[a-z\d]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

function isExempt(exception: string, host: string, port: string): boolean {
  if (exception === "*") return true;
  const family = isIP(host);
  const [network = "", prefix] = exception.split("/");
  if (prefix !== undefined) return isIP(network) === family && family !== 0 && contains(network, Number(prefix), host);
  const [, name = exception, onlyPort] = /^([^:]*|\[.*\]):(\d+)$/.exec(exception) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const plain = name.replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
  return host === plain || (family === 0 && host.endsWith(`.${plain}`));
}

function contains(network: string, prefix: number, host: string): boolean {
  const family = isIP(network) === 6 ? "ipv6" : "ipv4";
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === "ipv6" ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(host, family);
}

const isLocal = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");
