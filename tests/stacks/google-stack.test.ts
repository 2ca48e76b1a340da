import type { GoogleInput } from "../../environments/schema/google";
import { at, leaves, listAt } from "../support/at";
import { environment, minimal } from "../support/environments";
import { terraformJson } from "../support/terraform-json";

const stackOf = (change: Partial<GoogleInput>) => terraformJson(environment("team", { ...minimal.google, ...change }));
const github = { repository: "team/shop" };
const semaphore = {
  organization: "team",
  projectId: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f",
  repository: "shop",
};
const production = { profile: "production", state: { backend: "gcs", bucket: "team-state" } } as const;
const unprotected = {
  exceptions: { noDeletionProtection: "it is taken down" },
  cluster: { deletionProtection: false },
  database: { deletionProtection: false },
} as const;

describe("Continuous integration on Google Cloud", () => {
  const json = stackOf({ ci: { github, semaphore, generation: 3 } });

  test("is nobody unless somebody is named: no pool, no account, no role", () => {
    const nobody = stackOf({});
    expect(nobody.all("google_iam_workload_identity_pool")).toEqual([]);
    expect(nobody.all("google_project_iam_custom_role")).toEqual([]);
    // the nodes'
    expect(nobody.all("google_service_account")).toHaveLength(1);
  });

  test("is the environment of GitHub with the same name, and Semaphore's branch and tags for releases", () => {
    const conditions = json
      .all("google_iam_workload_identity_pool_provider")
      .map((provider) => [at(provider, "oidc", "issuer_uri"), at(provider, "attribute_condition")]);
    const project = "org:team:project:0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f:repo:shop";
    expect(conditions).toEqual([
      ["https://token.actions.githubusercontent.com", "assertion.sub == 'repo:team/shop:environment:team'"],
      [
        "https://team.semaphoreci.com",
        `assertion.sub == '${project}:ref_type:branch:ref:refs/heads/master' || ` +
          `assertion.sub.startsWith('${project}:ref_type:tag:ref:refs/tags/hotfix')`,
      ],
    ]);
  });

  test("has names that Google blocks after a deletion, with a generation in them", () => {
    expect(json.one("google_iam_workload_identity_pool")).toHaveProperty("workload_identity_pool_id", "team-ci-3");
    expect(json.one("google_project_iam_custom_role")).toHaveProperty("role_id", "addressbook_team_release_3");
    expect(json.all("google_service_account")).toContainEqual(
      expect.objectContaining({ account_id: "team-release" }) as unknown,
    );
  });

  test("reads the password of the service, whatever its user is called", () => {
    const { resource } = stackOf({ ci: { github }, database: { user: "clerk" } }).json as {
      resource: Record<string, Record<string, { secret_id: string }>>;
    };
    const [granted] = Object.values(resource["google_secret_manager_secret_iam_member"]!);
    const name = granted!.secret_id.split(".")[1]!;
    expect(resource["google_secret_manager_secret"]![name]).toHaveProperty("secret_id", "addressbook-team-clerk");
  });
});

describe("A production on Google Cloud", () => {
  const settings = (change: Partial<GoogleInput>) =>
    at(stackOf(change).one("google_sql_database_instance"), "settings");

  test("keeps its backups when it is deleted, although its protection is taken away before", () => {
    const goes = settings({ ...production, ...unprotected });
    expect(goes).toMatchObject({ deletion_protection_enabled: false, retain_backups_on_delete: true });
    expect(settings({})).toHaveProperty("retain_backups_on_delete", false);
  });

  test.each([
    ["demo", minimal.google, false],
    ["production", production, true],
  ] as const)(
    "alone logs the traffic of its networks, within its nodes and at its border (%s)",
    (_, change, logged) => {
      const json = stackOf(change);
      const subnets = json.all("google_compute_subnetwork");
      expect(subnets.map((subnet) => at(subnet, "log_config") !== undefined)).toEqual([logged, logged]);
      expect(at(json.one("google_compute_firewall"), "log_config") !== undefined).toBe(logged);
      expect(json.one("google_container_cluster")).toHaveProperty("enable_intranode_visibility", logged);
    },
  );

  test("logs statements and hosts only when that is asked for, because it is paid for", () => {
    const flags = (change: Partial<GoogleInput>) =>
      listAt(settings(change), "database_flags").map((flag) => at(flag, "name"));
    const costly = ["log_duration", "log_hostname"];
    expect(flags(production)).not.toEqual(expect.arrayContaining(costly));
    expect(flags({ ...production, database: { auditLogs: "all" } })).toEqual(expect.arrayContaining(costly));
  });
});

describe("Autopilot", () => {
  const json = stackOf({ cluster: { autopilot: true } });

  test("is another cluster under the same address, so that the guard sees what is lost", () => {
    const address = (stack: typeof json) =>
      Object.keys(at(stack.json, "resource", "google_container_cluster") as object);
    expect(address(json)).toEqual(address(stackOf({})));
    expect(json.one("google_container_cluster")).toMatchObject({ enable_autopilot: true, location: "europe-west1" });
  });

  test("says that it has not three nodes, and a Standard cluster says nothing of it", () => {
    expect(json.stack.gaps.map(({ capability }) => capability)).toContain("three nodes");
    expect(stackOf({}).stack.gaps.map(({ capability }) => capability)).not.toContain("three nodes");
  });

  test("leaves no setting of nodes behind anywhere", () => {
    expect(
      leaves(json.json).filter(({ key }) => ["machine_type", "node_count", "node_locations"].includes(key)),
    ).toEqual([]);
  });
});
