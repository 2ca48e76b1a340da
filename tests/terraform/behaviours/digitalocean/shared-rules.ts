import ipaddr from "ipaddr.js";

import { byApi, matching, type Rule } from "../rules";

/** `validation.StringInSlice` that ignores the case. */
export const oneOfInAnyCase = (...allowed: readonly string[]): Rule => ({
  must: `be ${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1) ?? ""}, in any case`,
  holds: (value) => allowed.includes(String(value).toLowerCase()),
  wrong: "no-such-value",
});

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Whether two IPv4 networks have addresses in common. */
export function overlap(one: string, other: string): boolean {
  if (!ipaddr.IPv4.isValidCIDR(one) || !ipaddr.IPv4.isValidCIDR(other)) return false;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(one);
  const [otherAddress, otherPrefix] = ipaddr.IPv4.parseCIDR(other);
  return address.match(otherAddress, Math.min(prefix, otherPrefix));
}

/** What the provider's `tag.ValidateTag` accepts. */
export const tag = matching(
  /[a-zA-Z0-9:\-_]{1,255}/,
  "have 1 to 255 letters, digits, colons, hyphens or underscores",
  "team=platform",
);

/** A rule of the API; an empty value is the provider's to refuse. */
export const apiRule = (source: string, rule: Rule): Rule =>
  byApi(source, { ...rule, holds: (value) => value === "" || rule.holds(value) });

/** Ids of most things are UUIDs; a common mistake is to take the URN. */
export const uuid = (source: string): Rule =>
  apiRule(
    source,
    matching(
      /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/,
      "be a UUID",
      "do:vpc:5a4981aa-9653-4bd1-bef5-d6bff52042e4",
    ),
  );

/** The slug of a region: three letters of a city, and which data center. */
export const region = (source: string, flags = ""): Rule =>
  apiRule(source, matching(new RegExp("[a-z]{3}[0-9]", flags), "be a region such as fra1", "eu-central-1"));

/** Hour and minute in UTC. */
export const hourOfDay = (source: string): Rule =>
  apiRule(source, matching(/([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?/, "be a time such as 03:00", "3 am"));

/** Some numbers are wrong for the provider only when they are left at nothing. */
export const notZero: Rule = { must: "not be 0", holds: (value) => value !== 0, wrong: 0 };
