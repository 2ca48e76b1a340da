import type { Behaviour } from "../behaviour";
import { text } from "../values";
import { byApi, length, type Rule } from "../rules";
import { iamMember, iamRole } from "./formats";
import { projectOf } from "./links";
import { google, shared, source } from "./source";

const accountId: Rule = {
  must: "have 6 to 30 lower-case letters, digits or hyphens, start with a letter and not end with a hyphen",
  holds: (value) => /^[a-z][-a-z0-9]{4,28}[a-z0-9]$/.test(String(value)),
  wrong: "nodes",
};

/** Service accounts and what they may do in the project. */
export const identity = {
  google_service_account: {
    source: source("resourcemanager/resource_google_service_account.go"),
    rules: {
      account_id: accountId,
      description: length(0, 256),
      display_name: byApi(google("iam/docs/reference/rest/v1/projects.serviceAccounts#ServiceAccount"), length(0, 100)),
    },
    replacedBy: ["account_id", "project"],
    defaults: { disabled: false },
    filledIn: ["project"],
    answers: (settings, cloud) => {
      const project = projectOf(settings, cloud);
      const email = `${text(settings, "account_id")}@${project}.iam.gserviceaccount.com`;
      const name = `projects/${project}/serviceAccounts/${email}`;
      return { id: name, name, email, project, member: `serviceAccount:${email}`, unique_id: cloud.decimal(21) };
    },
  },
  google_project_iam_member: {
    source: shared("tpgiamresource/resource_iam_member.go"),
    rules: { member: iamMember, role: iamRole },
    replacedBy: ["member", "role", "project", "condition.title", "condition.expression", "condition.description"],
    answers: (settings, cloud) => ({
      id: ["project", "role", "member"].map((name) => text(settings, name)).join("/"),
      etag: cloud.hex(11),
    }),
  },
} satisfies Readonly<Record<string, Behaviour>>;
