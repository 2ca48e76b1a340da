import { kubernetesOnDigitalocean } from "../../../environments/schema/catalogue/versions";
import { at } from "../../support/at";
import { after, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, type Stack, text } from "../stack";

const types = ["digitalocean_kubernetes_cluster"];
const offered = /\bdata\.digitalocean_kubernetes_versions\.[\w-]+\.latest_version\b/;
const running = /\bdata\.digitalocean_kubernetes_cluster\.[\w-]+\b[^}]*\.version\b/;

/** An expression, with what stands behind the names in it. */
const spelledOut = (expression: string, stack: Stack): string =>
  expression.replace(/\blocal\.([\w-]+)/g, (whole, name: string) => {
    const behind = at(stack.json, "locals", name);
    return typeof behind === "string" ? behind.replace(/^\$\{|\}$/g, "") : whole;
  });

const version = (cluster: Resource, stack: Stack): string => spelledOut(text(cluster, "version"), stack);

const conditions = (cluster: Resource, stack: Stack): string[] =>
  (list(cluster, "lifecycle.precondition") as { condition: string }[]).map(({ condition }) =>
    spelledOut(condition, stack),
  );

/** Which Kubernetes a cluster runs, and what changes it. */
export const versions: readonly Policy[] = [
  {
    id: "DIG-0008",
    must: "have patches installed by itself",
    types,
    holds: (cluster) => setting(cluster, "auto_upgrade") === true,
    broken: [without("auto_upgrade"), when("auto_upgrade", false)],
  },
  {
    id: "DIG-0005",
    must: "have a node more while nodes are renewed",
    types,
    holds: (cluster) => setting(cluster, "surge_upgrade") === true,
    broken: [without("surge_upgrade"), when("surge_upgrade", false)],
  },
  {
    id: "OWN_DIGITALOCEAN_VERSION_SUPPORTED",
    must: "ask for patches of one minor version that DigitalOcean still mends",
    types: ["data.digitalocean_kubernetes_versions"],
    holds: (versions) =>
      Object.keys(kubernetesOnDigitalocean.supported).some((minor) => text(versions, "version_prefix") === `${minor}.`),
    broken: [
      without("version_prefix"),
      when("version_prefix", "1."),
      // 1.30 to 1.39, of which it would be the newest
      when("version_prefix", "1.3"),
      when("version_prefix", "1.35"),
      when("version_prefix", "1.32."),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_VERSION",
    must: "start with the newest patch, and not be changed because there is a newer one",
    types,
    holds: (cluster, stack) =>
      offered.test(version(cluster, stack)) && running.test(version(cluster, stack)) && !isIgnored(cluster),
    broken: [
      without("version"),
      when("version", "1.35.1-do.0"),
      when("version", "latest"),
      after("each patch is an upgrade by Terraform", (cluster, stack) => {
        const [newest] = stack.all("data.digitalocean_kubernetes_versions");
        put(cluster, "version", `\${${newest!.address}.latest_version}`);
      }),
      after("it is never upgraded at all", (cluster) => {
        put(cluster, "lifecycle.ignore_changes", ["version"]);
      }),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_CLUSTER_UPGRADE",
    must: "compare what runs with what is wanted: a lower version replaces the cluster, a skipped one fails half-way",
    types,
    holds: (cluster, stack) => conditions(cluster, stack).some((condition) => running.test(condition)),
    broken: [
      without("lifecycle.precondition"),
      when("lifecycle.precondition", [{ condition: "${true}", error_message: "never" }]),
    ],
  },
];

const isIgnored = (cluster: Resource): boolean =>
  list(cluster, "lifecycle.ignore_changes").some((path) => ["version", "all"].includes(String(path)));
