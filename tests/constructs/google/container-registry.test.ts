import {
  GoogleContainerRegistry,
  type GoogleContainerRegistryProps,
} from "../../../constructs/google/container-registry";
import { at } from "../../support/at";
import { constructJson, dependencies, remembered } from "../../support/construct-json";
import { everyService, services } from "./fixtures";

const made = remembered((props: Partial<GoogleContainerRegistryProps>) =>
  constructJson(
    (stack) =>
      new GoogleContainerRegistry(stack, "registry", {
        repositoryId: "team",
        region: "europe-west1",
        imageRepository: "europe-west1-docker.pkg.dev/team-project/team/addressbook",
        keepImages: 20,
        reader: "serviceAccount:nodes",
        dependsOn: services(stack),
        ...props,
      }),
  ),
);
const repository = (props: Partial<GoogleContainerRegistryProps> = {}) =>
  made(props).only("google_artifact_registry_repository");

describe("GoogleContainerRegistry", () => {
  test("holds images, under tags that cannot be moved", () => {
    expect(repository()).toMatchObject({
      repository_id: "team",
      location: "europe-west1",
      format: "DOCKER",
      docker_config: { immutable_tags: true },
    });
  });

  test("does not scan, which is paid for by the image", () => {
    expect(at(repository(), "vulnerability_scanning_config")).toEqual({ enablement_config: "DISABLED" });
  });

  test("deletes what is older than 30 days, and keeps the newest whatever their age", () => {
    expect(at(repository({ keepImages: 5 }), "cleanup_policies")).toEqual([
      { id: "keep-newest", action: "KEEP", most_recent_versions: { keep_count: 5 } },
      { id: "delete-old", action: "DELETE", condition: { tag_state: "ANY", older_than: `${30 * 24 * 60 * 60}s` } },
    ]);
  });

  test("really deletes them", () => {
    expect(repository()).toHaveProperty("cleanup_policy_dry_run", false);
  });

  test("CKV_GCP_101: lets the nodes pull, and nobody else", () => {
    expect(made().only("google_artifact_registry_repository_iam_member")).toMatchObject({
      repository: "${google_artifact_registry_repository.registry_repository.name}",
      location: "${google_artifact_registry_repository.registry_repository.location}",
      role: "roles/artifactregistry.reader",
      member: "serviceAccount:nodes",
    });
  });

  test("waits for its API", () => {
    expect(dependencies(repository())).toEqual(everyService);
  });
});
