import { checkEnvironment } from "../../environments/schema/check";
import { type EnvironmentSource, loadEnvironments } from "../../environments/schema/load";
import { describeProblem, ValidationError } from "../../environments/schema/problems";
import { minimal } from "../support/environments";
import { changed } from "./changed";

const source = (name: string, load: () => unknown): EnvironmentSource => ({
  name,
  file: `environments/${name}.ts`,
  load: () => Promise.resolve().then(load),
});

/** The message of the error that loading these files ends with. */
async function messageOf(files: Record<string, () => unknown>, only?: string): Promise<string> {
  const sources = Object.entries(files).map(([name, load]) => source(name, load));
  const error: unknown = await loadEnvironments(sources, only).catch((thrown: unknown) => thrown);
  if (!(error instanceof ValidationError)) throw new Error("the files were accepted", { cause: error });
  return error.message;
}

const problemsOf = (cloud: keyof typeof minimal, change: unknown) =>
  checkEnvironment("test", changed(cloud, change)).problems.map(describeProblem);

describe("several files", () => {
  test("are reported together, each with all of its problems, in the order of the files", async () => {
    const message = await messageOf({
      broken: () => {
        throw new SyntaxError("unexpected end of file\n    at line 7");
      },
      "cannot-start": () => Promise.reject(new Error("cannot find module './helper'")),
      empty: () => undefined,
      right: () => minimal.local,
      Typos: () => changed("google", { regoin: "europe-west1", region: undefined, cluster: { nodeCount: 0 } }),
      unhappy: () => {
        throw "no error at all" as unknown as Error;
      },
    });
    expect(message).toBe(
      [
        "environments/broken.ts has 1 problem:",
        "  - cannot be read: unexpected end of file",
        "environments/cannot-start.ts has 1 problem:",
        "  - cannot be read: cannot find module './helper'",
        "environments/empty.ts has 1 problem:",
        "  - must export an environment by default: `export default defineEnvironment({ … })`",
        "environments/Typos.ts has 4 problems:",
        "  - must have a name of at most 40 characters: lower-case words joined by single hyphens, starting with a letter; rename it to typos.ts",
        "  - `region` is required and must be a region of Google Cloud; the list is in environments/schema/catalogue",
        "  - `cluster.nodeCount` must be an integer between 3 and 100, got: 0",
        '  - `regoin` is not a setting of google; did you mean "region"?',
        "environments/unhappy.ts has 1 problem:",
        "  - cannot be read: no error at all",
      ].join("\n"),
    );
  });

  test("are all checked, even when only one is asked for", async () => {
    const files = { first: () => changed("local", { cluster: { nodePort: 1 } }), second: () => minimal.google };
    expect(await messageOf(files, "second")).toBe(
      [
        "environments/first.ts has 1 problem:",
        "  - `cluster.nodePort` must be an integer between 30000 and 32767, got: 1",
      ].join("\n"),
    );
  });

  test("are returned in their order when they are right", async () => {
    const sources = [source("second", () => minimal.local), source("first", () => minimal.google)];
    expect((await loadEnvironments(sources)).map(({ name }) => name)).toEqual(["second", "first"]);
    expect((await loadEnvironments(sources, "first")).map(({ name }) => name)).toEqual(["first"]);
    expect((await loadEnvironments(sources, "")).map(({ name }) => name)).toEqual(["second", "first"]);
  });
});

describe("the choice of one environment", () => {
  const files = { "aws-demo": () => minimal.aws, local: () => minimal.local };

  test.each([
    ["aws-dmo", '"aws-dmo"; did you mean "aws-demo"?'],
    ["staging", '"staging"'],
  ])("must be one of the files: %j", async (only, got) => {
    expect(await messageOf(files, only)).toBe(
      `the choice of environment has 1 problem:\n  - must be the name of a file in environments/ (aws-demo, local), got: ${got}`,
    );
  });

  test("is refused before any file is evaluated", async () => {
    const load = jest.fn(() => minimal.local);
    expect(await messageOf({ local: load }, "other")).toContain('got: "other"');
    expect(load).not.toHaveBeenCalled();
  });
});

describe("relations next to wrong settings", () => {
  test("are checked all the same", () => {
    expect(
      problemsOf("google", {
        region: "nowhere",
        projectId: "X",
        state: { backend: "s3" },
        network: { nodesCidr: "10.4.0.0/20", databaseCidr: "10.0.48.0" },
        cluster: { nodeDiskGib: 1, regional: true, nodeCount: 4 },
        service: { canaryPods: 2, stablePods: 1, port: 80 },
        database: { maxStorageGib: 20, storageGib: 30 },
      }),
    ).toEqual([
      "`service.port` must be an integer between 1024 and 65535, got: 80",
      "`state.bucket` is required and must be 3 to 63 lower-case letters, digits, dots or hyphens, starting and ending with a letter or digit",
      '`state.region` is required and must be a region of AWS such as "eu-central-1"',
      '`region` must be a region of Google Cloud, got: "nowhere"; the list is in environments/schema/catalogue',
      '`projectId` must be a project id of 6 to 30 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen, got: "X"; the project\'s number or display name will not do',
      '`network.databaseCidr` must be an IPv4 network in CIDR form, got: "10.0.48.0"; add the length of the prefix: "10.0.48.0/24"',
      "`cluster.nodeDiskGib` must be an integer between 20 and 1000 GiB, got: 1",
      '`network.podsCidr` must not overlap `network.nodesCidr` (10.4.0.0/20), got: "10.4.0.0/14"',
      "`cluster.nodeCount` must be a multiple of the 3 zones, because GKE counts nodes per zone, got: 4; use 3",
      "`database.maxStorageGib` must not be less than `database.storageGib` (30), got: 20",
      "`service.canaryPods` must not be more than `service.stablePods` (1): a canary takes the smaller share of traffic, got: 2",
      "`service.minimumPods` must be left ready by every step of a release; to start the canary leaves 0 of 1 while a node is drained, got: 1; raise `service.stablePods`, or lower it if an interruption is bearable",
    ]);
  });

  test("are checked next to a wrong section that may be left out", () => {
    expect(
      problemsOf("aws", {
        ci: { github: { repository: "shop" }, semaphore: { organization: "team", projectId: "shop" } },
        database: { storageGib: 100 },
      }),
    ).toEqual([
      '`ci.github.repository` must be a repository of GitHub such as "owner/repository" or "owner@123/repository@456", got: "shop"',
      '`ci.semaphore.projectId` must be the UUID of a project of Semaphore, got: "shop"',
      "`ci.semaphore.repository` is required and must be the name of a repository without its owner",
      "`database.maxStorageGib` must be at least 10 % more than `database.storageGib` (100), which is 110, got: 100",
    ]);
  });

  test.each([
    [
      "a network that overlaps a wrong one",
      "digitalocean",
      { network: { cidr: "172.20.0.1/20" } },
      ['`network.cidr` must be the first address of its network, got: "172.20.0.1/20"; write "172.20.0.0/20"'],
    ],
    [
      "zones of a wrong region",
      "google",
      { region: "us-est1", cluster: { zones: ["f"] } },
      ['`region` must be a region of Google Cloud, got: "us-est1"; did you mean "us-east1"?'],
    ],
    [
      "administrators of a wrong account",
      "aws",
      { accountId: "42" },
      ['`accountId` must be an account number of 12 digits, in quotes, got: "42"'],
    ],
    [
      "pods on a wrong type of machine",
      "aws",
      { cluster: { nodeType: "t3.2xlarge" }, service: { resources: { cpuRequest: "4", cpuLimit: "4" } } },
      [
        '`cluster.nodeType` must be a type of machine from the catalogue of AWS, got: "t3.2xlarge"; did you mean "t3.large"?',
      ],
    ],
    [
      "connections to a wrong size of database",
      "digitalocean",
      { database: { size: "large" }, service: { databasePoolSize: 90 } },
      [
        '`database.size` must be a size of database from the catalogue of DigitalOcean, got: "large"; choose one of db-s-1vcpu-1gb, db-s-1vcpu-2gb, db-s-2vcpu-4gb, db-s-4vcpu-8gb',
      ],
    ],
    [
      "a number of pods that is wrong itself",
      "local",
      { service: { stablePods: 0.5, canaryPods: 2 } },
      ["`service.stablePods` must be an integer between 1 and 100, got: 0.5"],
    ],
    [
      "a limit next to a wrong amount",
      "local",
      { service: { resources: { memoryLimit: "64", memoryRequest: "100Mi" } } },
      [
        '`service.resources.memoryLimit` must be an amount of memory such as "128Mi", got: "64"; without a unit these are bytes: write "64Mi"',
      ],
    ],
    [
      "protection under a wrong profile",
      "google",
      { profile: "prod", database: { deletionProtection: false } },
      ['`profile` must be one of "demo", "production", got: "prod"'],
    ],
    [
      "a section that is wrong as a whole",
      "google",
      { cluster: "three nodes" },
      ['`cluster` must be an object, got: "three nodes"'],
    ],
  ] as const)("are not checked against what nobody wrote: %s", (_title, cloud, change, problems) => {
    expect(problemsOf(cloud, change)).toEqual(problems);
  });
});

describe("environments that collide", () => {
  test("in the names of resources, within one account", async () => {
    const message = await messageOf({
      eu: () => changed("aws", { project: "app-prod" }),
      "prod-eu": () => changed("aws", { project: "app", region: "eu-west-1" }),
    });
    expect(message).toBe(
      [
        "environments/prod-eu.ts has 1 problem:",
        "  - `project` must not give the same names of resources as environments/eu.ts: AWS account 123456789012, app-prod-eu",
      ].join("\n"),
    );
  });

  test("in the names of resources, within one project of Google Cloud", async () => {
    const message = await messageOf({
      eu: () => changed("google", { project: "app-prod" }),
      "prod-eu": () => changed("google", { project: "app" }),
    });
    expect(message).toBe(
      [
        "environments/prod-eu.ts has 1 problem:",
        "  - `project` must not give the same names of resources as environments/eu.ts: Google Cloud project team-project, app-prod-eu",
      ].join("\n"),
    );
  });

  test("in the state, although they are on different clouds", async () => {
    const state = { backend: "hcp", organization: "team" };
    const message = await messageOf({
      eu: () => changed("google", { project: "app-prod", state }),
      "prod-eu": () => changed("aws", { project: "app", state }),
    });
    expect(message).toBe(
      [
        "environments/prod-eu.ts has 1 problem:",
        "  - `state` must not give the same state as environments/eu.ts: hcp, team, app-prod-eu",
      ].join("\n"),
    );
  });

  test("in the registry and the network, on DigitalOcean", async () => {
    const message = await messageOf({
      first: () => minimal.digitalocean,
      second: () => changed("digitalocean", { network: { cidr: "10.30.8.0/21" } }),
    });
    expect(message).toBe(
      [
        "environments/second.ts has 3 problems:",
        "  - `registry.name` must not give the same registry as environments/first.ts: registry, team-registry",
        '  - `network.cidr` must not overlap `network.cidr` of environments/first.ts (10.30.0.0/20), because DigitalOcean allows no overlap within an account, got: "10.30.8.0/21"',
        '  - `network.podsCidr` must not overlap `network.podsCidr` of environments/first.ts (172.20.0.0/16), because DigitalOcean allows no overlap within an account, got: "172.20.0.0/16"',
      ].join("\n"),
    );
  });

  test("in the identity providers of their account, each of them", async () => {
    const github = { repository: "team/shop" };
    const semaphore = { organization: "team", projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", repository: "shop" };
    const message = await messageOf({
      first: () => changed("aws", { ci: { github, semaphore } }),
      second: () => changed("aws", { ci: { github: { repository: "team/other" }, semaphore } }),
    });
    const fix = 'an account has each once: write "use-existing" in one of the two';
    expect(message).toBe(
      [
        "environments/second.ts has 2 problems:",
        `  - \`ci.identityProviders\` must not give the same identity provider as environments/first.ts: AWS account 123456789012, token.actions.githubusercontent.com; ${fix}`,
        `  - \`ci.identityProviders\` must not give the same identity provider as environments/first.ts: AWS account 123456789012, team.semaphoreci.com; ${fix}`,
      ].join("\n"),
    );
  });

  test("in the network of one and the pods of another, on DigitalOcean", async () => {
    const message = await messageOf({
      first: () => minimal.digitalocean,
      second: () =>
        changed("digitalocean", {
          registry: { mode: "use-existing" },
          network: { cidr: "172.20.16.0/20", podsCidr: "10.30.0.0/16" },
        }),
    });
    expect(message).toBe(
      [
        "environments/second.ts has 2 problems:",
        '  - `network.cidr` must not overlap `network.podsCidr` of environments/first.ts (172.20.0.0/16), because DigitalOcean allows no overlap within an account, got: "172.20.16.0/20"',
        '  - `network.podsCidr` must not overlap `network.cidr` of environments/first.ts (10.30.0.0/20), because DigitalOcean allows no overlap within an account, got: "10.30.0.0/16"',
      ].join("\n"),
    );
  });

  test("are reported next to problems of other files", async () => {
    const pods = { podsCidr: "172.22.0.0/16" };
    const message = await messageOf({
      first: () => minimal.digitalocean,
      second: () => changed("digitalocean", { registry: { mode: "use-existing" }, network: pods }),
      third: () => null,
    });
    expect(message).toBe(
      [
        "environments/second.ts has 1 problem:",
        '  - `network.cidr` must not overlap `network.cidr` of environments/first.ts (10.30.0.0/20), because DigitalOcean allows no overlap within an account, got: "10.30.0.0/20"',
        "environments/third.ts has 1 problem:",
        "  - must export an environment by default: `export default defineEnvironment({ … })`",
      ].join("\n"),
    );
  });

  test.each([
    [
      "the same project in another account",
      "aws",
      { project: "app-prod" },
      "aws",
      { project: "app", accountId: "210987654321", cluster: { adminArns: ["arn:aws:iam::210987654321:role/x"] } },
    ],
    ["the same network on AWS", "aws", {}, "aws", {}],
    ["the same names on different clouds", "aws", { project: "app-prod" }, "google", { project: "app" }],
    [
      "the same bucket",
      "google",
      { state: { backend: "gcs", bucket: "team-state" } },
      "aws",
      { state: { backend: "gcs", bucket: "team-state" } },
    ],
    [
      "the registry of the first",
      "digitalocean",
      {},
      "digitalocean",
      { registry: { mode: "use-existing" }, network: { cidr: "10.31.0.0/20", podsCidr: "172.22.0.0/16" } },
    ],
    ["the same context", "local", {}, "local", {}],
    [
      "an identity provider that the second does not make",
      "aws",
      { ci: { github: { repository: "team/shop" } } },
      "aws",
      { ci: { github: { repository: "team/shop" }, identityProviders: "use-existing" } },
    ],
    [
      "GitHub, in two accounts",
      "aws",
      { ci: { github: { repository: "team/shop" } } },
      "aws",
      {
        ci: { github: { repository: "team/shop" } },
        accountId: "210987654321",
        cluster: { adminArns: ["arn:aws:iam::210987654321:role/x"] },
      },
    ],
    [
      "the account, when only the first lets anybody release",
      "aws",
      { ci: { github: { repository: "a/b" } } },
      "aws",
      {},
    ],
    [
      "the account, with two organizations of Semaphore",
      "aws",
      {
        ci: {
          semaphore: { organization: "one", projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", repository: "shop" },
        },
      },
      "aws",
      {
        ci: {
          semaphore: { organization: "two", projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f", repository: "shop" },
        },
      },
    ],
  ] as const)("do not when they share only %s", async (_title, firstCloud, first, secondCloud, second) => {
    const sources = [
      source("eu", () => changed(firstCloud, first)),
      source("prod-eu", () => changed(secondCloud, second)),
    ];
    expect(await loadEnvironments(sources)).toHaveLength(2);
  });
});
