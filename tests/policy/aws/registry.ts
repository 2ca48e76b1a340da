import { after, is, type Policy } from "../policy";

export const registry: readonly Policy[] = [
  {
    id: "CKV_AWS_51",
    must: "have tags that cannot be moved to another image",
    types: ["aws_ecr_repository"],
    ...is("image_tag_mutability", "IMMUTABLE", "MUTABLE", "IMMUTABLE_WITH_EXCLUSION"),
  },
  {
    id: "CKV_AWS_136",
    must: "have its images encrypted by KMS",
    types: ["aws_ecr_repository"],
    ...is("encryption_configuration.encryption_type", "KMS", "AES256"),
  },
  {
    id: "CKV_AWS_163",
    must: "scan what is pushed",
    types: ["aws_ecr_repository"],
    ...is("image_scanning_configuration.scan_on_push", true, false),
  },
  {
    id: "OWN_AWS_REGISTRY_CLEANED",
    must: "delete old images by itself",
    types: ["aws_ecr_repository"],
    holds: (repository, stack) => stack.referrers(repository, "aws_ecr_lifecycle_policy").length === 1,
    broken: [
      after("its lifecycle policy is taken out", (_, stack) => {
        for (const policy of stack.all("aws_ecr_lifecycle_policy")) stack.remove(policy);
      }),
    ],
  },
  {
    id: "OWN_AWS_REGISTRY_KEPT",
    must: "not be deleted with the images in it",
    types: ["aws_ecr_repository"],
    ...is("force_delete", false, true),
  },
];
