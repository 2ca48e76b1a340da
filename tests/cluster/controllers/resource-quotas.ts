import type { Refusal } from "./admission";
import type { ClusterContext } from "./context";
import type { Kinds, Pod } from "./kinds";
import type { NewObject } from "./objects";
import { formatQuantity, quantity } from "./quantities";

type Quota = Kinds["ResourceQuota"];
type Amounts = Record<string, number>;

/** Counts what namespaces use, and refuses pods that would use more than a ResourceQuota has. */
export class ResourceQuotas {
  constructor(private readonly context: ClusterContext) {
    const { objects, reactions, admission } = context;
    objects.store.subscribe(({ object }) => {
      if (object.kind !== "Pod" && object.kind !== "ResourceQuota") return;
      const { namespace } = object.metadata;
      for (const quota of objects.list("ResourceQuota", namespace))
        reactions.enqueue(`ResourceQuota/${quota.metadata.uid}`, () => {
          this.sync(quota);
        });
    });
    admission.add((operation, object) =>
      operation === "create" && object.kind === "Pod" ? this.refusal(object) : undefined,
    );
  }

  private refusal(object: NewObject): Refusal | undefined {
    const pod = object as unknown as Pod;
    for (const quota of this.context.objects.list("ResourceQuota", pod.metadata.namespace)) {
      const hard = quota.spec.hard ?? {};
      const missing = Object.keys(hard).filter((name) => /^(requests|limits)\./.test(name) && !isSet(pod, name));
      const subject = `pods "${pod.metadata.name}" is forbidden`;
      if (missing.length > 0)
        return forbidden(
          `${subject}: failed quota: ${quota.metadata.name}: must specify ${this.forContainers(pod, missing)}`,
        );
      const used = this.used(quota);
      const asked = Object.fromEntries(Object.keys(hard).map((name) => [name, amount(pod, name)]));
      const over = Object.keys(hard)
        .filter((name) => (asked[name] ?? 0) > 0 && (used[name] ?? 0) + (asked[name] ?? 0) > quantity(hard[name]))
        .sort();
      if (over.length === 0) continue;
      const list = (amounts: Amounts): string =>
        over.map((name) => `${name}=${formatQuantity(name, amounts[name] ?? 0)}`).join(",");
      const limits = over.map((name) => `${name}=${hard[name] ?? ""}`).join(",");
      return forbidden(
        `${subject}: exceeded quota: ${quota.metadata.name}, requested: ${list(asked)}, used: ${list(used)}, limited: ${limits}`,
      );
    }
    return undefined;
  }

  private forContainers({ spec }: Pod, names: readonly string[]): string {
    const containers = spec.containers.map(({ name }) => name).join(",");
    return names.map((name) => `${name} for: ${containers}`).join("; ");
  }

  private used(quota: Quota): Amounts {
    const pods = this.context.objects
      .list("Pod", quota.metadata.namespace)
      .filter(({ status }) => !["Succeeded", "Failed"].includes(status?.phase ?? ""));
    return Object.fromEntries(
      Object.keys(quota.spec.hard ?? {}).map((name) => [name, pods.reduce((sum, pod) => sum + amount(pod, name), 0)]),
    );
  }

  private sync(quota: Quota): void {
    const used = this.used(quota);
    this.context.objects.update(quota, (draft) => {
      draft.status = {
        hard: draft.spec.hard,
        used: Object.fromEntries(Object.entries(used).map(([name, value]) => [name, formatQuantity(name, value)])),
      };
    });
  }
}

const forbidden = (message: string): Refusal => ({ status: 403, reason: "Forbidden", message });

/** How much of a quota's resource a pod takes: `requests.cpu`, `limits.memory`, `cpu`, `pods`. */
function amount(pod: Pod, resource: string): number {
  if (resource === "pods" || resource === "count/pods") return 1;
  const [part, name] = split(resource);
  return pod.spec.containers.reduce((sum, { resources }) => sum + quantity(resources?.[part]?.[name]), 0);
}

const isSet = (pod: Pod, resource: string): boolean => {
  const [part, name] = split(resource);
  return pod.spec.containers.every(({ resources }) => resources?.[part]?.[name] !== undefined);
};

function split(resource: string): ["requests" | "limits", string] {
  const [first = "", name] = resource.split(".");
  if (name === undefined) return ["requests", first];
  return [first === "limits" ? "limits" : "requests", name];
}
