import type { Behaviour } from "../behaviour";
import { byApi, conflicts, length, needs, oneOf } from "../rules";
import { isSet, text, Unknown } from "../values";
import { oneOfOrNone } from "./formats";
import { projectOf } from "./links";
import { google, manual, source } from "./source";

/** A name of PostgreSQL. */
const postgresName = byApi("https://www.postgresql.org/docs/current/limits.html", length(1, 63));

/** The databases of an instance and who may log in. */
export const postgresAccess = {
  google_sql_database: {
    source: source("sql/resource_sql_database.go"),
    rules: {
      name: postgresName,
      deletion_policy: byApi(manual("sql_database"), oneOf("ABANDON", "DELETE")),
    },
    replacedBy: ["name", "instance", "project"],
    defaults: { deletion_policy: "DELETE" },
    filledIn: ["charset", "collation", "project"],
    answers: (settings, cloud) => {
      const id = `projects/${projectOf(settings, cloud)}/instances/${text(settings, "instance")}/databases/${text(settings, "name")}`;
      return {
        id,
        self_link: `https://sqladmin.googleapis.com/sql/v1beta4/${id}`,
        project: projectOf(settings, cloud),
        charset: "UTF8",
        collation: "en_US.UTF8",
      };
    },
  },
  google_sql_user: {
    source: source("sql/resource_sql_user.go"),
    rules: {
      name: postgresName,
      deletion_policy: oneOfOrNone("ABANDON"),
      type: byApi(
        manual("sql_user"),
        oneOf(
          "BUILT_IN",
          "CLOUD_IAM_USER",
          "CLOUD_IAM_SERVICE_ACCOUNT",
          "CLOUD_IAM_GROUP",
          "CLOUD_IAM_GROUP_USER",
          "CLOUD_IAM_GROUP_SERVICE_ACCOUNT",
        ),
      ),
    },
    relations: [
      conflicts("password", "password_wo", { password: "made-up", password_wo: "made-up" }),
      needs("password_wo_version", "password_wo", { password_wo_version: 1, password_wo: null, password: "made-up" }),
      byApi(manual("sql_user"), {
        arguments: ["password", "password_wo", "type"],
        must: "one of `password` and `password_wo` must be set, unless `type` is an account of IAM",
        holds: (settings) =>
          isSet(settings, "password") ||
          isSet(settings, "password_wo") ||
          settings["type"] instanceof Unknown ||
          text(settings, "type").startsWith("CLOUD_IAM_"),
        wrong: { password_wo: null, password_wo_version: null },
      }),
      byApi(source("sql/resource_sql_user.go"), {
        arguments: ["host", "type"],
        must: "`host` must not be set: only MySQL has it",
        holds: (settings) => text(settings, "host") === "",
        wrong: { host: "10.0.0.1" },
      }),
      byApi(google("sql/docs/postgres/iam-authentication"), {
        arguments: ["type", "password", "password_wo"],
        must: "`password` and `password_wo` must not be set when `type` is an account of IAM",
        holds: (settings) =>
          !text(settings, "type").startsWith("CLOUD_IAM_") ||
          !(isSet(settings, "password") || isSet(settings, "password_wo")),
        wrong: { type: "CLOUD_IAM_USER" },
      }),
    ],
    replacedBy: ["name", "instance", "host", "type", "project"],
    filledIn: ["host", "project"],
    sensitive: ["password"],
    answers: (settings, cloud) => ({
      // nobody has a host in PostgreSQL, so nothing is between the two strokes
      id: `${text(settings, "name")}/${text(settings, "host")}/${text(settings, "instance")}`,
      host: "",
      project: projectOf(settings, cloud),
      sql_server_user_details: [],
    }),
  },
} satisfies Readonly<Record<string, Behaviour>>;
