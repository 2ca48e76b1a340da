import type { Behaviour } from "../behaviour";
import { atLeast, byApi, conflicts, length, matching, needs, oneOf } from "../rules";
import { isSet, known, text } from "../values";
import { labels, seconds, timestamp } from "./formats";
import { createTime, projectNumber, projectOf } from "./links";
import { google, manual, source } from "./source";

const quotas = byApi(google("secret-manager/quotas#content_limits"), length(1, 65536));

/** Secrets and what is in them. */
export const secrets = {
  google_secret_manager_secret: {
    source: source("secretmanager/resource_secret_manager_secret.go"),
    rules: {
      secret_id: byApi(
        google("secret-manager/docs/reference/rest/v1/projects.secrets/create"),
        matching(/[A-Za-z0-9_-]{1,255}/, "have 1 to 255 letters, digits, hyphens or underscores", "database/password"),
      ),
      labels,
      expire_time: byApi(manual("secret_manager_secret"), timestamp),
      ttl: byApi(manual("secret_manager_secret"), seconds),
      "rotation.next_rotation_time": byApi(manual("secret_manager_secret"), timestamp),
      "rotation.rotation_period": byApi(manual("secret_manager_secret"), seconds),
      "topics.name": byApi(
        manual("secret_manager_secret"),
        matching(
          /projects\/[^/]+\/topics\/[^/]+/,
          "be the id of a topic, such as projects/example-project/topics/rotation",
          "rotation",
        ),
      ),
      version_destroy_ttl: byApi(manual("secret_manager_secret"), seconds),
      "replication.user_managed.replicas.location": byApi(
        google("secret-manager/docs/locations"),
        matching(/[a-z]+(?:-[a-z]+)+\d+/, "be a region, such as europe-west1", "EU"),
      ),
    },
    relations: [
      {
        arguments: ["replication.auto", "replication.user_managed"],
        must: "exactly one of `replication.auto` and `replication.user_managed` must be set",
        holds: (settings) =>
          !isSet(settings, "replication") ||
          isSet(settings, "replication.auto") !== isSet(settings, "replication.user_managed"),
        wrong: { "replication.auto": [{}] },
      },
      needs("rotation", "topics", {
        rotation: [{ rotation_period: "86400s", next_rotation_time: "2026-02-01T00:00:00Z" }],
      }),
      needs("rotation.next_rotation_time", "rotation.rotation_period", {
        rotation: [{ next_rotation_time: "2026-02-01T00:00:00Z" }],
        topics: [{ name: "projects/example-project/topics/rotation" }],
      }),
      byApi(
        manual("secret_manager_secret"),
        conflicts("ttl", "expire_time", { ttl: "86400s", expire_time: "2026-02-01T00:00:00Z" }),
      ),
    ],
    replacedBy: ["secret_id", "project", "replication.user_managed.replicas.location", "tags"],
    defaults: { deletion_protection: false },
    filledIn: ["expire_time", "project"],
    answers: (settings, cloud) => ({
      id: `projects/${projectOf(settings, cloud)}/secrets/${text(settings, "secret_id")}`,
      // the API answers with the number of the project
      name: `projects/${projectNumber(projectOf(settings, cloud))}/secrets/${text(settings, "secret_id")}`,
      project: projectOf(settings, cloud),
      create_time: createTime,
      effective_annotations: known(settings, "annotations") ?? {},
      expire_time: "",
    }),
    undeletable: (settings) =>
      settings["deletion_protection"] === true
        ? "cannot destroy secret manager secret without setting deletion_protection=false and running `terraform apply`"
        : undefined,
  },
  google_secret_manager_secret_version: {
    source: source("secretmanager/resource_secret_manager_secret_version.go"),
    rules: {
      secret: byApi(
        manual("secret_manager_secret_version"),
        matching(
          /projects\/[^/]+\/secrets\/[A-Za-z0-9_-]{1,255}/,
          "be the id of a secret, such as projects/example-project/secrets/password",
          "password",
        ),
      ),
      deletion_policy: byApi(manual("secret_manager_secret_version"), oneOf("DELETE", "DISABLE", "ABANDON")),
      secret_data_wo: quotas,
      secret_data_wo_version: byApi(manual("secret_manager_secret_version"), atLeast(0)),
    },
    relations: [conflicts("secret_data", "secret_data_wo", { secret_data: "made-up", secret_data_wo: "made-up" })],
    replacedBy: ["secret", "secret_data", "secret_data_wo_version", "is_secret_data_base64"],
    defaults: { deletion_policy: "DELETE", enabled: true, is_secret_data_base64: false, secret_data_wo_version: 0 },
    sensitive: ["secret_data"],
    answers: (settings) => {
      // the API answers with the number of the project
      const secret = text(settings, "secret").replace(
        /^projects\/([^/]+)/,
        (_, project: string) => `projects/${projectNumber(project)}`,
      );
      // a new one is made whenever the number of the write-only argument is raised
      const version = text(settings, "secret_data_wo_version").replace(/^0?$/, "1");
      return {
        id: `${secret}/versions/${version}`,
        name: `${secret}/versions/${version}`,
        version,
        create_time: createTime,
        destroy_time: "",
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
