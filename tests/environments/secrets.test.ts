import { checkEnvironment } from "../../environments/schema/check";
import { describeProblem } from "../../environments/schema/problems";
import { textProblems } from "../../environments/schema/rules/text";
import { changed } from "./changed";

const problemsOf = (cloud: Parameters<typeof changed>[0], change: unknown) =>
  checkEnvironment("test", changed(cloud, change)).problems.map(describeProblem);

const secretAt = (path: string) =>
  `\`${path}\` looks like a secret in clear; remove it from the file and revoke it; passwords are generated and read from the cloud's own store`;

const digits = "0123456789abcdef0123456789abcdef";

// put together here, so that scanners for secrets do not find them in this repository
const secrets = (
  [
    ["an access key of AWS", ["AKIA", "IOSFODNN7EXAMPLE"]],
    ["a temporary access key of AWS", ["ASIA", "IOSFODNN7EXAMPLE"]],
    ["a private key", ["-----BEGIN ", "PRIVATE", " KEY-----MIIE"]],
    ["a private key of RSA", ["-----BEGIN RSA ", "PRIVATE", " KEY-----MIIE"]],
    ["a token of DigitalOcean", ["dop_", "v1_", digits]],
    ["an OAuth token of DigitalOcean", ["doo_", "v1_", digits]],
    ["a token of GitHub", ["ghp_", digits]],
    ["a fine-grained token of GitHub", ["github_", "pat_", digits]],
    ["a key of Google", ["AI", "za", digits, "_-A"]],
    ["a service account of Google", ['{ "type": "service', '_account", "project_id": "team" }']],
    ["a token of Slack", ["xox", "b-", digits]],
    ["a URL with user and password", ["postgres://demouser:", "hunter2@db.internal:5432/demo"]],
    ["a URL with a password only", ["redis://:", "hunter2@cache.internal:6379"]],
  ] as const
).map(([title, parts]) => [title, parts.join("")] as const);

describe.each(secrets)("%s", (_title, value) => {
  test.each([
    [
      "in a variable of the service",
      "local",
      "service.configuration.EXTRA",
      { service: { configuration: { EXTRA: value } } },
    ],
    ["in the middle of a tag", "aws", "tags.note", { tags: { note: `see ${value} there` } }],
    ["instead of a choice", "digitalocean", "region", { region: value }],
    ["instead of a name", "google", "projectId", { projectId: value }],
    ["as the only item of a list", "aws", "cluster.adminArns.0", { cluster: { adminArns: [value] } }],
    ["instead of the cloud", "local", "cloud", { cloud: value }],
    ["under a name that is no setting", "google", "database.url", { database: { url: value } }],
  ] as const)("is found %s, told once and never shown", (_place, cloud, path, change) => {
    const problems = problemsOf(cloud, change);
    expect(problems).toEqual([secretAt(path)]);
    expect(problems.join("\n")).not.toContain(value);
  });
});

describe("a value under a name that speaks of a secret", () => {
  test.each([
    ["a password", { database: { password: "hunter2" } }, "database.password"],
    [
      "a password in capitals",
      { service: { configuration: { ADMIN_PASSWD: "hunter2" } } },
      "service.configuration.ADMIN_PASSWD",
    ],
    ["a token", { service: { configuration: { CHAT_TOKEN: "hunter2" } } }, "service.configuration.CHAT_TOKEN"],
    ["a secret", { service: { configuration: { COOKIE_SECRET: "hunter2" } } }, "service.configuration.COOKIE_SECRET"],
    ["a key", { service: { configuration: { MAIL_API_KEY: "hunter2" } } }, "service.configuration.MAIL_API_KEY"],
    ["a private key", { service: { configuration: { PRIVATEKEY: "hunter2" } } }, "service.configuration.PRIVATEKEY"],
    ["credentials", { cluster: { credentials: { user: "me", word: "hunter2" } } }, "cluster.credentials"],
    ["a list of tokens", { service: { configuration: { TOKENS: ["hunter2"] } } }, "service.configuration.TOKENS"],
    ["a number", { service: { configuration: { DB_PASSWORD: 47114711 } } }, "service.configuration.DB_PASSWORD"],
  ])("is refused and not shown: %s", (_title, change, path) => {
    expect(problemsOf("aws", change)).toEqual([secretAt(path)]);
  });

  test.each([
    ["a folder", { service: { configuration: { TOKEN_DIR: "/run/tokens" } } }],
    ["a file", { service: { configuration: { PASSWORD_FILE: "/run/password" } } }],
    ["a path", { service: { configuration: { SECRET_PATH: "/run/secret" } } }],
    ["the number of a password", { database: { passwordVersion: 2 } }],
    ["nothing", { service: { configuration: { FEATURE_TOKEN: "" } } }],
  ])("is right when it holds no secret: %s", (_title, change) => {
    expect(problemsOf("aws", change)).toEqual([]);
  });
});

describe("a secret inside a value that is wrong as a whole", () => {
  test.each([
    [
      "a list",
      { service: { configuration: ["redis://:hunter2@cache"] } },
      "service.configuration.0",
      "`service.configuration` must be an object",
    ],
    [
      "an object",
      { cluster: { adminArns: { password: "hunter2" } } },
      "cluster.adminArns.password",
      "`cluster.adminArns` must be a list of at least one ARN of an IAM role or user",
    ],
    [
      "an object instead of a text",
      { project: { token: "hunter2" } },
      "project.token",
      "`project` must be lower-case words joined by single hyphens, starting with a letter",
    ],
  ])("is not shown with it: %s", (_title, change, path, rule) => {
    expect(problemsOf("aws", change)).toEqual([secretAt(path), rule]);
  });
});

describe("text that resembles a secret", () => {
  test.each([
    ["a URL with a port", "https://example.org:8443/path?x=1"],
    ["an address of mail", "team@example.org"],
    ["a URL with a user", "ssh://git@example.org/app"],
    ["an ARN", "arn:aws:iam::123456789012:role/AKIA"],
    ["a public key", "-----BEGIN PUBLIC KEY-----"],
  ])("is right: %s", (_title, value) => {
    expect(textProblems({ service: { configuration: { EXTRA: value } } })).toEqual([]);
  });
});

test("a secret hides no problem of another setting, and the items after it keep their numbers", () => {
  const key = secrets[0]![1];
  const change = {
    cluster: { adminArns: [key, "arn:aws:iam::123456789012:role/a", "arn:aws:iam::210987654321:role/b"], nodeCount: 2 },
  };
  expect(problemsOf("aws", change)).toEqual([
    secretAt("cluster.adminArns.0"),
    "`cluster.nodeCount` must be an integer between 3 and 100, got: 2",
    '`cluster.adminArns.2` must be in the account of the environment (123456789012), got: "arn:aws:iam::210987654321:role/b"',
  ]);
});
