import { z } from "zod";

import { isIpv6, isPrivate, networkOf, parseIpv4Range } from "./cidr";
import { type Flaw, flawMessage } from "./flaw";

/** A value of which every fault is told by one sentence: "must be an integer of at least 3". */
const mustBe = (what: string) => ({ error: `must be ${what}` });

export const flag = () => z.boolean(mustBe("true or false"));

/** One of a closed list, which also becomes a union type for the compiler. */
export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(
    values,
    mustBe(`${values.length === 1 ? "" : "one of "}${values.map((value) => JSON.stringify(value)).join(", ")}`),
  );

/** A whole number within bounds, both included. */
export function integer({ min, max, unit = "" }: { min: number; max?: number; unit?: string }) {
  const bounds = max === undefined ? `of at least ${min}` : `between ${min} and ${max}`;
  const rule = mustBe(`an integer ${bounds}${unit && ` ${unit}`}`);
  const number = z.number(rule).int(rule).min(min, rule);
  return max === undefined ? number : number.max(max, rule);
}

/** Text checked by `explain`, which returns the first flaw. What is no text, or missing, breaks the rule of the empty text. */
export const text = (explain: (value: string) => Flaw | undefined) =>
  z.string({ error: explain("")?.rule ?? "must be a string" }).superRefine((value, context) => {
    const flaw = explain(value);
    if (flaw) context.addIssue({ code: "custom", message: flawMessage(flaw) });
  });

/** Text that matches a pattern; `what` completes "must be …". */
export const matching = (pattern: RegExp, what: string, fix?: string) =>
  text((value) => (pattern.test(value) ? undefined : { rule: `must be ${what}`, fix }));

/** A list; `what` completes "must be …" when it is not one. */
export const list = <T extends z.ZodType>(item: T, what: string, { min = 0, max = Infinity } = {}) => {
  const rule = mustBe(what);
  const array = z.array(item, rule).min(min, rule).readonly();
  return max === Infinity ? array : z.array(item, rule).min(min, rule).max(max, rule).readonly();
};

/** A section of the file. Unknown settings are refused. */
export const section = <T extends z.core.$ZodLooseShape>(shape: T) => z.strictObject(shape, mustBe("an object"));

/** Names of Kubernetes objects that are also DNS labels (RFC 1123, and RFC 1035 for Services). */
export const dnsLabel = (explain: (value: string) => Flaw | undefined = () => undefined) =>
  text((value) =>
    /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value)
      ? explain(value)
      : {
          rule: "must be 1 to 63 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen (RFC 1035)",
        },
  );

/** An IPv4 network of a private range (RFC 1918) in CIDR form, without host bits. */
export const privateCidr = (prefixes: { largest: number; smallest: number }) =>
  text((value) => cidrFlaw(value, prefixes.largest) ?? privateFlaw(value) ?? prefixFlaw(value, prefixes));

/** Networks that may reach the Kubernetes API or the load balancer from outside. */
export const allowedCidr = () => text((value) => cidrFlaw(value, 32));

/** @param usual length of the prefix that is proposed when there is none */
function cidrFlaw(value: string, usual: number): Flaw | undefined {
  if (isIpv6(value)) return { rule: "must be an IPv4 network in CIDR form", fix: "IPv6 is not supported here" };
  const range = parseIpv4Range(value);
  if (range === undefined) {
    const rule = "must be an IPv4 network in CIDR form";
    if (parseIpv4Range(`${value}/32`) === undefined) return { rule };
    const proposal = JSON.stringify(networkOf(`${value}/${usual}`));
    return { rule, fix: `${usual === 32 ? "for one address " : ""}add the length of the prefix: ${proposal}` };
  }
  const network = networkOf(value);
  return network === value
    ? undefined
    : { rule: "must be the first address of its network", fix: `write ${JSON.stringify(network)}` };
}

function privateFlaw(value: string): Flaw | undefined {
  const range = parseIpv4Range(value);
  return range !== undefined && isPrivate(range)
    ? undefined
    : { rule: "must lie within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (RFC 1918)" };
}

function prefixFlaw(value: string, { largest, smallest }: { largest: number; smallest: number }): Flaw | undefined {
  const prefix = parseIpv4Range(value)?.prefix ?? 0;
  return prefix >= largest && prefix <= smallest
    ? undefined
    : { rule: `must be a network from /${largest} to /${smallest}` };
}

/** Quantities of Kubernetes: `100m` or `0.5` of a processor. */
export const cpuQuantity = () =>
  text((value) => {
    if (/^[1-9]\d*m$/.test(value) || /^(0\.(?!0+$)\d{1,3}|[1-9]\d*(\.\d{1,3})?)$/.test(value)) return undefined;
    return {
      rule: 'must be an amount of processor such as "100m" or "0.5"',
      fix: /[KMGT]i?B?$/.test(value) ? "that is a unit of memory" : undefined,
    };
  });

/** Quantities of Kubernetes: `128Mi`. */
export const memoryQuantity = () =>
  text((value) => {
    if (/^[1-9]\d*(Ki|Mi|Gi)$/.test(value)) return undefined;
    const fix = /^\d+$/.test(value)
      ? `without a unit these are bytes: write ${JSON.stringify(`${value}Mi`)}`
      : /^\d+m$/.test(value)
        ? `"m" means thousandths: write ${JSON.stringify(`${value.slice(0, -1)}Mi`)}`
        : undefined;
    return { rule: 'must be an amount of memory such as "128Mi"', fix };
  });
