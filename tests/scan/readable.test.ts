import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Stack } from "../policy/stack";
import { skipAloud } from "../terraform/harness/with-terraform";
import { findCheckov, scan } from "./checkov";
import { writeReadable } from "./readable";
import { Verdicts } from "./verdicts";

const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-scan-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const stack = new Stack({
  terraform: { required_version: ">= 1.11.0" },
  provider: { google: [{ project: "team" }] },
  resource: {
    aws_iam_role: { role: { assume_role_policy: '{"Statement":[{"Effect":"Allow"}]}', tags: { team: "shop" } } },
    google_compute_network: { network: { name: "shop" } },
    google_sql_database_instance: {
      database: {
        name: "shop-1",
        database_version: "POSTGRES_17",
        settings: {
          tier: "db-f1-micro",
          user_labels: { "managed-by": "terraform" },
          database_flags: [
            { name: "log_lock_waits", value: "on" },
            { name: "log_min_duration_statement", value: "-1" },
          ],
          ip_configuration: { psc_config: [{ psc_enabled: true, allowed_consumer_projects: ["team"] }] },
        },
        lifecycle: { ignore_changes: ["settings[0].disk_size"] },
      },
    },
  },
});

describe("A stack for the scanner", () => {
  beforeAll(() => {
    writeReadable(stack, join(folder, "readable"));
  });

  test("has in JSON what it reads there", () => {
    expect(JSON.parse(readFileSync(join(folder, "readable", "cdk.tf.json"), "utf8"))).toEqual({
      provider: { google: [{ project: "team" }] },
      resource: {
        aws_iam_role: { role: { assume_role_policy: '{"Statement":[{"Effect":"Allow"}]}', tags: { team: "shop" } } },
        google_compute_network: { network: { name: "shop" } },
      },
    });
    // and the stack is what it was
    expect(stack.find("google_sql_database_instance.database")).toBeDefined();
  });

  test("has in HCL what it does not, with blocks as blocks and maps as maps", () => {
    expect(readFileSync(join(folder, "readable", "others.tf"), "utf8")).toBe(`resource "aws_iam_role" "role" {
  assume_role_policy = jsonencode({
  "Statement": [
    {
      "Effect": "Allow"
    }
  ]
})
}

resource "google_sql_database_instance" "database" {
  name = "shop-1"
  database_version = "POSTGRES_17"
  settings {
    tier = "db-f1-micro"
    user_labels = {"managed-by":"terraform"}
    database_flags {
      name = "log_lock_waits"
      value = "on"
    }
    database_flags {
      name = "log_min_duration_statement"
      value = "-1"
    }
    ip_configuration {
      psc_config {
        psc_enabled = true
        allowed_consumer_projects = ["team"]
      }
    }
  }
  lifecycle {
    ignore_changes = ["settings[0].disk_size"]
  }
}
`);
  });
});

const checkov = findCheckov();

if ("missing" in checkov) skipAloud("the scanner", checkov.missing);
else
  describe("A database of Google", () => {
    const database = stack.find("google_sql_database_instance.database")!;
    const stumbling = ["CKV_GCP_54", "CKV_GCP_57"];

    const verdicts = (of: string): Verdicts =>
      new Verdicts(
        scan(checkov.command, join(folder, of), ["terraform_json", "terraform"], "--output", "json", "--compact"),
      );

    test("makes two checks stumble in JSON, which ends neither the others nor the scan", () => {
      mkdirSync(join(folder, "json", "stack"), { recursive: true });
      const { resource } = stack.json as Record<string, unknown>;
      writeFileSync(join(folder, "json", "stack", "cdk.tf.json"), JSON.stringify({ resource }));
      const found = verdicts("json");
      expect(found.crashed.map((crash) => crash.split(" ")[0])).toEqual(stumbling);
      expect(stumbling.map((id) => found.of("stack", database, id))).toEqual([undefined, undefined]);
      expect(found.of("stack", database, "CKV_GCP_51")).toBe("failed");
    }, 60_000);

    test("is judged in HCL", () => {
      writeReadable(stack, join(folder, "hcl", "stack"));
      const found = verdicts("hcl");
      expect(found.crashed).toEqual([]);
      expect(stumbling.map((id) => found.of("stack", database, id))).toEqual(["passed", "passed"]);
      expect(found.of("stack", database, "CKV_GCP_51")).toBe("failed");
    }, 60_000);
  });
