import type { Outcome } from "../../../programs/local-programs";
import { alive, type CloudState, currentContext, failed, type KubernetesObject, printed } from "./cloud-state";

/** Answers as kubectl 1.32 does. */
export function kubectl(state: CloudState, args: readonly string[], kubeconfig = ""): Outcome {
  if (args.includes("current-context")) {
    const context = currentContext(kubeconfig);
    return context === "" ? failed("error: current-context is not set") : printed(context);
  }
  if (state.cluster.refusal !== undefined) return failed(state.cluster.refusal);
  const [path = ""] = (args.find((argument) => argument.startsWith("--raw=")) ?? "").slice("--raw=".length).split("?");
  return args.includes("delete") ? remove(state, path) : get(state, path);
}

function get({ objects, events, volumes }: CloudState, path: string): Outcome {
  if (path.endsWith("/events")) return printed({ items: events });
  if (path.endsWith("/persistentvolumes")) return printed({ items: volumes });
  const items = alive(objects.filter(({ list }) => list === path));
  // Gateways are not part of Kubernetes: most clusters do not know them
  return items.length === 0 && path.includes("gateway.networking")
    ? failed("Error from server (NotFound): the server could not find the requested resource")
    : printed({ items });
}

function remove(state: CloudState, path: string): Outcome {
  const object = alive(state.objects).find((candidate) => pathOf(candidate) === path);
  if (object === undefined) return failed(`Error from server (NotFound): "${path}" not found`);
  object.metadata.deletionTimestamp = new Date().toISOString();
  if (state.cluster.remakes !== undefined) state.objects.push(state.cluster.remakes);
  if (state.cluster.isStuck === true) return printed({ status: "Success" });
  // the controller deletes what it made, and then lets the object go
  object.goneAt = Date.now() + state.delay;
  for (const thing of Object.values(state.account).flat())
    if (thing.of === object.metadata.name) thing.goneAt = object.goneAt;
  return printed({ status: "Success" });
}

function pathOf({ list, metadata }: KubernetesObject): string {
  const plural = list.lastIndexOf("/");
  return `${list.slice(0, plural)}/namespaces/${metadata.namespace}${list.slice(plural)}/${metadata.name}`;
}
