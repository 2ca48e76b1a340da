import { length, matching, type Rule } from "../rules";

/** Rules that many types of this provider share. */
export const arn: Rule = matching(
  /arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|aws-managed|)?:.+/,
  "be an ARN",
  "not-an-arn",
);

export const kmsKey: Rule = matching(
  /arn:aws[\w-]*:kms:[\w-]+:\d{12}:(key|alias)\/.+|alias\/.+|[\w-]+/,
  "be the id, alias or ARN of a key",
  "no key!",
);

/** The provider wants an object where a policy stands, not just any JSON. */
export const policyDocument: Rule = {
  must: "be a policy in JSON",
  holds: (value) => {
    try {
      const document: unknown = JSON.parse(String(value));
      return typeof document === "object" && document !== null && !Array.isArray(document);
    } catch {
      return false;
    }
  },
  wrong: '{"Version": ',
};

export const clusterName: readonly Rule[] = [
  matching(
    /[0-9A-Za-z][0-9A-Za-z_-]*/,
    "consist of letters, digits, hyphens and underscores, and not start with a hyphen or an underscore",
    "-demo",
  ),
  length(1, 100),
];

/** A bool that the provider keeps as a string, because left out is something else than false. */
export const nullableBool: Rule = {
  must: 'be "true" or "false"',
  holds: (value) => ["true", "false", "1", "0", ""].includes(String(value)),
  wrong: "perhaps",
};

/** What RDS wants of identifiers and prefixes. */
export const rdsName: readonly Rule[] = [
  matching(/[0-9a-z-]*/, "consist of lower-case letters, digits and hyphens", "deMo"),
  matching(/[a-z].*/s, "start with a letter", "1demo"),
  matching(/(?!.*--).*/s, "not have two hyphens in a row", "my--demo"),
];

/** A limit for the length of a document in JSON. */
export const jsonUpTo = (most: number): Rule => ({
  must: `have at most ${most} characters`,
  holds: (value) => String(value).length <= most,
  wrong: JSON.stringify({ Statement: [], Id: "a".repeat(most) }),
});
