import { sameInAnyCase } from "../alike";
import { isObject, placesOf, text, type Values } from "../values";
import type { Behaviour, DataSourceBehaviour } from "../behaviour";
import { byApi, length, matching, notEmpty, oneOf } from "../rules";
import { createdAtIso, orElse } from "./answers";
import { oneOfInAnyCase, uuid } from "./shared-rules";
import { inApi, inProvider } from "./source";

const member = byApi(
  "https://github.com/digitalocean/terraform-provider-digitalocean/pull/1150",
  matching(
    /do:(?!vpc:)[a-z0-9]+:.+/,
    "be the URN of what can be in a project, which a VPC cannot",
    "do:vpc:5a4981aa-9653-4bd1-bef5-d6bff52042e4",
  ),
);

/** The project, and what is put into it. */
export const project: Readonly<Record<string, Behaviour>> = {
  digitalocean_project: {
    source: inProvider("project/resource_project.go"),
    rules: {
      name: [notEmpty, length(0, 175)],
      description: length(0, 255),
      purpose: length(0, 255),
      environment: oneOfInAnyCase("development", "staging", "production"),
      resources: member,
    },
    alike: { environment: sameInAnyCase },
    defaults: { description: "", purpose: "Web Application", is_default: false },
    filledIn: ["resources"],
    answers: (settings, cloud) => ({
      id: cloud.uuid(),
      owner_uuid: cloud.hex(40),
      owner_id: Number(cloud.decimal(6)),
      created_at: createdAtIso,
      updated_at: createdAtIso,
      resources: orElse(settings, "resources", []),
    }),
  },
  digitalocean_project_resources: {
    source: inProvider("project/resource_project_resources.go"),
    rules: {
      project: [notEmpty, uuid(inApi("projects/parameters.yml"))],
      resources: member,
    },
    replacedBy: ["project"],
    answers: (settings) => ({ id: text(settings, "project") }),
  },
};

/** The projects of the account, with what was put into them. */
export const projects: Readonly<Record<string, DataSourceBehaviour>> = {
  digitalocean_projects: {
    source: inProvider("project/datasource_projects.go"),
    rules: {
      "filter.key": oneOf(
        "id",
        "name",
        "purpose",
        "description",
        "environment",
        "is_default",
        "owner_uuid",
        "owner_id",
      ),
    },
    answers: (settings, cloud, existing) => ({
      id: cloud.uuid(),
      projects: existing("digitalocean_project")
        .filter((candidate) => filters(settings).every(({ key, values }) => values.includes(text(candidate, key))))
        .map((found) => ({
          ...found,
          resources: existing("digitalocean_project_resources")
            .filter(({ project }) => project === found["id"])
            .flatMap(({ resources }) => resources as string[]),
        })),
    }),
  },
};

const filters = (settings: Values) =>
  placesOf(settings, "filter")
    .flatMap(({ value }) => value)
    .filter(isObject)
    .map((filter) => ({ key: text(filter, "key"), values: placesOf(filter, "values").flatMap(({ value }) => value) }));
