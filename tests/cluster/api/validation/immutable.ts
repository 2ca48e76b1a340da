import { copy, equal, isObject, type JsonObject } from "../json";
import type { Cause } from "../status-error";
import { forbiddenValue, invalidValue } from "./names";

/** Changes that the API refuses because a field stays what it was when the object was made. */
export function immutabilityProblems(before: JsonObject, after: JsonObject): Cause[] {
  const old = isObject(before["spec"]) ? before["spec"] : {};
  const now = isObject(after["spec"]) ? after["spec"] : {};
  return kinds[after["kind"] as string]?.({ before, after, old, now }) ?? [];
}

interface Change {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly old: JsonObject;
  readonly now: JsonObject;
}

const isImmutable = "field is immutable";

const keeps =
  (...fields: readonly string[]) =>
  ({ old, now }: Change): Cause[] =>
    fields
      .filter((field) => !equal(old[field], now[field]))
      .map((field) => invalidValue(`spec.${field}`, now[field] ?? null, isImmutable));

const whenImmutable = "field is immutable when `immutable` is set";

function dataProblems({ before, after }: Change): Cause[] {
  if (before["immutable"] !== true) return [];
  return [
    ...(after["immutable"] === true ? [] : [forbiddenValue("immutable", whenImmutable)]),
    ...["data", "binaryData"]
      .filter((field) => !equal(before[field], after[field]))
      .map((field) => forbiddenValue(field, whenImmutable)),
  ];
}

const podFields =
  "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/** A pod without what may be changed. */
function fixedPart(spec: JsonObject): JsonObject {
  const fixed = copy(spec);
  delete fixed["activeDeadlineSeconds"];
  delete fixed["tolerations"];
  for (const name of ["containers", "initContainers"]) {
    for (const container of (fixed[name] ?? []) as JsonObject[]) {
      delete container["image"];
      delete container["imagePullPolicy"];
    }
  }
  return fixed;
}

const kinds: Readonly<Record<string, (change: Change) => Cause[]>> = {
  Deployment: keeps("selector"),
  ReplicaSet: keeps("selector"),
  Job: keeps("completions", "selector", "template", "completionMode"),
  ConfigMap: dataProblems,
  Secret: (change) => [
    ...dataProblems(change),
    ...(change.before["type"] === change.after["type"]
      ? []
      : [invalidValue("type", change.after["type"], isImmutable)]),
  ],
  Service: ({ old, now }) =>
    now["type"] === "ExternalName" || old["clusterIP"] === undefined || old["clusterIP"] === now["clusterIP"]
      ? []
      : [invalidValue("spec.clusterIPs[0]", [now["clusterIP"]], "may not change once set")],
  Pod: ({ old, now }) => (equal(fixedPart(old), fixedPart(now)) ? [] : [forbiddenValue("spec", podFields)]),
  RoleBinding: ({ before, after }) =>
    equal(before["roleRef"], after["roleRef"])
      ? []
      : [invalidValue("roleRef", after["roleRef"], "cannot change roleRef")],
  StatefulSet: ({ old, now }) =>
    ["selector", "serviceName", "volumeClaimTemplates", "podManagementPolicy"].every((field) =>
      equal(old[field], now[field]),
    )
      ? []
      : [
          forbiddenValue(
            "spec",
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
          ),
        ],
};
