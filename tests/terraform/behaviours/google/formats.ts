import ipaddr from "ipaddr.js";

import { byApi, matching, oneOf, type Relation, type Rule } from "../rules";
import { isObject, isSet, known, placesOf, Unknown, type Values } from "../values";
import { google } from "./source";

/** One of these values; an empty one says that the argument is left out. */
export const oneOfOrNone = (...allowed: readonly string[]): Rule => {
  const rule = oneOf(...allowed);
  return { ...rule, holds: (value) => value === "" || rule.holds(value) };
};

/** Another rule, for an argument that may be left out by an empty value. */
export const orNone = (rule: Rule): Rule => ({ ...rule, holds: (value) => value === "" || rule.holds(value) });

/** The name of nearly everything in Compute Engine. */
export const computeName = matching(
  /[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?/,
  "have 1 to 63 lower-case letters, digits or hyphens, start with a letter and not end with a hyphen",
  "Network_1",
);

/** A point in time with its zone. */
export const timestamp: Rule = {
  must: "be a time in the form of RFC 3339, such as 2026-01-04T03:00:00Z",
  holds: (value) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(String(value)) &&
    !Number.isNaN(Date.parse(String(value))),
  wrong: "Sunday 03:00",
};

/** A time of the day. */
export const hourAndMinute = matching(/(?:[01]\d|2[0-3]):[0-5]\d/, "be a time of the day in the form HH:MM", "24:00");

export const atMost = (most: number): Rule => ({
  must: `be at most ${most}`,
  holds: (value) => Number(value) <= most,
  wrong: most + 1,
});

/** A length of time as the APIs write it. */
export const seconds = matching(
  /\d+(?:\.\d{1,9})?s/,
  "be a number of seconds with an s behind it, such as 86400s",
  "1 day",
);

/** What every API of Google Cloud wants of labels. */
export const labels: Rule = byApi(google("compute/docs/labeling-resources#requirements"), {
  must: "have keys and values of at most 63 lower-case letters, digits, hyphens and underscores, keys starting with a letter",
  holds: (value) =>
    isObject(value) &&
    Object.entries(value).every(
      ([key, text]) => /^\p{Ll}[\p{Ll}\p{N}_-]{0,62}$/u.test(key) && /^[\p{Ll}\p{N}_-]{0,63}$/u.test(String(text)),
    ),
  wrong: { Team: "a" },
});

/** A principal in a policy. */
export const iamMember: Rule = {
  must: "be a principal such as serviceAccount:name@project.iam.gserviceaccount.com that is not deleted",
  holds: (value) =>
    /.+:.+|projectOwners|projectReaders|projectWriters|allUsers|allAuthenticatedUsers/.test(String(value)) &&
    !String(value).startsWith("deleted"),
  wrong: "name@project.iam.gserviceaccount.com",
};

/** A role that Google defines, or an own one of a project or an organization. */
export const iamRole = byApi(
  google("iam/docs/roles-overview#role-names"),
  matching(
    /(?:(?:projects|organizations)\/[^/]+\/)?roles\/[A-Za-z0-9_.]+/,
    "be the name of a role, such as roles/artifactregistry.reader",
    "Artifact Registry Reader",
  ),
);

/** Whether an argument is one of these values, or may become one because it is not known yet. */
export const mayBe = (settings: Values, path: string, ...values: readonly unknown[]): boolean =>
  placesOf(settings, path).some(({ value }) => value instanceof Unknown || values.includes(value));

/** Whether an argument is known to be one of these values. */
export const surelyIs = (settings: Values, path: string, ...values: readonly unknown[]): boolean =>
  values.includes(known(settings, path));

/**
 * A block that is there must have one of these arguments. `names` are those inside of the block; `besides` is what has
 * to change with it, because it needs what is in the block.
 */
export function somethingIn(block: string, names: readonly string[], besides: Values = {}): Relation {
  const paths = names.map((name) => `${block}.${name}`);
  return {
    arguments: [block],
    must: `\`${block}\` must have one of its arguments`,
    holds: (settings) => !isSet(settings, block) || paths.some((path) => isSet(settings, path)),
    wrong: { ...besides, [block]: [{}] },
  };
}

/** The first address of a network that can be given to something, which Google gives to the gateway. */
export function gatewayOf(network: unknown): string {
  if (!ipaddr.IPv4.isValidCIDR(String(network))) return "10.0.0.1";
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.networkAddressFromCIDR(String(network)).octets;
  return [a, b, c, d + 1].join(".");
}

/** Whether two networks share an address. What is no network shares none. */
export function overlap(one: unknown, other: unknown): boolean {
  if (!ipaddr.IPv4.isValidCIDR(String(one)) || !ipaddr.IPv4.isValidCIDR(String(other))) return false;
  const [first, firstPrefix] = ipaddr.IPv4.parseCIDR(String(one));
  const [second, secondPrefix] = ipaddr.IPv4.parseCIDR(String(other));
  return first.match(second, Math.min(firstPrefix, secondPrefix));
}

/** Whether a network lies in another one. */
export function contains(outer: unknown, inner: unknown): boolean {
  if (!ipaddr.IPv4.isValidCIDR(String(outer)) || !ipaddr.IPv4.isValidCIDR(String(inner))) return false;
  const [, outerPrefix] = ipaddr.IPv4.parseCIDR(String(outer));
  const [, innerPrefix] = ipaddr.IPv4.parseCIDR(String(inner));
  return outerPrefix <= innerPrefix && overlap(outer, inner);
}
