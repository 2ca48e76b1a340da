import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ValidationError } from "../../environments/schema/problems";
import { readPlan } from "../../plan/read-plan";
import { environment, minimal } from "../support/environments";
import { planJson, planOf } from "./support/plan-json";

const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
const file = join(folder, "plan.json");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const demo = environment("demo", minimal.aws);
const deletion = { type: "aws_vpc", actions: ["delete"] };

/** What is said of a file with this content. */
function complaint(content: unknown, of = demo): string {
  writeFileSync(file, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return messageOf(() => readPlan(file, of));
}

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ValidationError) return error.message.replace(folder, "");
    throw error;
  }
  return "accepted";
}

const says = (problem: string) => `/plan.json has 1 problem:\n  - \`--plan\` ${problem}`;
const howToGetOne = "write it with `terraform show -json PLAN > FILE`";

describe("What is not JSON is refused", () => {
  test.each([
    ["an empty file", ""],
    [
      "what Terraform prints for people",
      "\nTerraform will perform the following actions:\n\n  # aws_vpc.network will be",
    ],
    // a zip archive
    ["the plan itself, which only Terraform can read", Buffer.from("504b030414000800080000000000ffff0001", "hex")],
    ["what `terraform plan -json` prints, line by line", '{"@level":"info"}\n{"@level":"info"}\n'],
    ["a plan that was cut off", JSON.stringify(planJson(deletion)).slice(0, -2)],
    ["a plan in another encoding", Buffer.from(JSON.stringify(planJson(deletion)), "utf16le")],
  ])("%s", (_title, content) => {
    expect(complaint(content)).toBe(says(`must be JSON; ${howToGetOne}`));
  });
});

describe("What is no plan is refused", () => {
  test.each<[title: string, content: unknown, where: string]>([
    ["nothing", null, ""],
    ["a list", [planJson(deletion)], ""],
    ["a text", '"plan"', ""],
    [
      "the state, which `terraform show -json` prints without a plan",
      { format_version: "1.0", values: {} },
      "planned_values",
    ],
    ["an empty state", { format_version: "1.0" }, "planned_values"],
    [
      "what `terraform validate -json` prints",
      { format_version: "1.0", valid: true, diagnostics: [] },
      "planned_values",
    ],
    ["the schemas of the providers", { format_version: "1.0", provider_schemas: {} }, "planned_values"],
    ["changes alone", { ...planJson(deletion), planned_values: undefined }, "planned_values"],
    ["the file of the state", { version: 4, terraform_version: "1.11.4", resources: [] }, "format_version"],
    [
      "a plan that OpenTofu has encrypted",
      { meta: {}, encrypted_data: "AAAA", encryption_version: "v0" },
      "format_version",
    ],
    ["a plan in a format that is not known yet", { ...planJson(deletion), format_version: "2.0" }, "format_version"],
    ["changes that are no list", { ...planJson(), resource_changes: {} }, "resource_changes"],
    [
      "a change without its type",
      { ...planJson(), resource_changes: [{ address: "a.b", change: {} }] },
      "resource_changes.0.type",
    ],
    [
      "a change that nobody knows",
      planJson(deletion, { type: "aws_vpc", actions: ["explode"] }),
      "resource_changes.1.change.actions.0",
    ],
    ["a change without an action", planJson({ type: "aws_vpc", actions: [] }), "resource_changes.0.change.actions"],
  ])("%s", (_title, content, where) => {
    const place = where === "" ? "" : `, which it is not at \`${where}\``;
    expect(complaint(content)).toBe(says(`must be a plan of Terraform${place}; ${howToGetOne}`));
  });
});

describe("A plan that cannot be relied on is refused", () => {
  test("when Terraform met an error: what it would have planned behind it is missing", () => {
    expect(complaint({ ...planJson(deletion), errored: true })).toBe(
      says("must be a complete plan: Terraform met an error and stopped; make the plan again"),
    );
    expect(complaint({ ...planJson(deletion), errored: false })).toBe("accepted");
  });

  test.each([
    ["demo", "addressbook-aws-demo"],
    ["aws-demo", "addressbook-demo"],
    ["demo", "addressbook-demo-2"],
    ["demo", "demo"],
    ["demo", ""],
  ])("when it is that of another environment: %s is not %j", (name, planned) => {
    expect(complaint(planOf(planned, deletion), environment(name, minimal.aws))).toBe(
      says(`must be the plan of ${name}, whose cluster is addressbook-${name}, got: ${JSON.stringify(planned)}`),
    );
  });

  test("when it would destroy another environment", () => {
    const outputs = { cluster_name: { sensitive: false, value: "addressbook-production" } };
    expect(complaint({ ...planJson(deletion), prior_state: { values: { outputs } } })).toBe(
      says('must be the plan of demo, whose cluster is addressbook-demo, got: "addressbook-production"'),
    );
  });

  test.each(["aws", "google", "digitalocean"] as const)("and not when it is its own, on %s", (cloud) => {
    const own = environment("demo", minimal[cloud] as typeof minimal.aws);
    expect(complaint(planOf("addressbook-demo", deletion), own)).toBe("accepted");
    expect(complaint(planOf("team-demo", deletion), { ...own, project: "team" })).toBe("accepted");
  });

  test("and not when it renames the environment: what counts is what it leads to", () => {
    const before = { values: { outputs: { cluster_name: { value: "addressbook-earlier" } } } };
    expect(complaint({ ...planOf("addressbook-demo", deletion), prior_state: before })).toBe("accepted");
  });
});

describe("A file that cannot be read is refused", () => {
  test("because it is not there", () => {
    expect(messageOf(() => readPlan(join(folder, "missing.json"), demo))).toMatch(
      /^\/missing\.json has 1 problem:\n {2}- `--plan` must be a file that can be read: ENOENT/,
    );
  });

  test("because it is a folder", () => {
    mkdirSync(join(folder, "plans"), { recursive: true });
    expect(messageOf(() => readPlan(join(folder, "plans"), demo))).toContain("must be a file that can be read: EISDIR");
  });
});

describe("A plan is read", () => {
  test("as it was written", () => {
    const plan = planOf("addressbook-demo", deletion, { type: "aws_vpc", actions: ["no-op"] });
    writeFileSync(file, JSON.stringify(plan));
    expect(readPlan(file, demo)).toEqual(plan);
  });

  test.each([
    ["without any change", { ...planJson(), resource_changes: undefined }],
    [
      "of what is only forgotten or read",
      planJson({ type: "aws_vpc", actions: ["forget"] }, { type: "aws_vpc", actions: ["read"] }),
    ],
    [
      "with outputs that are not known yet",
      {
        ...planJson(deletion),
        planned_values: {
          outputs: { database_host: { sensitive: false }, cluster_name: { value: "addressbook-demo" } },
        },
      },
    ],
    ["of secrets as a whole", { ...planJson(), resource_changes: [secretChange()] }],
  ])("%s", (_title, plan) => {
    expect(complaint(plan)).toBe("accepted");
  });
});

/** Where everything is marked, Terraform prints one mark instead of an object of them. */
function secretChange(): object {
  const marked = { after_unknown: true, before_sensitive: true, after_sensitive: true };
  const change = { actions: ["update"], before: {}, after: {}, ...marked };
  return { address: "aws_vpc.it", type: "aws_vpc", change };
}
