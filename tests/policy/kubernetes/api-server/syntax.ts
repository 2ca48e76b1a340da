/** What names and values look like in Kubernetes. */

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const qualified = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** A part of a domain name (RFC 1123), at most 63 characters. */
export const isDnsLabel = (name: unknown): boolean => typeof name === "string" && name.length <= 63 && label.test(name);

/** A domain name (RFC 1123), at most 253 characters. */
export const isDnsName = (name: unknown): boolean =>
  typeof name === "string" && name.length <= 253 && name.split(".").every((part) => label.test(part));

/** `tier`, or `example.com/tier`. */
export function isLabelKey(key: string): boolean {
  const [name = "", ...domain] = key.split("/").reverse();
  return (
    name.length <= 63 && qualified.test(name) && (domain.length === 0 || (domain.length === 1 && isDnsName(domain[0])))
  );
}

export const isLabelValue = (value: unknown): boolean =>
  typeof value === "string" && value.length <= 63 && (value === "" || qualified.test(value));

/** A port by its number, or by the name that a container gives it. */
export const isPort = (port: unknown): boolean =>
  typeof port === "number" ? Number.isInteger(port) && port >= 1 && port <= 65535 : isPortName(port);

/** At most 15 characters, of which one is a letter. */
export const isPortName = (name: unknown): boolean =>
  typeof name === "string" && name.length <= 15 && label.test(name) && /[a-z]/.test(name) && !name.includes("--");

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  ...Object.fromEntries("k M G T P E".split(" ").map((letter, index) => [letter, 1000 ** (index + 1)])),
  ...Object.fromEntries("K M G T P E".split(" ").map((letter, index) => [`${letter}i`, 1024 ** (index + 1)])),
};

/** The number that a quantity such as `100m` or `64Mi` is; `NaN` when it is none. */
export function quantity(written: unknown): number {
  const [, number, suffix = "", exponent] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|([eE][+-]?\d+))?$/.exec(String(written)) ?? [];
  return Number(`${number ?? "none"}${exponent ?? ""}`) * (suffixes[suffix] ?? Number.NaN);
}
