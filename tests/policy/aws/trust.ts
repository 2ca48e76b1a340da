import { after, type Edit, type Policy } from "../policy";
import { type Resource, type Stack, text } from "../stack";
import { changePolicy, type Statement, statements, type Written } from "./statements";

const types = ["aws_iam_role"];

const githubIssuer = "token.actions.githubusercontent.com";

const trust = (role: Resource): Statement[] =>
  statements(text(role, "assume_role_policy")).filter(({ allows }) => allows);

const principals = (role: Resource): Statement["principals"] =>
  trust(role).flatMap((statement) => statement.principals);

/** The hosts whose tokens a statement accepts. */
function issuers(statement: Statement, stack: Stack): string[] {
  return statement.principals.flatMap(({ kind, name }) => {
    if (kind !== "Federated") return [];
    const [provider] = stack.targets(name);
    return [provider === undefined ? name.replace(/^.*:oidc-provider\//, "") : text(provider, "url").slice(8)];
  });
}

/** Which jobs a statement is for. */
const subjects = (statement: Statement, issuer: string): string[] =>
  ["StringEquals", "StringLike"].flatMap((operator) => statement.condition(operator, `${issuer}:sub`));

const isForGithub: Policy["concerns"] = (role, stack) =>
  trust(role).some((statement) => issuers(statement, stack).includes(githubIssuer));

const isForTokens: Policy["concerns"] = (role) => principals(role).some(({ kind }) => kind === "Federated");

/** Whether a subject says whose job it is. `*` may stand for the end of the name of a branch or tag. */
const isPinned = (subject: string): boolean =>
  /^[^*?]+$/.test(subject) || /^[^*?]+:ref:refs\/(heads|tags)\/[^*?]+\*$/.test(subject);

const changeTrust = (how: string, change: (statement: Written) => void, unseen?: string): Edit =>
  after(
    how,
    (role) => {
      changePolicy(role, "assume_role_policy", ([first]) => {
        change(first!);
      });
    },
    unseen,
  );

/** Another subject than the one that is there. */
const forSubject = (subject: string, unseen?: string): Edit =>
  changeTrust(
    `tokens for ${subject} are accepted`,
    (statement) => {
      const issuer = String(Object.keys((statement["Condition"] as Written)["StringEquals"] as Written)[0]).split(
        ":",
      )[0];
      statement["Condition"] = {
        StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${issuer}:sub`]: subject },
      };
    },
    unseen,
  );

const anyToken = changeTrust("any token is accepted", (statement) => {
  delete statement["Condition"];
});

/** Who may take on a role. */
export const trustPolicies: readonly Policy[] = [
  {
    id: "CKV_AWS_60",
    must: "not be for everybody",
    types,
    holds: (role) => !principals(role).some(({ kind, name }) => kind === "AWS" && name === "*"),
    broken: [
      changeTrust("everybody may take it on", (statement) => {
        statement["Principal"] = { AWS: "*" };
      }),
    ],
  },
  {
    id: "CKV_AWS_61",
    must: "not be for whole accounts",
    types,
    holds: (role) =>
      !principals(role).some(({ kind, name }) => kind === "AWS" && /^(\d{12}|arn:aws:iam::\d{12}:root)/.test(name)),
    broken: [
      changeTrust("an account may take it on", (statement) => {
        statement["Principal"] = { AWS: "arn:aws:iam::999999999999:root" };
      }),
      changeTrust("an account may take it on, by its number", (statement) => {
        statement["Principal"] = { AWS: ["999999999999"] };
      }),
    ],
  },
  {
    id: "CKV_AWS_393",
    must: "accept tokens of GitHub for one repository only",
    types,
    concerns: isForGithub,
    holds: (role, stack) =>
      trust(role)
        .filter((statement) => issuers(statement, stack).includes(githubIssuer))
        .every((statement) => {
          const found = subjects(statement, githubIssuer);
          return found.length > 0 && found.every((subject) => /^repo:[\w.@-]+\/[^/:*?]+:/.test(subject));
        }),
    broken: [
      anyToken,
      changeTrust("tokens for any subject are accepted", (statement) => {
        const Condition = { StringEquals: { [`${githubIssuer}:aud`]: "sts.amazonaws.com" } };
        Object.assign(statement, { Condition });
      }),
      forSubject("*"),
      forSubject("repo:*"),
      forSubject("environment:production"),
      forSubject("repo:example-org*"),
      forSubject("repo:example-org/*:environment:production", "all repositories of an organization are fine to it"),
    ],
  },
  {
    id: "OWN_AWS_TRUST_TOKENS",
    must: "accept tokens that were issued for AWS, for jobs that are named",
    types,
    concerns: isForTokens,
    holds: (role, stack) =>
      trust(role).every(
        (statement) =>
          issuers(statement, stack).length === 1 &&
          statement.actions.join() === "sts:AssumeRoleWithWebIdentity" &&
          issuers(statement, stack).every(
            (issuer) =>
              statement.condition("StringEquals", `${issuer}:aud`).length === 1 &&
              subjects(statement, issuer).length > 0 &&
              subjects(statement, issuer).every(isPinned) &&
              // a text with a wildcard would be compared as it is written
              !statement.condition("StringEquals", `${issuer}:sub`).some((subject) => subject.includes("*")),
          ),
      ),
    broken: [
      forSubject("repo:example-org/addressbook:*"),
      forSubject("repo:example-org/addressbook:ref:refs/heads/*"),
      changeTrust("tokens for anybody are accepted", (statement) => {
        const equal = (statement["Condition"] as Record<string, Written>)["StringEquals"]!;
        for (const key of Object.keys(equal)) if (key.endsWith(":aud")) Reflect.deleteProperty(equal, key);
      }),
      changeTrust("whoever takes it on may tag the session", (statement) => {
        statement["Action"] = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"];
      }),
    ],
  },
  {
    id: "OWN_AWS_TRUST_SERVICE",
    must: "be for one service of AWS",
    types,
    concerns: (role, stack) => !isForTokens(role, stack),
    holds: (role) =>
      principals(role).length === 1 &&
      principals(role).every(({ kind, name }) => kind === "Service" && /^[a-z0-9.-]+\.amazonaws\.com$/.test(name)),
    broken: [
      changeTrust("any service may take it on", (statement) => {
        statement["Principal"] = { Service: "*" };
      }),
      changeTrust("a role of another account may take it on", (statement) => {
        statement["Principal"] = { AWS: "arn:aws:iam::999999999999:role/visitor" };
      }),
      changeTrust("a service may take it on that it was not meant for", (statement) => {
        statement["Principal"] = { Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"] };
      }),
    ],
  },
];
