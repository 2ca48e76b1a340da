import { sameJson } from "../alike";
import type { Behaviour } from "../behaviour";
import { byApi, json, length, matching, oneOf } from "../rules";
import { accountOf, arnOf, regionOf, textOf } from "./made-of";
import { jsonUpTo } from "./own-rules";
import { api, source } from "./source";

/** A repository of images and the rules by which images go. */
export const containerRegistry = {
  aws_ecr_repository: {
    source: source("ecr/repository.go"),
    rules: {
      name: [
        byApi(api("ecr", "CreateRepository"), length(2, 256)),
        byApi(
          api("ecr", "CreateRepository"),
          matching(
            /([a-z0-9]+([._-][a-z0-9]+)*\/)*[a-z0-9]+([._-][a-z0-9]+)*/,
            "consist of lower-case words joined by single ._-/",
            "Demo",
          ),
        ),
      ],
      image_tag_mutability: oneOf("MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"),
      "encryption_configuration.encryption_type": oneOf("AES256", "KMS", "KMS_DSSE"),
    },
    replacedBy: ["name", "encryption_configuration.encryption_type", "encryption_configuration.kms_key"],
    defaults: { image_tag_mutability: "MUTABLE", "encryption_configuration.encryption_type": "AES256" },
    filledIn: ["encryption_configuration.kms_key"],
    answers: (settings, cloud) => {
      const name = textOf(settings, "name", "repository");
      return {
        id: name,
        arn: arnOf(cloud, "ecr", `repository/${name}`),
        "encryption_configuration.kms_key": arnOf(cloud, "kms", `key/${cloud.uuid()}`),
        registry_id: accountOf(cloud),
        repository_url: `${accountOf(cloud)}.dkr.ecr.${regionOf(cloud)}.amazonaws.com/${name}`,
      };
    },
  },
  aws_ecr_lifecycle_policy: {
    source: source("ecr/lifecycle_policy.go"),
    rules: { policy: [json, byApi(api("ecr", "PutLifecyclePolicy"), jsonUpTo(30720))] },
    alike: { policy: sameJson },
    replacedBy: ["repository"],
    answers: (settings, cloud) => ({
      id: textOf(settings, "repository", "repository"),
      registry_id: accountOf(cloud),
    }),
  },
} satisfies Readonly<Record<string, Behaviour>>;
