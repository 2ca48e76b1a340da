import type { ObjectStore, StoredObject } from "../../store";
import type { ClusterBackend } from "../cluster-backend";
import type { Resource } from "../resources";
import { notFound, preconditionFailed, StatusError } from "../status-error";

/** How something is to be deleted. */
export interface DeleteOptions {
  /** Zero takes a pod away at once. */
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun: boolean;
}

/** Finalizers by which the garbage collector is asked to do something first. */
const collecting = { Foreground: "foregroundDeletion", Orphan: "orphan" } as const;

/** Takes objects away as the API does, or marks them as going while somebody still has something to do about it. */
export class ObjectRemover {
  constructor(
    private readonly store: ObjectStore,
    private readonly backend: ClusterBackend,
    private readonly now: () => number,
  ) {}

  /** @returns what is answered: the object while it is still there, or else that it is gone */
  delete(resource: Resource, namespace: string | undefined, name: string, options: DeleteOptions): object {
    const live = this.store.get(resource.kind, namespace, name);
    if (live === undefined) throw notFound(resource, name);
    checkPreconditions(resource, live, options);
    const refused = this.backend.admit?.("delete", live);
    if (refused !== undefined) throw new StatusError(refused.status, refused.reason, refused.message);
    const marked = this.marked(live, options);
    if (marked === undefined) {
      if (!options.dryRun) this.store.remove(resource.kind, namespace, name);
      return resource.kind === "Pod" ? live : gone(resource, live);
    }
    return options.dryRun ? marked : this.store.update(marked);
  }

  /** The object as it is while it goes; undefined when nothing keeps it. */
  private marked(live: StoredObject, options: DeleteOptions): StoredObject | undefined {
    const { metadata } = live;
    const seconds = live.kind === "Pod" ? gracePeriod(live, options) : 0;
    const finalizers = withPolicy(metadata.finalizers ?? [], options);
    if (live.kind === "Namespace") {
      live["status"] = { ...(live["status"] as object), phase: "Terminating" };
    } else if (seconds === 0 && finalizers.length === 0) {
      return undefined;
    }
    if (finalizers.length > 0) metadata.finalizers = finalizers;
    else delete metadata.finalizers;
    const until = new Date(this.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
    const isShorter = metadata.deletionTimestamp === undefined || seconds < (metadata.deletionGracePeriodSeconds ?? 0);
    if (!isShorter) return live;
    if (metadata.deletionTimestamp === undefined && metadata.generation !== undefined) metadata.generation++;
    metadata.deletionTimestamp = until;
    if (live.kind !== "Namespace") metadata.deletionGracePeriodSeconds = seconds;
    return live;
  }
}

/** A pod that no node has, or that has ended, needs none. */
function gracePeriod(pod: StoredObject, { gracePeriodSeconds }: DeleteOptions): number {
  const { nodeName, terminationGracePeriodSeconds = 30 } = pod["spec"] as {
    nodeName?: string;
    terminationGracePeriodSeconds?: number;
  };
  const { phase } = (pod["status"] ?? {}) as { phase?: string };
  if (nodeName === undefined || phase === "Succeeded" || phase === "Failed") return 0;
  return gracePeriodSeconds ?? terminationGracePeriodSeconds;
}

function withPolicy(finalizers: readonly string[], { propagationPolicy }: DeleteOptions): string[] {
  const others = finalizers.filter((finalizer) => !Object.values<string>(collecting).includes(finalizer));
  if (propagationPolicy === undefined) return [...finalizers];
  return propagationPolicy === "Background" ? others : [...others, collecting[propagationPolicy]];
}

function checkPreconditions(
  resource: Resource,
  { metadata }: StoredObject,
  { preconditions = {} }: DeleteOptions,
): void {
  const { uid = metadata.uid, resourceVersion = metadata.resourceVersion } = preconditions;
  if (uid !== metadata.uid) {
    throw preconditionFailed(
      resource,
      metadata.name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion !== metadata.resourceVersion) {
    throw preconditionFailed(
      resource,
      metadata.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

const gone = ({ group, plural }: Resource, { metadata }: StoredObject): object => ({
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Success",
  details: { name: metadata.name, ...(group !== "" && { group }), kind: plural, uid: metadata.uid },
});
