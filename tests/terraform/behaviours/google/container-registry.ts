import type { Behaviour } from "../behaviour";
import { atLeast, byApi, conflicts, matching } from "../rules";
import { isSet, placesOf, text } from "../values";
import { iamMember, iamRole, labels, mayBe, oneOfOrNone } from "./formats";
import { createTime, projectOf, regionOf } from "./links";
import { google, manual, shared, source } from "./source";

const remoteKinds = [
  "apt_repository",
  "common_repository",
  "docker_repository",
  "maven_repository",
  "npm_repository",
  "python_repository",
  "yum_repository",
].map((kind) => `remote_repository_config.${kind}`);

/** What a repository can be a mirror of, besides one of one's own. */
const publicRepositories = {
  docker_repository: "DOCKER_HUB",
  maven_repository: "MAVEN_CENTRAL",
  npm_repository: "NPMJS",
  python_repository: "PYPI",
} as const;

/** The age after which an image goes: the provider adds up days to seconds. */
const age = byApi(
  manual("artifact_registry_repository"),
  matching(/\d+(?:\.\d+)?[smhd]/, "be an age such as 30d or 2592000s", "a month"),
);

const repositoryOf = (settings: Parameters<typeof text>[0], cloud: Parameters<typeof projectOf>[1], name: string) =>
  `projects/${projectOf(settings, cloud)}/locations/${text(settings, "location") || regionOf({}, cloud)}/repositories/${name}`;

/** The repository of images and who may read it. */
export const containerRegistry = {
  google_artifact_registry_repository: {
    source: source("artifactregistry/resource_artifact_registry_repository.go"),
    rules: {
      repository_id: byApi(
        google("artifact-registry/docs/repositories/create-repos"),
        matching(
          /[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?/,
          "have 1 to 63 lower-case letters, digits or hyphens, start with a letter and not end with a hyphen",
          "Images_1",
        ),
      ),
      format: byApi(
        google("artifact-registry/docs/supported-formats"),
        // the provider compares it without regard to case, and so does the API
        matching(
          /APT|DOCKER|GENERIC|GO|GOOGET|KFP|MAVEN|NPM|PYTHON|RUBY|YUM/i,
          "be a format of Artifact Registry, such as DOCKER",
          "OCI",
        ),
      ),
      mode: oneOfOrNone("STANDARD_REPOSITORY", "VIRTUAL_REPOSITORY", "REMOTE_REPOSITORY"),
      labels,
      "cleanup_policies.action": oneOfOrNone("DELETE", "KEEP"),
      "cleanup_policies.condition.tag_state": oneOfOrNone("TAGGED", "UNTAGGED", "ANY"),
      "cleanup_policies.condition.older_than": age,
      "cleanup_policies.condition.newer_than": age,
      "cleanup_policies.most_recent_versions.keep_count": byApi(
        google("artifact-registry/docs/repositories/cleanup-policy"),
        atLeast(1),
      ),
      "maven_config.version_policy": oneOfOrNone("VERSION_POLICY_UNSPECIFIED", "RELEASE", "SNAPSHOT"),
      ...Object.fromEntries(
        Object.entries(publicRepositories).map(([kind, repository]) => [
          `remote_repository_config.${kind}.public_repository`,
          oneOfOrNone(repository),
        ]),
      ),
      "vulnerability_scanning_config.enablement_config": oneOfOrNone("INHERITED", "DISABLED"),
    },
    relations: [
      conflicts("remote_repository_config", "virtual_repository_config", {
        docker_config: null,
        remote_repository_config: [{ docker_repository: [{ public_repository: "DOCKER_HUB" }] }],
        virtual_repository_config: [{ upstream_policies: [{ id: "a", priority: 1 }] }],
      }),
      {
        arguments: remoteKinds,
        must: "exactly one kind of repository must be set in `remote_repository_config`",
        holds: (settings) =>
          !isSet(settings, "remote_repository_config") ||
          remoteKinds.filter((path) => isSet(settings, path)).length === 1,
        wrong: {
          remote_repository_config: [
            {
              docker_repository: [{ public_repository: "DOCKER_HUB" }],
              npm_repository: [{ public_repository: "NPMJS" }],
            },
          ],
        },
      },
      conflicts(
        "remote_repository_config.docker_repository.custom_repository",
        "remote_repository_config.docker_repository.public_repository",
        {
          remote_repository_config: [
            {
              docker_repository: [
                { public_repository: "DOCKER_HUB", custom_repository: [{ uri: "https://docker.io" }] },
              ],
            },
          ],
        },
      ),
      byApi(manual("artifact_registry_repository"), {
        arguments: ["docker_config", "format"],
        must: '`docker_config` can only be set when `format` is "DOCKER"',
        holds: (settings) =>
          !isSet(settings, "docker_config") || mayBe(settings, "format", "DOCKER", "docker", "Docker"),
        wrong: { format: "NPM" },
      }),
      byApi(google("artifact-registry/docs/repositories/cleanup-policy"), {
        arguments: ["cleanup_policies.condition", "cleanup_policies.most_recent_versions"],
        must: "each of `cleanup_policies` must have either a `condition` or `most_recent_versions`",
        holds: (settings) =>
          placesOf(settings, "cleanup_policies")
            .flatMap(({ value }) => value as object[])
            .every((policy) => isSet({ ...policy }, "condition") !== isSet({ ...policy }, "most_recent_versions")),
        wrong: { cleanup_policies: [{ id: "keep", action: "KEEP" }] },
      }),
      byApi(manual("artifact_registry_repository"), {
        arguments: ["cleanup_policies.action", "cleanup_policies.most_recent_versions"],
        must: '`cleanup_policies` with `most_recent_versions` must have the `action` "KEEP"',
        holds: (settings) =>
          placesOf(settings, "cleanup_policies")
            .flatMap(({ value }) => value as object[])
            .every((policy) => !isSet({ ...policy }, "most_recent_versions") || mayBe({ ...policy }, "action", "KEEP")),
        wrong: { cleanup_policies: [{ id: "newest", action: "DELETE", most_recent_versions: [{ keep_count: 3 }] }] },
      }),
    ],
    replacedBy: [
      "repository_id",
      "format",
      "kms_key_name",
      "location",
      "maven_config.allow_snapshot_overwrites",
      "maven_config.version_policy",
      "mode",
      "project",
      "remote_repository_config.description",
      "remote_repository_config.common_repository.uri",
      ...["apt", "yum"].flatMap((kind) =>
        ["repository_base", "repository_path"].map(
          (part) => `remote_repository_config.${kind}_repository.public_repository.${part}`,
        ),
      ),
      ...Object.keys(publicRepositories).flatMap((kind) => [
        `remote_repository_config.${kind}.custom_repository.uri`,
        `remote_repository_config.${kind}.public_repository`,
      ]),
      "remote_repository_config.upstream_credentials.username_password_credentials.password_secret_version",
      "remote_repository_config.upstream_credentials.username_password_credentials.username",
    ],
    defaults: {
      mode: "STANDARD_REPOSITORY",
      "cleanup_policies.condition.tag_state": "ANY",
      "maven_config.version_policy": "VERSION_POLICY_UNSPECIFIED",
      ...Object.fromEntries(
        Object.entries(publicRepositories).map(([kind, repository]) => [
          `remote_repository_config.${kind}.public_repository`,
          repository,
        ]),
      ),
    },
    filledIn: ["location", "project", "vulnerability_scanning_config"],
    answers: (settings, cloud) => ({
      id: repositoryOf(settings, cloud, text(settings, "repository_id")),
      name: text(settings, "repository_id"),
      project: projectOf(settings, cloud),
      location: regionOf({}, cloud),
      create_time: createTime,
      update_time: createTime,
      "vulnerability_scanning_config.enablement_state": "SCANNING_DISABLED",
      "vulnerability_scanning_config.enablement_state_reason": "",
    }),
  },
  google_artifact_registry_repository_iam_member: {
    source: shared("tpgiamresource/resource_iam_member.go"),
    rules: { member: iamMember, role: iamRole },
    replacedBy: [
      "member",
      "role",
      "repository",
      "location",
      "project",
      "condition.title",
      "condition.expression",
      "condition.description",
    ],
    filledIn: ["location", "project"],
    answers: (settings, cloud) => ({
      id: [
        repositoryOf(settings, cloud, lastOf(text(settings, "repository"))),
        text(settings, "role"),
        text(settings, "member"),
      ].join("/"),
      project: projectOf(settings, cloud),
      location: regionOf({}, cloud),
      etag: cloud.hex(11),
    }),
  },
} satisfies Readonly<Record<string, Behaviour>>;

/** The name in a name or an id. */
const lastOf = (link: string): string => link.split("/").at(-1) ?? "";
