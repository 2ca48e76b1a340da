import { after, forbidden, is, type Policy, when, without } from "../policy";
import { list, put, setting, text } from "../stack";
import { reference } from "../references";

const members = ["digitalocean_kubernetes_cluster", "digitalocean_database_cluster"];
const tagged = /^[a-zA-Z0-9:_-]{1,255}$/;

/** Tags that tell whose a resource is, and who may change it. */
const origin = [/^project:.+$/, /^environment:.+$/, /^managed-by:terraform$/];

const tellsOrigin = (tags: readonly unknown[]): boolean =>
  tags.every((tag) => tagged.test(String(tag))) && origin.every((form) => tags.some((tag) => form.test(String(tag))));

/** The account, and what shows in it where things belong. */
export const account: readonly Policy[] = [
  {
    id: "OWN_DIGITALOCEAN_TOKEN",
    must: "take its token from whoever runs Terraform, and talk to DigitalOcean",
    types: ["provider.digitalocean"],
    holds: (provider) =>
      ["token", "spaces_access_id", "spaces_secret_key", "api_endpoint"].every(
        (path) => setting(provider, path) === undefined,
      ),
    broken: [
      when("token", "dop_v1_0123456789abcdef"),
      when("token", "${var.token}"),
      when("spaces_secret_key", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab"),
      when("api_endpoint", "http://127.0.0.1:8080"),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_TAGS",
    must: "carry the tags of its environment",
    types: members,
    holds: (resource) => tellsOrigin(list(resource, "tags")),
    broken: [
      without("tags"),
      when("tags", []),
      when("tags", ["project:addressbook", "managed-by:terraform"]),
      when("tags", ["project:addressbook", "environment:", "managed-by:terraform"]),
      when("tags", ["project:addressbook", "environment:production", "managed-by:terraform", "team:a b"]),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_NODE_TAGS",
    must: "have its tags on its machines too",
    types: ["digitalocean_kubernetes_cluster"],
    holds: (cluster) => tellsOrigin(list(cluster, "node_pool.tags")),
    broken: [without("node_pool.tags"), when("node_pool.tags", ["project:addressbook"])],
  },
  {
    id: "OWN_DIGITALOCEAN_PROJECT_MEMBER",
    must: "be in the project of the stack",
    types: members,
    holds: (member, stack) =>
      stack
        .all("digitalocean_project_resources")
        .some(
          (resources) =>
            list(resources, "resources").includes(reference(member, "urn")) &&
            stack.targets(text(resources, "project")).some(({ type }) => type === "digitalocean_project"),
        ),
    broken: [
      after("the project's resources are taken out", (_, stack) => {
        for (const resources of stack.all("digitalocean_project_resources")) stack.remove(resources);
      }),
      after("it is not named there", (member, stack) => {
        for (const resources of stack.all("digitalocean_project_resources"))
          put(
            resources,
            "resources",
            list(resources, "resources").filter((urn) => urn !== reference(member, "urn")),
          );
      }),
      after("it is in the default project", (_, stack) => {
        for (const resources of stack.all("digitalocean_project_resources")) put(resources, "project", "default");
      }),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_PROJECT_OPEN",
    must: "leave room for what Kubernetes puts into it, which its own list would show as drift",
    types: ["digitalocean_project"],
    holds: (project) => setting(project, "resources") === undefined,
    broken: [when("resources", ["${digitalocean_kubernetes_cluster.cluster.urn}"]), when("resources", [])],
  },
  {
    id: "OWN_DIGITALOCEAN_PROJECT_PURPOSE",
    must: "say what it is for",
    types: ["digitalocean_project"],
    ...is("environment", ["Production", "Development"], ""),
  },
  {
    id: "CKV_DIO_3",
    must: "not be: images are in the registry, and the state is elsewhere",
    ...forbidden("digitalocean_spaces_bucket", { name: "everybody", region: "fra1", acl: "public-read" }),
  },
];
