import { checkEnvironment } from "../../environments/schema/check";
import { describeProblem } from "../../environments/schema/problems";
import { minimal } from "../support/environments";
import { changed } from "./changed";
import { access } from "./wrong/access";
import { cidrs } from "./wrong/cidrs";
import { continuousIntegration } from "./wrong/continuous-integration";
import { integers } from "./wrong/integers";
import { names } from "./wrong/names";
import { networkRelations } from "./wrong/network-relations";
import { places } from "./wrong/places";
import { platform } from "./wrong/platform";
import { service } from "./wrong/service";
import { structure } from "./wrong/structure";
import { text } from "./wrong/text";

const problemsOf = (name: string, written: unknown) => checkEnvironment(name, written).problems.map(describeProblem);

const subjects = {
  structure,
  integers,
  cidrs,
  access,
  networkRelations,
  places,
  names,
  platform,
  service,
  text,
  continuousIntegration,
};

describe.each(Object.entries(subjects))("%s", (_subject, cases) => {
  test.each(cases)("$cloud refuses $title", ({ cloud, change, problems }) => {
    expect(problemsOf("test", changed(cloud, change))).toEqual(problems);
  });
});

describe("what a file exports", () => {
  const rule = "must export an environment by default: `export default defineEnvironment({ … })`";

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "aws"],
    ["a list of environments", [minimal.aws]],
    ["a function that makes one", () => minimal.aws],
  ])("is refused when it is %s", (_title, written) => {
    expect(problemsOf("test", written)).toEqual([rule]);
  });

  test("is refused when it is a promise, which nobody awaits", () => {
    expect(problemsOf("test", Promise.resolve(minimal.aws))).toEqual([
      '`cloud` is required and must be one of "digitalocean", "google", "aws", "local"',
    ]);
  });

  test("is refused when it contains itself", () => {
    const cluster: Record<string, unknown> = { context: "kind-test" };
    cluster["self"] = cluster;
    expect(problemsOf("test", { cloud: "local", cluster })).toEqual([
      "`cluster.self.self.self.self.self.self.self.self.self.self.self.self` is nested too deep",
      "`cluster.self` is not a setting of local; there are context, nodePort",
    ]);
  });

  test("is refused when a value in it contains itself, without showing it", () => {
    const mode: Record<string, unknown> = {};
    mode["self"] = mode;
    expect(problemsOf("test", changed("digitalocean", { registry: { mode } }))).toEqual([
      "`registry.mode.self.self.self.self.self.self.self.self.self.self.self` is nested too deep",
      '`registry.mode` must be one of "create", "use-existing"',
    ]);
  });
});

describe("the name of a file", () => {
  const rule =
    "must have a name of at most 40 characters: lower-case words joined by single hyphens, starting with a letter";

  test.each([
    ["PROD", "; rename it to prod.ts"],
    ["../prod", "; rename it to prod.ts"],
    ["prod/", "; rename it to prod.ts"],
    ["prod_eu", "; rename it to prod-eu.ts"],
    ["prod--eu", "; rename it to prod-eu.ts"],
    ["2nd", "; rename it to nd.ts"],
    ["é", ""],
    ["", ""],
  ])("is refused when it is %j", (name, fix) => {
    expect(problemsOf(name, minimal.local)).toEqual([`${rule}${fix}`]);
  });

  test("is refused beyond 40 characters, with what it makes too long", () => {
    expect(problemsOf("a".repeat(41), minimal.digitalocean)).toEqual([rule]);
    expect(problemsOf("a".repeat(41), minimal.google)).toEqual([
      rule,
      '`project` makes the name of the cluster (GKE) too long: "addressbook-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 53 characters, at most 40 are allowed; shorten `project` or the name of the file',
    ]);
  });

  test("is refused when only the service account of Google Cloud is too short for it", () => {
    expect(problemsOf("twentyfive-characters-now", minimal.google)).toEqual([
      'has a name that makes the name of the service account of the nodes too long: "twentyfive-characters-now-nodes" has 31 characters, at most 30 are allowed; shorten it',
    ]);
    expect(problemsOf("twentyfour-characters-ok", minimal.google)).toEqual([]);
  });

  test("is refused when only the account of continuous integration is too short for it", () => {
    const ci = { github: { repository: "owner/repository" } };
    expect(problemsOf("twenty-three-characters", changed("google", { ci }))).toEqual([
      'has a name that makes the name of the service account of continuous integration too long: "twenty-three-characters-release" has 31 characters, at most 30 are allowed; shorten it',
    ]);
    expect(problemsOf("twenty-two-characters1", changed("google", { ci }))).toEqual([]);
    expect(problemsOf("twenty-three-characters", minimal.google)).toEqual([]);
  });

  test("is told next to what is wrong inside", () => {
    expect(problemsOf("PROD", undefined)).toHaveLength(2);
    expect(problemsOf("PROD", changed("local", { cluster: { nodePort: 1 } }))).toEqual([
      `${rule}; rename it to prod.ts`,
      "`cluster.nodePort` must be an integer between 30000 and 32767, got: 1",
    ]);
  });
});
