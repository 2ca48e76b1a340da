import { isObject, type JsonObject } from "../json";
import { items } from "../defaults/set";
import { canonicalQuantity } from "../defaults/pod-defaults";
import type { Cause } from "../status-error";
import { invalidValue, keyProblems, labelProblems, nameProblems, requiredValue } from "./names";

/** What is wrong with an object, in the order in which the API lists it. */
export function problemsOf(object: JsonObject): Cause[] {
  const kind = object["kind"] as string;
  const metadata = object["metadata"] as JsonObject;
  return [
    ...nameProblems(kind, String(metadata["name"])),
    ...labelProblems(metadata["labels"], "metadata.labels"),
    ...(kinds[kind]?.(isObject(object["spec"]) ? object["spec"] : {}, object) ?? []),
  ];
}

const isEmptySelector = (selector: unknown): boolean =>
  !isObject(selector) || Object.values(selector).every((part) => Object.keys(part as object).length === 0);

const negative = (spec: JsonObject, ...names: readonly string[]): Cause[] =>
  names
    .filter((name) => typeof spec[name] === "number" && spec[name] < 0)
    .map((name) => invalidValue(`spec.${name}`, spec[name], "must be greater than or equal to 0"));

/** A Deployment or a ReplicaSet. */
function workloadProblems(spec: JsonObject): Cause[] {
  const template = isObject(spec["template"]) ? spec["template"] : {};
  const labels = isObject(template["metadata"]) ? template["metadata"]["labels"] : undefined;
  const { matchLabels = {} } = (spec["selector"] ?? {}) as { matchLabels?: Record<string, string> };
  const matches = Object.entries(matchLabels).every(([key, value]) => isObject(labels) && labels[key] === value);
  const podSpec = isObject(template["spec"]) ? template["spec"] : {};
  const { restartPolicy } = podSpec;
  return [
    ...negative(spec, "replicas", "minReadySeconds"),
    ...(spec["selector"] === undefined
      ? [requiredValue("spec.selector")]
      : isEmptySelector(spec["selector"])
        ? [invalidValue("spec.selector", spec["selector"], "empty selector is invalid for deployment")]
        : []),
    ...(spec["selector"] === undefined || !matches
      ? [invalidValue("spec.template.metadata.labels", labels ?? null, "`selector` does not match template `labels`")]
      : []),
    ...labelProblems(labels, "spec.template.metadata.labels"),
    ...podProblems(podSpec, "spec.template.spec"),
    ...(restartPolicy !== "Always"
      ? [
          {
            reason: "FieldValueNotSupported",
            message: `Unsupported value: ${JSON.stringify(restartPolicy)}: supported values: "Always"`,
            field: "spec.template.spec.restartPolicy",
          },
        ]
      : []),
  ];
}

function podProblems(spec: JsonObject, field: string): Cause[] {
  const volumes = new Set(items(spec, "volumes").map((volume) => volume["name"]));
  const containers = items(spec, "containers");
  const problems = (name: "containers" | "initContainers") =>
    items(spec, name).flatMap((container, index) =>
      containerProblems(container, `${field}.${name}[${index}]`, volumes),
    );
  return [
    ...(containers.length === 0 ? [requiredValue(`${field}.containers`)] : []),
    ...problems("containers"),
    ...problems("initContainers"),
  ];
}

function containerProblems(container: JsonObject, field: string, volumes: ReadonlySet<unknown>): Cause[] {
  const { image, name, resources } = container;
  return [
    ...(typeof name === "string" && name !== "" ? [] : [requiredValue(`${field}.name`)]),
    ...(typeof image === "string" && image !== "" ? [] : [requiredValue(`${field}.image`)]),
    ...(typeof image === "string" && image !== image.trim()
      ? [invalidValue(`${field}.image`, image, "must not have leading or trailing whitespace")]
      : []),
    ...items(container, "volumeMounts").flatMap((mount, index) =>
      volumes.has(mount["name"])
        ? []
        : [
            {
              reason: "FieldValueNotFound",
              message: `Not found: ${JSON.stringify(mount["name"])}`,
              field: `${field}.volumeMounts[${index}].name`,
            },
          ],
    ),
    ...resourceProblems(isObject(resources) ? resources : {}, `${field}.resources`),
  ];
}

function resourceProblems({ requests, limits }: JsonObject, field: string): Cause[] {
  if (!isObject(requests) || !isObject(limits)) return [];
  return Object.entries(requests)
    .filter(([name, amount]) => limits[name] !== undefined && quantity(amount) > quantity(limits[name]))
    .map(([name, amount]) =>
      invalidValue(
        `${field}.requests`,
        canonicalQuantity(amount),
        `must be less than or equal to ${name} limit of ${canonicalQuantity(limits[name])}`,
      ),
    );
}

const factors: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function quantity(amount: unknown): number {
  const [, number = "", suffix = ""] = /^([\d.]+)([a-zA-Z]*)$/.exec(String(amount)) ?? [];
  return Number(number) * (factors[suffix] ?? Number.NaN);
}

const kinds: Readonly<Record<string, (spec: JsonObject, object: JsonObject) => Cause[]>> = {
  Deployment: workloadProblems,
  ReplicaSet: workloadProblems,
  Pod: (spec) => podProblems(spec, "spec"),
  Job: (spec) => {
    const template = isObject(spec["template"]) ? spec["template"] : {};
    const pod = isObject(template["spec"]) ? template["spec"] : {};
    return [
      ...negative(spec, "parallelism", "completions", "backoffLimit", "ttlSecondsAfterFinished"),
      ...podProblems(pod, "spec.template.spec"),
      ...(pod["restartPolicy"] === "Never" || pod["restartPolicy"] === "OnFailure"
        ? []
        : [requiredValue("spec.template.spec.restartPolicy", 'valid values: "OnFailure", "Never"')]),
    ];
  },
  Service: (spec) => {
    const ports = items(spec, "ports");
    return [
      ...(ports.length === 0 && spec["type"] !== "ExternalName" && spec["clusterIP"] !== "None"
        ? [requiredValue("spec.ports")]
        : []),
      ...ports.flatMap((port, index) =>
        ports.length > 1 && port["name"] === undefined ? [requiredValue(`spec.ports[${index}].name`)] : [],
      ),
    ];
  },
  ConfigMap: (_, map) => keyProblems(map["data"], "data"),
  Secret: (_, secret) => keyProblems(secret["data"], "data"),
};
