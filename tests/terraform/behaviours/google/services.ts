import type { Behaviour } from "../behaviour";
import { text } from "../values";
import type { Rule } from "../rules";
import { projectOf } from "./links";
import { source } from "./source";

const domain: Rule = {
  must: "be the domain of an API, such as compute.googleapis.com",
  holds: (value) => String(value).includes(".") && value !== "bigquery-json.googleapis.com",
  wrong: "compute",
};

/** The APIs of a project. */
export const services = {
  google_project_service: {
    source: source("resourcemanager/resource_google_project_service.go"),
    rules: { service: domain },
    replacedBy: ["service", "project"],
    defaults: { disable_on_destroy: true },
    filledIn: ["project"],
    answers: (settings, cloud) => ({
      id: `${projectOf(settings, cloud)}/${text(settings, "service")}`,
      project: projectOf(settings, cloud),
    }),
  },
} satisfies Readonly<Record<string, Behaviour>>;
