import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";

import type { ContainerRegistry } from "../contracts";

export interface AwsContainerRegistryProps {
  /** Name of the repository. Changing it replaces the repository and loses its images. */
  readonly repositoryName: string;
  /** What images are pushed to: host and repository. */
  readonly imageRepository: string;
  readonly region: string;
  /** Newest images to keep; older ones are deleted. */
  readonly keepImages: number;
  /** Whether the repository can be deleted while it holds images. */
  readonly forceDelete: boolean;
}

/** A repository of ECR with tags that cannot be moved. Costs about $0.10 a month for each GB. */
export class AwsContainerRegistry extends Construct implements ContainerRegistry {
  readonly imageRepository: string;
  readonly repositoryArn: string;

  constructor(scope: Construct, id: string, props: AwsContainerRegistryProps) {
    super(scope, id);
    const repository = new EcrRepository(this, "repository", {
      name: props.repositoryName,
      imageTagMutability: "IMMUTABLE", // CKV_AWS_51
      imageScanningConfiguration: { scanOnPush: true }, // CKV_AWS_163
      encryptionConfiguration: [{ encryptionType: "KMS" }], // CKV_AWS_136, with the key that AWS manages for free
      forceDelete: props.forceDelete,
    });
    new EcrLifecyclePolicy(this, "lifecycle", {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: "delete untagged images after a week",
            selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
            action: { type: "expire" },
          },
          {
            rulePriority: 2,
            description: `keep the newest ${props.keepImages} images`,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: props.keepImages },
            action: { type: "expire" },
          },
        ],
      }),
    });

    this.repositoryArn = repository.arn;
    this.imageRepository = props.imageRepository;
  }
}
