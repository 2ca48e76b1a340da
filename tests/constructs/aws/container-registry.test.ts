import { AwsContainerRegistry, type AwsContainerRegistryProps } from "../../../constructs/aws/container-registry";
import { at } from "../../support/at";
import { constructJson, remembered } from "../../support/construct-json";

const made = remembered((props: Partial<AwsContainerRegistryProps>) =>
  constructJson(
    (stack) =>
      new AwsContainerRegistry(stack, "registry", {
        repositoryName: "team/addressbook",
        imageRepository: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/addressbook",
        region: "eu-central-1",
        keepImages: 20,
        forceDelete: false,
        ...props,
      }),
  ),
);
describe("AwsContainerRegistry", () => {
  test("CKV_AWS_51: has tags that cannot be moved, without exception", () => {
    expect(made().only("aws_ecr_repository")).toMatchObject({
      name: "team/addressbook",
      image_tag_mutability: "IMMUTABLE",
    });
    expect(made().only("aws_ecr_repository")).not.toHaveProperty("image_tag_mutability_exclusion_filter");
  });

  test("CKV_AWS_163: scans what is pushed", () => {
    expect(at(made().only("aws_ecr_repository"), "image_scanning_configuration")).toEqual({ scan_on_push: true });
  });

  test("CKV_AWS_136: is encrypted with the key that AWS manages for free", () => {
    expect(at(made().only("aws_ecr_repository"), "encryption_configuration")).toEqual([{ encryption_type: "KMS" }]);
  });

  test.each([true, false])("can be deleted with its images as it is asked for: %s", (forceDelete) => {
    expect(made({ forceDelete }).only("aws_ecr_repository")).toHaveProperty("force_delete", forceDelete);
  });

  test("deletes untagged images after a week, and all but the newest", () => {
    const policy = made({ keepImages: 7 }).only("aws_ecr_lifecycle_policy");
    expect(policy).toHaveProperty("repository", "${aws_ecr_repository.registry_repository.name}");
    expect(JSON.parse(String(at(policy, "policy")))).toEqual({
      rules: [
        {
          rulePriority: 1,
          description: "delete untagged images after a week",
          selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
          action: { type: "expire" },
        },
        {
          rulePriority: 2,
          description: "keep the newest 7 images",
          selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 7 },
          action: { type: "expire" },
        },
      ],
    });
  });

  test("CKV_AWS_32: is open to nobody outside of the account", () => {
    expect(made().names("aws_ecr_repository_policy")).toEqual([]);
  });
});
