import { stripVTControlCharacters } from "node:util";

import type { PlannedChange } from "../../../plan/planned-changes";
import type { OfflinePlan } from "./plan-offline";
import { renderPlan } from "./report";

const change = (
  action: PlannedChange["action"],
  address: string,
  more: Partial<PlannedChange> = {},
): PlannedChange => ({
  address,
  type: address.split(".")[0]!,
  action,
  replacedBy: [],
  changed: [],
  ...more,
});

const planOf = (changes: readonly PlannedChange[], more: Partial<OfflinePlan> = {}): OfflinePlan => ({
  environment: "demo",
  plannedBy: "Terraform 1.11.4",
  changes,
  text: "",
  refused: false,
  ...more,
});

/** What stands below the heading. It may be coloured here: continuous integration asks for it. */
const below = (plan: OfflinePlan): string[] => stripVTControlCharacters(renderPlan(plan)).split("\n").slice(2);

test.each([
  ["from nothing", undefined],
  ["against deployed.tfstate", "deployed.tfstate"],
])("the heading says what was planned, by whom, and %s", (start, state) => {
  const [heading, blank] = stripVTControlCharacters(renderPlan(planOf([], { state }))).split("\n");

  expect([heading, blank]).toEqual([`demo  planned offline by Terraform 1.11.4, ${start}`, ""]);
});

test("what is lost comes first, and the order is that of Terraform otherwise", () => {
  const plan = planOf([
    change("create", "aws_eip.nat"),
    change("update", "aws_eks_cluster.cluster"),
    change("replace", "aws_subnet.b"),
    change("replace", "aws_subnet.a"),
    change("delete", "aws_route.node"),
    change("create", "aws_eip.address"),
  ]);

  expect(below(plan)).toEqual([
    "  delete  aws_route.node",
    "  replace aws_subnet.b  because of what it belongs to",
    "  replace aws_subnet.a  because of what it belongs to",
    "  update  aws_eks_cluster.cluster",
    "  create  aws_eip.nat",
    "  create  aws_eip.address",
    "",
    "1 to delete, 2 to replace, 1 to update, 2 to create",
  ]);
});

test("the summary counts only what there is", () => {
  expect(below(planOf([change("update", "aws_vpc.network")])).at(-1)).toBe("1 to update");
});

test("a replacement has a reason, a loss in words, and values", () => {
  const plan = planOf([
    change("replace", "digitalocean_kubernetes_cluster.cluster", {
      replacedBy: ["node_pool.size", "region"],
      changed: [{ path: "node_pool.size", before: '"s-2vcpu-2gb"', after: '"s-4vcpu-8gb"' }],
    }),
  ]);

  expect(below(plan)).toEqual([
    "  replace digitalocean_kubernetes_cluster.cluster  because of node_pool.size, region",
    "            loses the cluster, and everything that runs in it",
    '            node_pool.size: "s-2vcpu-2gb" → "s-4vcpu-8gb"',
    "",
    "1 to replace",
  ]);
});

test("something is lost by a replacement and by a deletion, but not by an update or a creation", () => {
  const losses = (action: PlannedChange["action"]): string[] =>
    below(planOf([change(action, "aws_db_instance.database")])).filter((line) => line.includes("loses"));
  const loss = "            loses the database server, and the data in it";

  expect({ delete: losses("delete"), replace: losses("replace") }).toEqual({ delete: [loss], replace: [loss] });
  expect([...losses("update"), ...losses("create")]).toEqual([]);
});

test("what is only a setting of something else is replaced without a loss", () => {
  const lines = below(planOf([change("replace", "aws_route.node", { replacedBy: ["route_table_id"] })]));

  expect(lines).toEqual(["  replace aws_route.node  because of route_table_id", "", "1 to replace"]);
});

test.each([
  ["both values", '"a"', '"b"', 'tags.team: "a" → "b"'],
  ["an empty text, which is a value", '""', '"b"', 'tags.team: "" → "b"'],
  ["a value that is not known yet", '"a"', "", 'tags.team: "a" → …'],
  ["a value that was too long", "", '"b"', 'tags.team: … → "b"'],
  ["neither value", "", "", "tags.team"],
])("a changed argument is shown with %s", (_title, before, after, expected) => {
  const plan = planOf([change("update", "aws_vpc.network", { changed: [{ path: "tags.team", before, after }] })]);

  expect(below(plan)[1]).toBe(`            ${expected}`);
});

test("nothing to change is said in words", () => {
  expect(below(planOf([]))).toEqual(["Nothing would be changed."]);
});

test("what Terraform refuses is told in its own words", () => {
  const text = "\nError: Instance cannot be destroyed\n\n  on cdk.tf.json line 7\n";

  expect(below(planOf([], { refused: true, text }))).toEqual([
    "Error: Instance cannot be destroyed",
    "",
    "  on cdk.tf.json line 7",
    "",
    "Terraform refuses it.",
  ]);
});

describe("Colours", () => {
  /** The report in a process that has these variables. */
  async function rendered(plan: OfflinePlan, env: NodeJS.ProcessEnv): Promise<string> {
    jest.replaceProperty(process, "env", env);
    let text = "";
    await jest.isolateModulesAsync(async () => {
      text = (await import("./report")).renderPlan(plan);
    });
    return text;
  }
  const plan = planOf([change("delete", "aws_vpc.network"), change("create", "aws_eip.nat")]);

  test("are there for people: red is what is lost", async () => {
    const text = await rendered(plan, { FORCE_COLOR: "1" });

    expect(text).toContain("\u001b[31mdelete  \u001b[39maws_vpc.network");
    expect(text).toContain("\u001b[31mloses the network, and everything in it\u001b[39m");
    expect(text).toContain("\u001b[32mcreate  \u001b[39maws_eip.nat");
    expect(stripVTControlCharacters(text)).toBe(await rendered(plan, { NO_COLOR: "1" }));
  });

  test("are not there when nobody wants them", async () => {
    expect(await rendered(plan, { NO_COLOR: "1", CI: "true" })).not.toContain("\u001b[");
  });
});
