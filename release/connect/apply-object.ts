import { isDeepStrictEqual } from "node:util";

import type { Cluster } from "../cluster/cluster";
import { ApiError } from "../cluster/errors";
import type { AnyObject, Kind } from "../cluster/objects";
import type { Connecting } from "./connecting";

/** What became of an object, or would. */
export type Effect = "made" | "changed" | "unchanged" | "left";

/**
 * Makes an object, or brings it to what it should be.
 *
 * @param byOthers an administrator makes it: whoever may not, leaves it as it is
 */
export async function applyObject(
  connecting: Connecting,
  object: AnyObject,
  { byOthers = false }: { readonly byOthers?: boolean } = {},
): Promise<Effect> {
  connecting.signal.throwIfAborted();
  const effect = await attempt(connecting, object).catch((error: unknown): Effect => {
    if (byOthers && error instanceof ApiError && error.status === 403) return "left";
    throw error;
  });
  tell(connecting, effect, nameOf(object));
  return effect;
}

async function attempt({ cluster, dryRun }: Connecting, object: AnyObject): Promise<Effect> {
  const before = await cluster.get(object.kind as Kind, object.metadata?.name ?? "");
  // where the namespace is still to be made, the API would refuse to say what it would be
  if (before === undefined && dryRun) return "made";
  const after = await cluster.apply(object, { dryRun }).catch((error: unknown) => {
    if (before === undefined || dryRun || !isOtherRole(object, error)) throw error;
    return recreate(cluster, object);
  });
  if (before === undefined) return "made";
  return isDeepStrictEqual(content(before), content(after)) ? "unchanged" : "changed";
}

/** A binding cannot be changed to another role. */
const isOtherRole = ({ kind }: AnyObject, error: unknown): boolean =>
  kind === "RoleBinding" && error instanceof ApiError && error.status === 422 && error.message.includes("roleRef");

async function recreate(cluster: Cluster, object: AnyObject): Promise<AnyObject> {
  await cluster.delete(object.kind as Kind, object.metadata?.name ?? "");
  return cluster.apply(object);
}

/** What somebody wants of an object, without what the API and controllers note on it. */
function content(object: AnyObject): object {
  const { metadata = {}, ...rest } = object as AnyObject & { readonly status?: unknown };
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  return { ...rest, status: undefined, metadata: { name, namespace, labels, annotations } };
}

const nameOf = ({ kind = "", metadata }: AnyObject): string => `${kind} ${metadata?.name ?? ""}`;

function tell({ dryRun, say, warn }: Connecting, effect: Effect, name: string): void {
  switch (effect) {
    case "made":
    case "changed":
      say(`${name} ${dryRun ? "would be" : "is"} ${effect}`);
      return;
    case "unchanged":
      say(`${name} is as it should be`);
      return;
    case "left":
      warn(`${name} is left as it is: an administrator makes it, and you may not`);
  }
}
