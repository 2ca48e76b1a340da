import { GoogleContainerRegistry } from "../../../constructs/google/container-registry";
import { GooglePostgresDatabase } from "../../../constructs/google/postgres-database";
import {
  GoogleReleaseAccount,
  type GoogleReleaseAccountProps,
  type TrustedJobs,
} from "../../../constructs/google/release-account";
import { at, leaves } from "../../support/at";
import { constructJson, dependencies, remembered } from "../../support/construct-json";
import { databaseProps, everyService, network, services } from "./fixtures";

const github: TrustedJobs = {
  id: "github",
  issuer: "token.actions.githubusercontent.com",
  condition: "assertion.sub == 'repo:team/shop:environment:prod'",
  subjectClaim: "sub",
  subject: "repo:team/shop:environment:prod",
};
const semaphore: TrustedJobs = {
  id: "semaphore",
  issuer: "team.semaphoreci.com",
  audience: "https://team.semaphoreci.com",
  condition: "assertion.sub.startsWith('org:team')",
  subjectClaim: "prj_id",
  subject: "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f",
};

const made = remembered((props: Partial<GoogleReleaseAccountProps>) =>
  constructJson((stack) => {
    const dependsOn = services(stack);
    return new GoogleReleaseAccount(stack, "release", {
      accountId: "prod-release",
      poolId: "prod-ci-1",
      roleId: "team_prod_release_1",
      projectId: "team-project",
      trusted: [github, semaphore],
      registry: new GoogleContainerRegistry(stack, "registry", {
        repositoryId: "team",
        region: "europe-west1",
        imageRepository: "europe-west1-docker.pkg.dev/team-project/team/shop",
        keepImages: 20,
        reader: "serviceAccount:nodes",
        dependsOn,
      }),
      database: new GooglePostgresDatabase(stack, "database", {
        ...databaseProps,
        network: network(stack, dependsOn),
        dependsOn,
      }),
      dependsOn,
      ...props,
    });
  }),
);
const member = "${google_service_account.release_account.member}";
const provider = (id: string) => made().resource("google_iam_workload_identity_pool_provider", `release_${id}`);

describe("Who may work as the GoogleReleaseAccount", () => {
  test("is in a pool of the environment's own", () => {
    expect(made().only("google_iam_workload_identity_pool")).toMatchObject({ workload_identity_pool_id: "prod-ci-1" });
  });

  test("CKV_GCP_118, CKV_GCP_125: jobs of one repository in one environment of GitHub, word by word", () => {
    expect(provider("github")).toMatchObject({
      workload_identity_pool_id: "${google_iam_workload_identity_pool.release_pool.workload_identity_pool_id}",
      workload_identity_pool_provider_id: "github",
      attribute_condition: "assertion.sub == 'repo:team/shop:environment:prod'",
      attribute_mapping: { "google.subject": "assertion.sub" },
      oidc: { issuer_uri: "https://token.actions.githubusercontent.com" },
    });
    // the address of the provider itself, which no other can ask for
    expect(at(provider("github"), "oidc")).not.toHaveProperty("allowed_audiences");
  });

  test("jobs of one project of Semaphore, whose tokens are for nobody in particular", () => {
    expect(provider("semaphore")).toMatchObject({
      attribute_condition: "assertion.sub.startsWith('org:team')",
      attribute_mapping: { "google.subject": "assertion.prj_id" },
      oidc: { issuer_uri: "https://team.semaphoreci.com", allowed_audiences: ["https://team.semaphoreci.com"] },
    });
  });

  test.each([
    ["github", "repo:team/shop:environment:prod"],
    ["semaphore", "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"],
  ])("is one subject of that pool, and not everybody in it: %s", (id, subject) => {
    const binding = made().resource("google_service_account_iam_member", `release_${id}-works-as`);
    expect(binding).toMatchObject({
      service_account_id: "${google_service_account.release_account.name}",
      role: "roles/iam.workloadIdentityUser",
      member: `principal://iam.googleapis.com/\${google_iam_workload_identity_pool.release_pool.name}/subject/${subject}`,
    });
    expect(dependencies(binding)).toEqual([`google_iam_workload_identity_pool_provider.release_${id}`]);
  });

  test("is nobody else: what is not trusted has no provider", () => {
    const json = made({ trusted: [github] });
    expect(json.names("google_iam_workload_identity_pool_provider")).toEqual(["release_github"]);
    expect(json.names("google_service_account_iam_member")).toEqual(["release_github-works-as"]);
  });

  test("CKV2_GCP_3: is nobody with a key", () => {
    expect(leaves(made().json).filter(({ path }) => path.includes("google_service_account_key"))).toEqual([]);
  });

  test("finds the APIs that exchange tokens switched on", () => {
    const apis = ["iamcredentials", "sts"].map((name) => `release_${name}`);
    for (const name of apis)
      expect(made().resource("google_project_service", name)).toHaveProperty("disable_on_destroy", false);
    expect(dependencies(made().only("google_iam_workload_identity_pool"))).toEqual([
      ...everyService,
      ...apis.map((name) => `google_project_service.${name}`),
    ]);
  });
});

describe("What the GoogleReleaseAccount may do", () => {
  const grants = () => {
    const json = made();
    const types = Object.keys(at(json.json, "resource") ?? {}).filter((type) => /_iam_(member|binding)$/.test(type));
    return types.flatMap((type) =>
      json
        .names(type)
        .map((name) => json.resource(type, name))
        .filter((grant) => at(grant, "member") === member)
        .map((grant) => ({ type, role: at(grant, "role") })),
    );
  };

  test("is to push images, read one login and reach the API of Kubernetes, and nothing else", () => {
    expect(grants()).toEqual(
      expect.arrayContaining([
        { type: "google_artifact_registry_repository_iam_member", role: "roles/artifactregistry.writer" },
        { type: "google_secret_manager_secret_iam_member", role: "roles/secretmanager.secretAccessor" },
        { type: "google_project_iam_member", role: "${google_project_iam_custom_role.release_cluster-role.name}" },
      ]),
    );
    expect(grants()).toHaveLength(3);
  });

  test("is to push into this repository only", () => {
    expect(made().resource("google_artifact_registry_repository_iam_member", "release_push")).toMatchObject({
      repository: "${google_artifact_registry_repository.registry_repository.name}",
      location: "${google_artifact_registry_repository.registry_repository.location}",
      project: "${google_artifact_registry_repository.registry_repository.project}",
    });
  });

  test("is to read the login of the service's role, and not the administrator's", () => {
    expect(made().only("google_secret_manager_secret_iam_member")).toHaveProperty(
      "secret_id",
      "${google_secret_manager_secret.database_user-secret.id}",
    );
  });

  test("is to find a cluster and come in by its DNS name: Kubernetes decides what is done inside", () => {
    const role = made().only("google_project_iam_custom_role");
    expect(role).toMatchObject({
      role_id: "team_prod_release_1",
      permissions: ["container.clusters.connect", "container.clusters.get"],
    });
    expect(dependencies(role)).toEqual(everyService);
  });
});
