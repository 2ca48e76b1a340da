import { isIP } from "node:net";

import ipaddr from "ipaddr.js";

import { isSet, type Values } from "./values";

/** What one argument must be like. It is asked about known values only, and about each item of a list. */
export interface Rule {
  /** Completes "`name` must". */
  readonly must: string;
  readonly holds: (value: unknown) => boolean;
  /** A value of the right type that breaks this rule. */
  readonly wrong: unknown;
  /** Whether the rule is about a list as a whole. */
  readonly whole?: boolean;
  /** Whether only the cloud's API knows the rule, so that the provider would find out in the middle of an apply. */
  readonly byApi?: boolean;
  /** Whether the provider compares it with other things, and so finds it only when it plans. */
  readonly atPlan?: boolean;
  /** Where it is written down. @default - the source of the type */
  readonly source?: string;
}

/** What several arguments must be like together. */
export interface Relation {
  /** The arguments, as paths. */
  readonly arguments: readonly string[];
  /** A sentence with the names of the arguments in it. */
  readonly must: string;
  readonly holds: (settings: Values) => boolean;
  /** Arguments that break it when they are laid over right ones, by path; `null` takes one away. */
  readonly wrong: Values;
  readonly byApi?: boolean;
  readonly atPlan?: boolean;
  readonly source?: string;
}

/** Says that only the API knows a rule, and where. */
export const byApi = <R extends Rule | Relation>(source: string, rule: R): R => ({ ...rule, byApi: true, source });

export const oneOf = (...allowed: readonly (string | number)[]): Rule => ({
  must: `be ${list(allowed.map((value) => JSON.stringify(value)))}`,
  holds: (value) => allowed.includes(value as string | number),
  wrong: typeof allowed[0] === "number" ? -1 : "no-such-value",
});

export const between = (least: number, most: number): Rule => ({
  must: `be between ${least} and ${most}`,
  holds: (value) => Number(value) >= least && Number(value) <= most,
  wrong: most + 1,
});

export const atLeast = (least: number): Rule => ({
  must: `be ${least} or more`,
  holds: (value) => Number(value) >= least,
  wrong: least - 1,
});

export const length = (least: number, most: number): Rule => ({
  must: least === 0 ? `have at most ${most} characters` : `have ${least} to ${most} characters`,
  holds: (value) => String(value).length >= least && String(value).length <= most,
  wrong: "a".repeat(most + 1),
});

/** The pattern must match all of a value; `words` completes "must". */
export const matching = (pattern: RegExp, words: string, wrong: string): Rule => ({
  must: words,
  holds: (value) => new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(String(value)),
  wrong,
});

export const items = (least: number, most = Infinity): Rule => ({
  must: most === Infinity ? `have ${least} or more items` : `have ${least} to ${most} items`,
  holds: (value) => Array.isArray(value) && value.length >= least && value.length <= most,
  wrong: Array.from({ length: least > 0 ? least - 1 : most + 1 }, () => "item"),
  whole: true,
});

/** A network in CIDR form, without bits behind the prefix, as big as `prefixes` allow. */
export const ipv4Network = (shortest = 0, longest = 32): Rule => ({
  must:
    shortest === longest
      ? `be an IPv4 network of /${shortest}`
      : `be an IPv4 network${shortest === 0 && longest === 32 ? "" : ` from /${shortest} to /${longest}`}`,
  holds: (value) => {
    if (!ipaddr.IPv4.isValidCIDR(String(value))) return false;
    const [, prefix] = ipaddr.IPv4.parseCIDR(String(value));
    const network = ipaddr.IPv4.networkAddressFromCIDR(String(value));
    // it would also read octal numbers, and addresses of less than four
    return String(value) === `${network.toString()}/${prefix}` && prefix >= shortest && prefix <= longest;
  },
  wrong: longest < 32 ? `10.0.0.0/${longest + 1}` : shortest > 0 ? `10.0.0.0/${shortest - 1}` : "10.0.0.1/8",
});

/** An address and a prefix, also of IPv6, and with bits behind the prefix: what Go's `net.ParseCIDR` accepts. */
export const cidr: Rule = {
  must: "be a network in CIDR form",
  holds: (value) => {
    const [address = "", prefix = "", ...rest] = String(value).split("/");
    const version = isIP(address);
    return (
      version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128)
    );
  },
  wrong: "10.0.0.0",
};

export const notEmpty: Rule = { must: "not be empty", holds: (value) => value !== "", wrong: "" };

export const json: Rule = {
  must: "be JSON",
  holds: (value) => {
    try {
      const parsed: unknown = JSON.parse(String(value));
      return typeof parsed === "object" && parsed !== null;
    } catch {
      return false;
    }
  },
  wrong: '{"Version": ',
};

/** At most one of the arguments. `wrong` sets two of them. */
export const conflicts = (first: string, second: string, wrong: Values): Relation => ({
  arguments: [first, second],
  must: `\`${first}\` must not be set together with \`${second}\``,
  holds: (settings) => !(isSet(settings, first) && isSet(settings, second)),
  wrong,
});

/** One argument needs another one. `wrong` sets the first and takes the second away. */
export const needs = (first: string, second: string, wrong: Values): Relation => ({
  arguments: [first, second],
  must: `\`${first}\` must be set together with \`${second}\``,
  holds: (settings) => !isSet(settings, first) || isSet(settings, second),
  wrong,
});

export const exactlyOneOf = (names: readonly string[], wrong: Values): Relation => ({
  arguments: names,
  must: `exactly one of ${list(names.map((name) => `\`${name}\``))} must be set`,
  holds: (settings) => names.filter((name) => isSet(settings, name)).length === 1,
  wrong,
});

export const atLeastOneOf = (names: readonly string[], wrong: Values): Relation => ({
  arguments: names,
  must: `at least one of ${list(names.map((name) => `\`${name}\``))} must be set`,
  holds: (settings) => names.some((name) => isSet(settings, name)),
  wrong,
});

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}
