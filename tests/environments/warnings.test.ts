import { warnings } from "../../environments/schema/warnings";
import { environment, minimal, shippedEnvironments } from "../support/environments";

const remote = { backend: "gcs", bucket: "team-state" } as const;
const clientsOfDigitalocean = { apiAllowedCidrs: ["8.8.8.8/32"] };

test("an environment without anything to say about it is silent", () => {
  expect(warnings(environment("demo", { ...minimal.google, state: remote }), "2026-11-21")).toEqual([]);
});

test.each([
  ["2026-12-26", []],
  [
    "2026-12-27",
    ["`cluster.kubernetesVersion` (Kubernetes 1.35) is supported until 2027-03-27, for 90 more days; plan the upgrade"],
  ],
  [
    "2027-03-28",
    ["`cluster.kubernetesVersion` (Kubernetes 1.35) is past its support since 2027-03-27; plan the upgrade"],
  ],
])("on %s, a version whose support ends on 2027-03-27 is told in time", (today, expected) => {
  expect(warnings(environment("demo", { ...minimal.aws, state: remote }), today)).toEqual(expected);
});

test("PostgreSQL has a calendar of its own on AWS, which supports it for longer", () => {
  const database = { postgresVersion: "15" } as const;
  const told = [
    environment("a", { ...minimal.aws, state: remote, database }),
    environment("g", { ...minimal.google, state: remote, database }),
    environment("d", { ...minimal.digitalocean, state: remote, database }),
  ].map((candidate) => warnings(candidate, "2027-11-01").filter((warning) => warning.includes("PostgreSQL")));

  const soon = [
    "`database.postgresVersion` (PostgreSQL 15) is supported until 2027-11-11, for 10 more days; plan the upgrade",
  ];
  expect(told).toEqual([[], soon, soon]);
});

test("a local state is fine for a try, and holds passwords on DigitalOcean", () => {
  expect(warnings(environment("demo", minimal.google), "2026-11-21")).toEqual([
    "`state.backend` keeps the state in a file of this checkout; good for a first try by one person",
  ]);
  const digitalocean = environment("demo", { ...minimal.digitalocean, cluster: clientsOfDigitalocean });
  expect(warnings(digitalocean, "2026-11-21")).toEqual([
    "`state.backend` keeps the state in a file of this checkout, and with it the database's passwords, which " +
      "DigitalOcean's provider writes into it; good for a first try by one person",
  ]);
});

test("a production without a spare is told", () => {
  const production = { profile: "production", state: remote } as const;
  const candidates = [
    environment("a", {
      ...minimal.aws,
      ...production,
      network: { cidr: "10.20.0.0/16", nat: "single" },
      database: { highlyAvailable: false },
    }),
    environment("g", { ...minimal.google, ...production, cluster: { regional: false } }),
    environment("d", {
      ...minimal.digitalocean,
      ...production,
      cluster: { ...clientsOfDigitalocean, highlyAvailable: false },
    }),
  ];

  expect(candidates.flatMap((candidate) => warnings(candidate, "2026-11-21"))).toEqual([
    "`database.highlyAvailable` is off in production: a failure of the database is an outage",
    "`network.nat` is single in production: one zone's failure cuts off all nodes",
    "`cluster.regional` is off in production: all nodes are in one zone",
    "`cluster.highlyAvailable` is off in production: the Kubernetes API has no spare",
  ]);
});

test("an exception stays visible", () => {
  const open = environment("demo", {
    ...minimal.google,
    state: remote,
    cluster: { apiAllowedCidrs: ["0.0.0.0/0"] },
    exceptions: { openKubernetesApi: "workshop of one afternoon" },
  });

  expect(warnings(open, "2026-11-21")).toEqual([
    '`exceptions.openKubernetesApi` is in force, got: "workshop of one afternoon"',
  ]);
});

test("a loss that is allowed stays visible on every cloud, until it is taken out again", () => {
  const exceptions = { loseDatabase: "moved on 1 December" };
  const candidates = [
    environment("a", { ...minimal.aws, state: remote, exceptions }),
    environment("g", { ...minimal.google, state: remote, exceptions }),
    environment("d", { ...minimal.digitalocean, state: remote, exceptions, cluster: clientsOfDigitalocean }),
  ];
  for (const candidate of candidates)
    expect(warnings(candidate, "2026-11-21")).toEqual([
      '`exceptions.loseDatabase` is in force, got: "moved on 1 December"',
    ]);
});

test("a role for the example's repository is told, one for a repository of one's own is not", () => {
  const told = ["example-org/platform", "team/example-platform"].map((repository) =>
    warnings(environment("a", { ...minimal.aws, state: remote, ci: { github: { repository } } }), "2026-11-21"),
  );
  expect(told).toEqual([
    ['`ci.github.repository` is an example, got: "example-org/platform"; put your own before you deploy'],
    [],
  ]);
});

test("a production without NAT has no single gateway whose failure could be told", () => {
  const network = { ...minimal.aws.network, nat: "none" } as const;
  const production = environment("a", { ...minimal.aws, profile: "production", state: remote, network });
  expect(warnings(production, "2026-11-21")).toEqual([]);
});

test("the values that a fork has to replace are told in the shipped environments", async () => {
  const told = (await shippedEnvironments()).map((candidate) => [
    candidate.name,
    warnings(candidate, "2026-11-21")
      .filter((warning) => warning.includes("is an example"))
      .map((warning) => warning.split(" ")[0]),
  ]);

  expect(Object.fromEntries(told)).toEqual({
    "aws-demo": ["`cluster.apiAllowedCidrs.0`", "`accountId`"],
    "aws-production": ["`cluster.apiAllowedCidrs.0`", "`accountId`", "`ci.github.repository`", "`state.bucket`"],
    "digitalocean-demo": ["`cluster.apiAllowedCidrs.0`", "`registry.name`"],
    "digitalocean-production": ["`cluster.apiAllowedCidrs.0`", "`registry.name`", "`state.organization`"],
    "google-demo": ["`projectId`"],
    "google-production": ["`projectId`", "`ci.github.repository`", "`state.bucket`"],
    local: [],
  });
});

test("what Autopilot raises, and bills, is told: the least, and memory and processors in proportion", () => {
  const told = (cpuRequest: string, memoryRequest: string) =>
    warnings(
      environment("demo", {
        ...minimal.google,
        state: remote,
        cluster: { autopilot: true },
        service: { resources: { cpuRequest, memoryRequest, cpuLimit: "4", memoryLimit: "8Gi" } },
      }),
      "2026-11-21",
    );
  const raised = (setting: string, to: string, got: string) =>
    `\`service.resources.${setting}\` is raised to ${to} by Autopilot, which bills that, got: "${got}"`;

  expect(told("100m", "128Mi")).toEqual([]);
  expect(told("50m", "52Mi")).toEqual([]);
  expect(told("10m", "16Mi")).toEqual([raised("cpuRequest", "50m", "10m"), raised("memoryRequest", "52Mi", "16Mi")]);
  // a GiB for each processor, and at most six and a half
  expect(told("1", "512Mi")).toEqual([raised("memoryRequest", "1024Mi", "512Mi")]);
  expect(told("100m", "1Gi")).toEqual([raised("cpuRequest", "154m", "100m")]);
  expect(warnings(environment("demo", { ...minimal.google, state: remote }), "2026-11-21")).toEqual([]);
});

test("Autopilot is always in three zones, and production on it has nothing to be warned of", () => {
  const production = environment("prod", {
    ...minimal.google,
    profile: "production",
    state: remote,
    cluster: { autopilot: true },
  });
  expect(warnings(production, "2026-11-21")).toEqual([]);
});

test("a repository of continuous integration that is an example is told on Google Cloud as well", () => {
  const ci = { github: { repository: "example-team/shop" } };
  expect(warnings(environment("demo", { ...minimal.google, state: remote, ci }), "2026-11-21")).toEqual([
    '`ci.github.repository` is an example, got: "example-team/shop"; put your own before you deploy',
  ]);
});

test.each([
  ["aws", []],
  ["google", []],
  ["digitalocean", ["metrics-server"]],
  ["local", ["metrics-server"]],
] as const)("autoscaling on %s is told to need %j", (cloud, needs) => {
  const service = { autoscaling: { maxPods: 4, cpuPercent: 70 }, databasePoolSize: 1 };
  const { aws, google, digitalocean, local } = minimal;
  const candidates = {
    aws: () => environment("demo", { ...aws, service }),
    google: () => environment("demo", { ...google, service }),
    digitalocean: () => environment("demo", { ...digitalocean, service }),
    local: () => environment("demo", { ...local, service }),
  };
  const told = warnings(candidates[cloud](), "2026-11-21").filter((warning) => warning.includes("service.autoscaling"));
  expect(told).toEqual(
    needs.map(
      (what) =>
        `\`service.autoscaling\` needs ${what}, which the cluster does not have by itself; install it before the first release`,
    ),
  );
});

test("a route is told to need a Gateway", () => {
  const route = { gateway: "edge", gatewayNamespace: "gateways", hostnames: [], canaryWeight: 10 };
  expect(warnings(environment("demo", { ...minimal.google, state: remote, service: { route } }), "2026-11-21")).toEqual(
    ['`service.route` needs a Gateway and its controller, which are not part of this project, got: "gateways/edge"'],
  );
});
