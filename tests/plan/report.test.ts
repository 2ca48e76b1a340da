import type { CloudEnvironment } from "../../environments/schema/environment";
import type { PlanJson } from "../../plan/planned-changes";
import { reportOf } from "../../plan/report";
import { verdictOf } from "../../plan/verdict";
import { changedEnvironment } from "../support/changed-environment";
import { environment, minimal } from "../support/environments";
import { type Change, planJson } from "./support/plan-json";

const named = environment("aws-test", minimal.aws);

const report = (plan: PlanJson, unchanged = false, of: CloudEnvironment = named): string =>
  reportOf(of.name, verdictOf(plan, of, unchanged));

/** A change of arguments as Terraform prints it. */
function updates(count: number, before: object, after: object, sensitive: object = {}): PlanJson {
  const plan = planJson(
    ...Array.from({ length: count }, (_, at): Change => ({ type: "aws_subnet", actions: ["update"], name: `a${at}` })),
  );
  return {
    resource_changes: (plan.resource_changes ?? []).map((resource) => ({
      ...resource,
      change: { ...resource.change, before, after, before_sensitive: sensitive, after_sensitive: sensitive } as never,
    })),
  };
}

test("The report of a plan without changes is its heading", () => {
  expect(report(planJson())).toBe("## ✅ aws-test: the plan loses nothing that is guarded\n");
  expect(report(planJson(), true)).toBe("## ✅ aws-test: the plan changes nothing\n");
});

test("The report has what is lost, and each change with its arguments; secrets and what is big are named only", () => {
  const plan = updates(
    1,
    { cidr: "10.0.0.0/24", password: "MARKER-1", policy: "x".repeat(80) },
    { cidr: "10.0.1.0/24", password: "MARKER-2", policy: "y" },
    { password: true },
  );
  const loss = planJson(
    { type: "aws_vpc", actions: ["create"], name: "new" },
    { type: "aws_vpc", actions: ["delete", "create"], replacePaths: [["cidr_block"]] },
    { type: "aws_ami", actions: ["read"] },
  );
  expect(report({ resource_changes: [...(plan.resource_changes ?? []), ...(loss.resource_changes ?? [])] }))
    .toBe(`## ❌ aws-test: the plan is refused

\`\`\`text
  replace aws_vpc.it  because of cidr_block
          loses the network, and everything in it

If that is meant, say so in environments/aws-test.ts, and take it out again afterwards:
  exceptions: { loseNetwork: "why, and where the data is" }
\`\`\`

<details open><summary>1 to update, 1 to create, 1 to replace</summary>

\`\`\`text
  update  aws_subnet.a0
          cidr: "10.0.0.0/24" -> "10.0.1.0/24"
          password
          policy: … -> "y"
  create  aws_vpc.new
  replace aws_vpc.it  because of cidr_block
\`\`\`

</details>
`);
});

test("The report has the reason for which a loss is allowed", () => {
  const allowing = changedEnvironment(named, { exceptions: { loseNetwork: "moved on 1 December" } });
  const text = report(planJson({ type: "aws_vpc", actions: ["delete"] }), false, allowing);
  expect(text).toContain("## ✅ aws-test: the plan loses only what the environment allows\n");
  expect(text).toContain("          allowed by exceptions.loseNetwork: moved on 1 December\n");
  expect(report(planJson({ type: "aws_vpc", actions: ["delete"] }), true, allowing)).toContain(
    "## ❌ aws-test: the plan is refused: nothing should change\n",
  );
});

test.each([
  [20, true],
  [21, false],
])("%d lines of changes are unfolded: %s", (count, isOpen) => {
  const plan = planJson(
    ...Array.from({ length: count }, (_, at) => ({ type: "aws_subnet", actions: ["create"], name: `a${at}` })),
  );
  expect(report(plan)).toContain(`<details${isOpen ? " open" : ""}><summary>${count} to create</summary>`);
});

test("What is longer than a comment may be is cut between two changes", () => {
  const text = report(updates(2000, { name: "x".repeat(50) }, { name: "y".repeat(50) }));
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text.length).toBeGreaterThan(60_000);
  const [, shown = "", more = ""] =
    /\n {2}update {2}aws_subnet\.a(\d+)\n {10}name: "x{50}" -> "y{50}"\n {2}… and (\d+) more, for which there is no room here\n```\n\n<\/details>\n$/.exec(
      text,
    ) ?? [];
  expect(Number(shown) + 1 + Number(more)).toBe(2000);
});

test("A value cannot end the block that it is in", () => {
  const text = report(updates(1, { name: "a" }, { name: "``` </details> ````" }));
  expect(text).toContain('`````text\n  update  aws_subnet.a0\n          name: "a" -> "``` </details> ````"\n`````\n');
});
