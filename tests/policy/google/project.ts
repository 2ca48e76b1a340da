import { after, is, type Policy, when, without } from "../policy";
import { list, type Resource, setting, type Stack, text } from "../stack";

/** Which APIs the resources of a type need: what makes them, and what tokens are exchanged by. */
const apis: readonly (readonly [type: RegExp, api: string])[] = [
  [/^google_artifact_registry_/, "artifactregistry.googleapis.com"],
  [/^google_compute_/, "compute.googleapis.com"],
  [/^google_container_/, "container.googleapis.com"],
  [/^google_(iam_|service_account|project_iam_custom_role)/, "iam.googleapis.com"],
  [/^google_iam_workload_identity_/, "iamcredentials.googleapis.com"],
  [/^google_iam_workload_identity_/, "sts.googleapis.com"],
  [/^google_project_iam_member$/, "cloudresourcemanager.googleapis.com"],
  [/^google_secret_manager_/, "secretmanager.googleapis.com"],
  [/^google_sql_/, "sqladmin.googleapis.com"],
];

const apisOf = ({ type }: Resource): string[] => apis.filter(([pattern]) => pattern.test(type)).map(([, api]) => api);

/** Everything that is there before a resource is made. */
function predecessors(resource: Resource, stack: Stack): readonly Resource[] {
  const found = new Map<string, Resource>();
  const look = (at: Resource): void => {
    const awaited = list(at, "depends_on").flatMap((address) => stack.find(String(address)) ?? []);
    for (const earlier of [...stack.targets(at.settings), ...awaited]) {
      if (found.has(earlier.address)) continue;
      found.set(earlier.address, earlier);
      look(earlier);
    }
  };
  look(resource);
  return [...found.values()];
}

/** The project that everything is in, and the APIs that are switched on in it. */
export const project: readonly Policy[] = [
  {
    id: "OWN_GOOGLE_CREDENTIALS",
    must: "take credentials from whoever runs Terraform, and talk to Google",
    types: ["provider.google"],
    holds: ({ settings }) =>
      Object.keys(settings).every((name) => !/^(credentials|access_token)$|_custom_endpoint$/.test(name)),
    broken: [
      when("credentials", '${file("owner.json")}'),
      when("access_token", "${var.token}"),
      when("container_custom_endpoint", "http://127.0.0.1:8080/v1/"),
    ],
  },
  {
    id: "OWN_GOOGLE_PROJECT",
    must: "say in which project and region it works, not take those of whoever runs Terraform",
    types: ["provider.google"],
    holds: (provider) =>
      /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(text(provider, "project")) && text(provider, "region") !== "",
    broken: [without("project"), when("project", "123456789012"), without("region")],
  },
  {
    id: "OWN_GOOGLE_ATTRIBUTION",
    must: "have no label put on resources that nobody asked for",
    types: ["provider.google"],
    ...is("add_terraform_attribution_label", false, true),
  },
  {
    id: "OWN_GOOGLE_API_KEPT",
    must: "stay on when the stack is destroyed, because others in the project use it",
    types: ["google_project_service"],
    holds: (service) =>
      setting(service, "disable_on_destroy") === false && setting(service, "disable_dependent_services") !== true,
    broken: [without("disable_on_destroy"), when("disable_on_destroy", true), when("disable_dependent_services", true)],
  },
  {
    id: "OWN_GOOGLE_API_FIRST",
    must: "be made after its APIs were switched on",
    types: [],
    concerns: (resource) => apisOf(resource).length > 0,
    holds: (resource, stack) => {
      const earlier = predecessors(resource, stack).filter(({ type }) => type === "google_project_service");
      return apisOf(resource).every((api) => earlier.some((service) => text(service, "service") === api));
    },
    broken: [
      after("no API is switched on", (_, stack) => {
        for (const service of stack.all("google_project_service")) stack.remove(service);
      }),
      after("nothing waits for anything", (_, stack) => {
        for (const { settings } of stack.all()) delete settings["depends_on"];
      }),
    ],
  },
];
