import type { AwsInput } from "../../environments/schema/aws";
import { at, leaves, listAt } from "../support/at";
import { environment, minimal } from "../support/environments";
import { type Settings, terraformJson } from "../support/terraform-json";

const stackOf = (change: Partial<AwsInput>) => terraformJson(environment("team", { ...minimal.aws, ...change }));
const github = { repository: "team/shop" };
const semaphore = {
  organization: "team",
  projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f",
  repository: "shop",
};
const production = { profile: "production", state: { backend: "gcs", bucket: "team-state" } } as const;

describe("Continuous integration on AWS", () => {
  const json = stackOf({ ci: { github, semaphore } });
  const role = json.all("aws_iam_role").find(({ name }: Settings) => name === "addressbook-team-release")!;

  test("is nobody unless somebody is named: no role, no identity provider, no access", () => {
    const nobody = stackOf({});
    expect(nobody.all("aws_iam_openid_connect_provider")).toEqual([]);
    expect(nobody.all("aws_iam_role").map(({ name }: Settings) => String(name))).not.toContain(
      "addressbook-team-release",
    );
    // the administrator's
    expect(nobody.all("aws_eks_access_entry")).toHaveLength(1);
  });

  test("is the environment of GitHub with the same name, and Semaphore's branch and tags for releases", () => {
    const statements = listAt(JSON.parse(String(role["assume_role_policy"])), "Statement");
    const subjects = statements.flatMap((statement) =>
      leaves(at(statement, "Condition"))
        .filter(({ key }) => key.endsWith(":sub"))
        .map(({ value }) => value),
    );
    expect(subjects).toEqual([
      "repo:team/shop:environment:team",
      "org:team:project:0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f:repo:shop:ref_type:branch:ref:refs/heads/master",
      "org:team:project:0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f:repo:shop:ref_type:tag:ref:refs/tags/hotfix*",
    ]);
    expect(json.all("aws_iam_openid_connect_provider")).toMatchObject([
      { url: "https://token.actions.githubusercontent.com", client_id_list: ["sts.amazonaws.com"] },
      { url: "https://team.semaphoreci.com", client_id_list: ["https://team.semaphoreci.com"] },
    ]);
  });

  test("trusts through what the account has, when it has it", () => {
    const existing = stackOf({ ci: { github, semaphore, identityProviders: "use-existing" } });
    expect(existing.all("aws_iam_openid_connect_provider")).toEqual([]);
    expect(existing.text).toContain("arn:aws:iam::123456789012:oidc-provider/team.semaphoreci.com");
  });

  test("is let into the cluster by the name to which the manifests bind its rights", () => {
    const custom = stackOf({ ci: { github } });
    const names = custom.all("aws_eks_access_entry").map((each) => each["user_name"] as unknown);
    const [role] = custom.all("aws_iam_role").filter(({ name }: Settings) => String(name).endsWith("-release"));
    expect(names).toContain(role?.["name"]);
    // nobody else has rights in all of the cluster because of it
    expect(custom.all("aws_eks_access_policy_association")).toHaveLength(names.length - 1);
  });

  test("may decrypt the password only where a key of one's own encrypts it", () => {
    const releasePolicy = (change: Partial<AwsInput>) =>
      String(
        stackOf({ ci: { github }, ...change })
          .all("aws_iam_role_policy")
          .find(({ name }: Settings) => name === "release")?.["policy"],
      );
    expect(releasePolicy(production)).toContain("kms:Decrypt");
    expect(releasePolicy({})).not.toContain("kms:");
  });
});

describe("The customer key on AWS", () => {
  test("is one, and encrypts Secrets, passwords, insights and every log", () => {
    const json = stackOf(production);
    json.one("aws_kms_key");
    const [key] = Object.keys(at(json.json, "resource", "aws_kms_key") as object);
    const users = leaves(at(json.json, "resource"))
      .filter(({ value }) => value === `\${aws_kms_key.${key ?? ""}.arn}`)
      .map(({ path: [type = ""], key: argument }) => `${type}.${argument}`);
    expect(users.sort()).toEqual([
      "aws_cloudwatch_log_group.kms_key_id",
      "aws_cloudwatch_log_group.kms_key_id",
      "aws_cloudwatch_log_group.kms_key_id",
      "aws_cloudwatch_log_group.kms_key_id",
      "aws_db_instance.master_user_secret_kms_key_id",
      "aws_db_instance.performance_insights_kms_key_id",
      "aws_eks_cluster.key_arn",
      "aws_secretsmanager_secret.kms_key_id",
    ]);
    expect(json.all("aws_cloudwatch_log_group")).toHaveLength(4);
  });

  test("is not made where none is wanted", () => {
    const json = stackOf({});
    expect(json.all("aws_kms_key")).toEqual([]);
    expect(leaves(json.json).filter(({ key }) => /kms_key_id$|^key_arn$/.test(key))).toEqual([]);
    expect(json.json).not.toHaveProperty("moved");
  });
});

describe("Nodes without the internet on AWS", () => {
  const gaps = (nat: "none" | "single") =>
    stackOf({ network: { cidr: "10.20.0.0/16", nat } }).stack.gaps.map(({ capability }) => capability);

  test("lack images from elsewhere, and the report says so", () => {
    expect(gaps("none")).toEqual([...gaps("single"), "images from the internet"]);
  });

  test("are no news of another environment", () => {
    gaps("none");
    expect(gaps("single")).not.toContain("images from the internet");
  });
});

describe("What the settings of the database on AWS decide", () => {
  const instance = (database: AwsInput["database"], change: Partial<AwsInput> = {}) =>
    stackOf({ ...change, ...(database === undefined ? {} : { database }) }).one("aws_db_instance");

  test("the minor version is left to RDS, or written down", () => {
    expect(instance(undefined)).toMatchObject({ engine_version: "17", auto_minor_version_upgrade: true });
    expect(instance({ postgresMinor: 6 })).toMatchObject({
      engine_version: "17.6",
      auto_minor_version_upgrade: false,
    });
  });

  test("production is measured below the database, a demo is not", () => {
    expect(instance(undefined, production)).toHaveProperty("monitoring_interval", 60);
    expect(instance({ enhancedMonitoring: false }, production)).toHaveProperty("monitoring_interval", 0);
    expect(instance(undefined)).toHaveProperty("monitoring_interval", 0);
  });
});
