import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import type { ContainerRegistry } from "../contracts";

export interface GoogleContainerRegistryProps {
  /** Id of the repository. Changing it replaces the repository and loses its images. */
  readonly repositoryId: string;
  readonly region: string;
  /** What images are pushed to: host, project, repository and image. */
  readonly imageRepository: string;
  /** Newest versions of each image to keep; older ones are deleted. */
  readonly keepImages: number;
  /** Who may pull, besides people: the nodes' service account as an IAM member. */
  readonly reader: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A Docker repository of Artifact Registry with tags that cannot be moved. Costs about $0.10 a month for each GB. */
export class GoogleContainerRegistry extends Construct implements ContainerRegistry {
  readonly repository: ArtifactRegistryRepository;
  readonly imageRepository: string;

  constructor(scope: Construct, id: string, props: GoogleContainerRegistryProps) {
    super(scope, id);
    this.repository = new ArtifactRegistryRepository(this, "repository", {
      repositoryId: props.repositoryId,
      location: props.region,
      format: "DOCKER",
      description: "Images of the services of this environment",
      dockerConfig: { immutableTags: true },
      // every scan is paid for; this switches it off whatever the project says
      vulnerabilityScanningConfig: { enablementConfig: "DISABLED" },
      cleanupPolicyDryRun: false,
      cleanupPolicies: [
        { id: "keep-newest", action: "KEEP", mostRecentVersions: { keepCount: props.keepImages } },
        { id: "delete-old", action: "DELETE", condition: { tagState: "ANY", olderThan: "2592000s" } },
      ],
      dependsOn: [...props.dependsOn],
    });
    new ArtifactRegistryRepositoryIamMember(this, "nodes-read", {
      project: this.repository.project,
      location: this.repository.location,
      repository: this.repository.name,
      role: "roles/artifactregistry.reader",
      member: props.reader,
    });

    this.imageRepository = props.imageRepository;
  }
}
