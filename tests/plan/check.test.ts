import { cloudShape } from "../../environments/schema/common";
import type { CloudEnvironment } from "../../environments/schema/environment";
import { type PlannedLoss, plannedLosses } from "../../plan/check";
import { lossOf } from "../../plan/losses";
import { changedEnvironment } from "../support/changed-environment";
import { maximalClouds, minimalClouds, shippedClouds, stackJson } from "../support/every-environment";
import { isStateful } from "../stacks/support/stateful";
import { type Change, planJson } from "./support/plan-json";

/** What must not be lost by accident, by the exception that allows it. */
const guarded = {
  loseNetwork: ["aws_vpc", "google_compute_network", "digitalocean_vpc"],
  loseCluster: ["aws_eks_cluster", "google_container_cluster", "digitalocean_kubernetes_cluster"],
  loseDatabase: [
    "aws_db_instance",
    "google_sql_database_instance",
    "google_sql_database",
    "digitalocean_database_cluster",
    "digitalocean_database_db",
  ],
  loseRegistry: ["aws_ecr_repository", "google_artifact_registry_repository", "digitalocean_container_registry"],
  loseKey: ["aws_kms_key"],
} as const;
type Guard = keyof typeof guarded;

const guards = Object.keys(guarded) as Guard[];
const types = guards.flatMap((guard) => guarded[guard].map((type) => ({ type, guard })));
const reason = "moved to another place on 1 December";

const of = (type: string): CloudEnvironment => minimalClouds.find(({ cloud }) => type.startsWith(`${cloud}_`))!;
const losses = (environment: CloudEnvironment, ...changes: readonly Change[]): PlannedLoss[] =>
  plannedLosses(planJson(...changes), environment);
const allowing = (environment: CloudEnvironment, ...names: readonly Guard[]): CloudEnvironment =>
  changedEnvironment(environment, { exceptions: Object.fromEntries(names.map((name) => [name, reason])) });

describe.each(types)("$type", ({ type, guard }) => {
  test.each([
    [["delete"], "delete"],
    [["delete", "create"], "replace"],
    // whichever comes first, what is in the old one is lost
    [["create", "delete"], "replace"],
  ])("is not to be lost by %j", (actions, action) => {
    expect(losses(of(type), { type, actions })).toEqual([
      {
        address: `${type}.it`,
        action,
        loses: expect.stringMatching(/^the \w+/) as unknown,
        because: [],
        allowedBy: guard,
        reason: undefined,
      },
    ]);
  });

  test.each([["create"], ["update"], ["read"], ["no-op"], ["forget"]])("is not lost by %s", (action) => {
    expect(losses(of(type), { type, actions: [action] })).toEqual([]);
  });

  test(`may be lost with ${guard}, whose reason is told`, () => {
    const [loss] = losses(allowing(of(type), guard), { type, actions: ["delete"] });
    expect(loss).toMatchObject({ allowedBy: guard, reason });
  });

  test("may not be lost with the other exceptions", () => {
    const others = guards.filter((other) => other !== guard);
    const [loss] = losses(allowing(of(type), ...others), { type, actions: ["delete", "create"] });
    expect(loss).toMatchObject({ allowedBy: guard, reason: undefined });
  });
});

describe("The guard", () => {
  test("says why something is replaced", () => {
    const [loss] = losses(of("aws_vpc"), {
      type: "aws_vpc",
      actions: ["delete", "create"],
      replacePaths: [["cidr_block"], ["tags", "team"]],
    });
    expect(loss?.because).toEqual(["cidr_block", "tags.team"]);
  });

  test("tells first what is not allowed, and all of it", () => {
    const found = losses(
      allowing(of("aws_vpc"), "loseNetwork", "loseRegistry"),
      { type: "aws_vpc", actions: ["delete"] },
      { type: "aws_db_instance", actions: ["delete"] },
      { type: "aws_ecr_repository", actions: ["delete"] },
      { type: "aws_eks_cluster", actions: ["delete", "create"] },
    );
    expect(found.map(({ address }) => address)).toEqual([
      "aws_db_instance.it",
      "aws_eks_cluster.it",
      "aws_vpc.it",
      "aws_ecr_repository.it",
    ]);
  });

  test.each([
    ["nodes, which come and go", "aws_eks_node_group"],
    ["nodes, which come and go", "google_container_node_pool"],
    ["passwords, which can be made anew", "aws_secretsmanager_secret"],
    ["passwords, which can be made anew", "google_secret_manager_secret"],
    ["passwords, which can be made anew", "digitalocean_database_user"],
    ["what is only a setting of something else", "aws_route_table"],
  ])("does not stand in the way of %s: %s", (_what, type) => {
    expect(losses(of(type), { type, actions: ["delete"] }, { type, actions: ["delete", "create"] })).toEqual([]);
  });

  test("knows a loss for each exception that an environment can have, and an exception for each loss", () => {
    const settings = Object.keys(cloudShape.exceptions.shape).filter((name) => name.startsWith("lose"));
    expect(settings.sort()).toEqual([...guards].sort());
  });
});

describe.each([...shippedClouds, ...minimalClouds, ...maximalClouds])("In $name", (environment) => {
  const resources = Object.entries(stackJson(environment).json["resource"] as Record<string, object>).flatMap(
    ([type, named]) => Object.keys(named).map((name) => ({ type, name })),
  );
  const stateful = resources.filter(({ type }) => isStateful(type));

  test("it is known what goes with everything whose replacement loses something", () => {
    expect(stateful.length).toBeGreaterThan(3);
    expect(stateful.filter(({ type }) => lossOf(type) === undefined)).toEqual([]);
  });

  test("a destruction is refused for everything but passwords, each of which an exception would allow", () => {
    const all = resources.map((resource) => ({ ...resource, actions: ["delete"] }));
    const found = losses(environment, ...all);
    const expected = stateful.filter(({ type }) => !type.endsWith("_secret"));
    expect(found.map(({ address }) => address).sort()).toEqual(
      expected.map(({ type, name }) => `${type}.${name}`).sort(),
    );
    expect(losses(allowing(environment, ...guards), ...all).filter((loss) => loss.reason === undefined)).toEqual([]);
  });
});
