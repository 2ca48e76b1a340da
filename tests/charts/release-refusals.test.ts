import { releaseSettings } from "../../charts/release-settings";
import type { ReleaseVariables } from "../../charts/release-variables";
import type { Environment } from "../../environments/schema/environment";
import { ValidationError } from "../../environments/schema/problems";
import { environment, minimal } from "../support/environments";

const team = environment("team", minimal.aws);
const colours = environment("team", { ...minimal.aws, service: { strategy: "blue-green" } });
const route = { gateway: "edge", gatewayNamespace: "edge", hostnames: [], canaryWeight: 10 };
const weighted = environment("team", { ...minimal.aws, service: { route } });
const repository = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-team/addressbook";
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

const pods = "must be a whole number between 1 and 100";
const elsewhere = `must be in a registry that the nodes of team can pull from (${repository})`;
const chooseOther = "choose the environment with ENVIRONMENT=NAME, or push the image there";
const form = "must be a reference of an image such as `registry/repository:tag@sha256:…`, in lower case";
const hash = "must have a digest of `sha256:` and 64 hexadecimal digits";
const tag = "must have a tag of at most 128 letters, digits, underscores, dots or hyphens";

const label = "must be at most 63 lower-case letters, digits or hyphens";

/** Wrong variables, and each line of what is said about them. */
const refusals: [variables: ReleaseVariables, ...lines: string[]][] = [
  [{ CANARY_PODS: "0" }, `\`CANARY_PODS\` ${pods}, got: "0"`],
  [{ CANARY_PODS: "-1" }, `\`CANARY_PODS\` ${pods}, got: "-1"`],
  [{ CANARY_PODS: "1.5" }, `\`CANARY_PODS\` ${pods}, got: "1.5"`],
  [{ CANARY_PODS: "1e2" }, `\`CANARY_PODS\` ${pods}, got: "1e2"`],
  [{ CANARY_PODS: "0x1" }, `\`CANARY_PODS\` ${pods}, got: "0x1"`],
  [{ CANARY_PODS: "one" }, `\`CANARY_PODS\` ${pods}, got: "one"`],
  [{ CANARY_PODS: " 1" }, `\`CANARY_PODS\` ${pods}, got: " 1"`],
  [{ CANARY_PODS: "01" }, `\`CANARY_PODS\` ${pods}, got: "01"`],
  [{ STABLE_PODS: "101" }, `\`STABLE_PODS\` ${pods}, got: "101"`],
  [{ STABLE_PODS: "99999999999999999999" }, `\`STABLE_PODS\` ${pods}, got: "99999999999999999999"`],
  [{ STABLE_PODS: "3\n" }, `\`STABLE_PODS\` ${pods}, got: "3\\n"`],
  [{ TRACK: "blue" }, '`TRACK` must be "canary" or "stable", got: "blue"'],
  [{ TRACK: "Canary" }, '`TRACK` must be "canary" or "stable", got: "Canary"'],
  [{ TRACK: "canary,stable" }, '`TRACK` must be "canary" or "stable", got: "canary,stable"'],
  [{ IMAGE: `${repository}:1 2` }, `\`IMAGE\` must not contain white space, got: "${repository}:1 2"`],
  [{ IMAGE: "app:1\n" }, '`IMAGE` must not contain white space, got: "app:1\\n"'],
  [
    { IMAGE: repository },
    `\`IMAGE\` must have a tag or, better, a digest, got: "${repository}"; for example ${repository}@sha256:…`,
  ],
  [
    { IMAGE: `${repository}:latest` },
    `\`IMAGE\` must not be named by the tag "latest", which is moved from image to image, got: "${repository}:latest"; use the digest, or a tag of the release`,
  ],
  [
    { IMAGE: `${repository}:stable` },
    `\`IMAGE\` must not be named by the tag "stable", which is moved from image to image, got: "${repository}:stable"; use the digest, or a tag of the release`,
  ],
  [
    { IMAGE: "app:main" },
    '`IMAGE` must not be named by the tag "main", which is moved from image to image, got: "app:main"; use the digest, or a tag of the release',
  ],
  [{ IMAGE: "app@sha256:abc" }, `\`IMAGE\` ${hash}, got: "app@sha256:abc"`],
  [{ IMAGE: "app@md5:0123" }, `\`IMAGE\` ${hash}, got: "app@md5:0123"`],
  [{ IMAGE: "app:1@" }, `\`IMAGE\` ${hash}, got: "app:1@"`],
  [{ IMAGE: `app@${digest.toUpperCase()}` }, `\`IMAGE\` ${hash}, got: "app@${digest.toUpperCase()}"`],
  [{ IMAGE: `app@${digest}@x` }, `\`IMAGE\` ${hash}, got: "app@${digest}@x"`],
  [{ IMAGE: "App:1" }, `\`IMAGE\` ${form}, got: "App:1"`],
  [{ IMAGE: ":1" }, `\`IMAGE\` ${form}, got: ":1"`],
  [{ IMAGE: "/app:1" }, `\`IMAGE\` ${form}, got: "/app:1"`],
  [{ IMAGE: "app/:1" }, `\`IMAGE\` ${form}, got: "app/:1"`],
  [{ IMAGE: "https://registry.example.com/app:1" }, `\`IMAGE\` ${form}, got: "https://registry.example.com/app:1"`],
  [{ IMAGE: "app;rm:1" }, `\`IMAGE\` ${form}, got: "app;rm:1"`],
  [{ IMAGE: "app:" }, `\`IMAGE\` ${tag}, got: "app:"`],
  [{ IMAGE: "app:.1" }, `\`IMAGE\` ${tag}, got: "app:.1"`],
  [{ IMAGE: "app:$TAG" }, `\`IMAGE\` ${tag}, got: "app:$TAG"`],
  [
    { IMAGE: "registry.digitalocean.com/team-registry/addressbook:1" },
    `\`IMAGE\` ${elsewhere}, got: "registry.digitalocean.com/team-registry/addressbook:1"; ${chooseOther}`,
  ],
  [
    { IMAGE: "europe-west1-docker.pkg.dev/team-project/r/app:1" },
    `\`IMAGE\` ${elsewhere}, got: "europe-west1-docker.pkg.dev/team-project/r/app:1"; ${chooseOther}`,
  ],
  [
    { IMAGE: "210987654321.dkr.ecr.eu-central-1.amazonaws.com/app:1" },
    `\`IMAGE\` ${elsewhere}, got: "210987654321.dkr.ecr.eu-central-1.amazonaws.com/app:1"; ${chooseOther}`,
  ],
  [
    { CANARY_PODS: "4" },
    "`CANARY_PODS` must not be more than `service.stablePods` (3): a canary takes the smaller share of traffic, got: 4",
  ],
  [{ DATABASE_SECRET: "db_params" }, `\`DATABASE_SECRET\` ${label}, got: "db_params"`],
  [{ DATABASE_SECRET: "s".repeat(64) }, `\`DATABASE_SECRET\` ${label}, got: "${"s".repeat(64)}"`],
  [{ LIVE: "blue" }, '`LIVE` must not be set when `service.strategy` is "canary", got: "blue"'],
  [{ CANARY_WEIGHT: "5" }, '`CANARY_WEIGHT` must not be set without `service.route`, got: "5"'],
  [
    { CANARY_PODS: "x", STABLE_PODS: "y", TRACK: "z", IMAGE: "App:1" },
    `\`CANARY_PODS\` ${pods}, got: "x"`,
    `\`STABLE_PODS\` ${pods}, got: "y"`,
    '`TRACK` must be "canary" or "stable", got: "z"',
    `\`IMAGE\` ${form}, got: "App:1"`,
  ],
];

describe("A release is refused", () => {
  test.each(refusals)("when the variables are %j", (variables, ...lines) => {
    const count = lines.length === 1 ? "1 problem" : `${lines.length} problems`;
    const expected = [`the release to team has ${count}:`, ...lines.map((line) => `  - ${line}`)].join("\n");
    expect(refusal(variables)).toBe(expected);
  });

  test.each<[ReleaseVariables, string]>([
    [{ TRACK: "canary" }, '`TRACK` must be "blue" or "green", got: "canary"'],
    [{ LIVE: "red" }, '`LIVE` must be "blue" or "green", got: "red"'],
    [{ CANARY_PODS: "2" }, '`CANARY_PODS` must not be set when `service.strategy` is "blue-green", got: "2"'],
    [{ CANARY_WEIGHT: "5" }, '`CANARY_WEIGHT` must not be set when `service.strategy` is "blue-green", got: "5"'],
  ])("by colours when the variables are %j", (variables, line) => {
    expect(refusal(variables, colours)).toBe(`the release to team has 1 problem:\n  - ${line}`);
  });

  test.each<[ReleaseVariables, string]>([
    [{ CANARY_WEIGHT: "101" }, '`CANARY_WEIGHT` must be a whole number between 0 and 100, got: "101"'],
    [
      { CANARY_WEIGHT: "50" },
      "`CANARY_WEIGHT` must not be more than the canary's share of the pods (25 %): it would fail under its load, and not because of its version, got: 50; lower it, or raise `service.canaryPods`",
    ],
  ])("through a Gateway when the variables are %j", (variables, line) => {
    expect(refusal(variables, weighted)).toBe(`the release to team has 1 problem:\n  - ${line}`);
  });

  test("with the problems of all environments at once", () => {
    const other = environment("other", minimal.google);
    expect(() => releaseSettings([team, other], { TRACK: "blue" })).toThrow(
      [
        "the release to team has 1 problem:",
        '  - `TRACK` must be "canary" or "stable", got: "blue"',
        "the release to other has 1 problem:",
        '  - `TRACK` must be "canary" or "stable", got: "blue"',
      ].join("\n"),
    );
  });
});

function refusal(variables: ReleaseVariables, of: Environment = team): string {
  try {
    releaseSettings([of], variables);
  } catch (error) {
    return error instanceof ValidationError ? error.message : `not a ValidationError: ${String(error)}`;
  }
  return "no error";
}
