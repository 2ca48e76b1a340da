import { type KubernetesVersion, kubernetesVersions } from "./api-server";
import { run } from "./run";

type Schema = Readonly<Record<string, unknown>>;
type Definitions = Readonly<Record<string, Schema>>;

/** The kinds that we have objects of, and those that charts may come to have. */
const kinds = [
  ..."ConfigMap Namespace PersistentVolumeClaim Pod Secret Service ServiceAccount"
    .split(" ")
    .map((kind) => `core.v1.${kind}`),
  "apps.v1.Deployment",
  "apps.v1.StatefulSet",
  "autoscaling.v2.HorizontalPodAutoscaler",
  "batch.v1.CronJob",
  "batch.v1.Job",
  "networking.v1.NetworkPolicy",
  "policy.v1.PodDisruptionBudget",
  "rbac.v1.Role",
  "rbac.v1.RoleBinding",
];

/**
 * JSON schemas of one version of Kubernetes by `group.version.Kind`: what our kinds need of the schemas that the API
 * server publishes, with the values that a field may have, and without texts. Fields that are not in them are refused.
 *
 * @param command the API server's own code
 */
export function schemasOf(command: string): Definitions {
  const { stdout } = run(command, ["schemas"]);
  const all = Object.fromEntries(
    Object.entries(JSON.parse(stdout) as Definitions).map(([name, schema]) => [shortName(name), schema]),
  );
  const needed: Record<string, Schema> = {};
  const visit = (name: string): void => {
    if (name in needed) return;
    needed[name] = reduced(all[name] ?? {}, name);
    for (const [, reference = ""] of JSON.stringify(needed[name]).matchAll(/"#\/([^"]+)"/g)) visit(reference);
  };
  kinds.forEach(visit);
  return Object.fromEntries(Object.entries(needed).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `k8s.io/api/apps/v1.Deployment` and `io.k8s.api.apps.v1.Deployment` are `apps.v1.Deployment`. */
const shortName = (name: string): string => name.replaceAll("/", ".").split(".").slice(-3).join(".");

/** Types that are written in more than one way. */
const written: Readonly<Record<string, Schema>> = {
  "util.intstr.IntOrString": { type: ["integer", "string"] },
  "api.resource.Quantity": { type: ["number", "string"], format: "quantity" },
};

function reduced(schema: Schema, name = ""): Schema {
  const { $ref, allOf, type, format, enum: values, required, properties, items, additionalProperties } = schema;
  if (name in written) return written[name]!;
  if (typeof $ref === "string") return { $ref: `#/${shortName($ref.replace("#/definitions/", ""))}` };
  if (Array.isArray(allOf) && allOf.length === 1) return reduced(allOf[0] as Schema);
  const fields = Object.entries((properties ?? {}) as Definitions)
    // what the cluster writes
    .filter(([field]) => !(field === "status" && kinds.includes(name)))
    .map(([field, inner]) => [field, reduced(inner)] as const);
  return {
    type,
    format,
    enum: values,
    required: Array.isArray(required) && required.length > 0 ? required : undefined,
    ...(fields.length > 0 && { properties: Object.fromEntries(fields), additionalProperties: false }),
    ...(isSchema(items) && { items: reduced(items) }),
    ...(isSchema(additionalProperties) && { additionalProperties: reduced(additionalProperties) }),
  };
}

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null;

/** The schemas of all versions as they are stored: of each, what the one before it has not; a definition on each line. */
export function storedText(schemas: Readonly<Record<KubernetesVersion, Definitions>>): string {
  let before: Definitions = {};
  const versions = (Object.keys(kubernetesVersions) as KubernetesVersion[]).map((version) => {
    const own = schemas[version];
    const changed = Object.entries(own).filter(
      ([name, schema]) => JSON.stringify(schema) !== JSON.stringify(before[name]),
    );
    const gone = Object.keys(before).filter((name) => !(name in own));
    before = own;
    const lines = [...changed, ...gone.map((name) => [name, null] as const)].map(
      ([name, schema]) => `${JSON.stringify(name)}:${JSON.stringify(schema)}`,
    );
    return `"${version}":{\n${lines.join(",\n")}\n}`;
  });
  return `{\n${versions.join(",\n")}\n}\n`;
}
