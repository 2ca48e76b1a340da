import type { ObjectStore, StoredObject } from "../../store";
import type { ClusterBackend } from "../cluster-backend";
import { applyDefaults, completeNew, labelJob } from "../defaults/defaults";
import { giveNodePorts, keepAddress } from "../defaults/service-defaults";
import { fieldPath } from "../fields/field-set";
import { type Manager, type Owners, readOwners, writeOwners } from "../fields/managers";
import { applyFields, emptyObject, ownersBeforeApply, type OwnershipOptions, updateOwners } from "../fields/ownership";
import { copy, equal, isObject, type JsonObject } from "../json";
import { customKinds } from "../resources";
import {
  alreadyExists,
  badRequest,
  conflict,
  forbidden,
  invalid,
  modified,
  notFound,
  StatusError,
} from "../status-error";
import { checkApplied } from "../validation/applied";
import { decode } from "../validation/decode";
import { immutabilityProblems } from "../validation/immutable";
import { invalidValue, requiredValue } from "../validation/names";
import { problemsOf } from "../validation/validate";
import { countGeneration, startGeneration } from "./generation";
import { identifyNew, keepIdentity, setPlace } from "./identity";
import { replicasOf, scaleOf } from "./scale";
import type { Written, WriteRequest } from "./write-request";

/** Objects of these kinds are not replaced by somebody who has not read them. */
const conditional = new Set(["Lease", "PodDisruptionBudget", "EndpointSlice", ...customKinds]);

/** Makes and changes objects as the API does: complete, checked, and with owners of their fields. */
export class ObjectWriter {
  private made = 0;

  constructor(
    private readonly store: ObjectStore,
    private readonly backend: ClusterBackend,
  ) {}

  create(request: WriteRequest, body: unknown): Written {
    const { object, warnings } = this.read(request, body);
    identifyNew(object, request, ++this.made);
    if (request.resource.subresources.includes("status")) delete object["status"];
    applyDefaults(object);
    const owners = updateOwners(
      emptyObject(request.resource),
      object,
      new Map(),
      this.manager(request, "Update"),
      this.ownership(request),
    );
    return { status: 201, object: this.keepNew(request, object, owners), warnings };
  }

  update(request: WriteRequest, body: unknown): Written {
    const live = this.find(request);
    if (request.subresource === "scale") return this.scale(request, live, body);
    const { object, warnings } = this.read(request, body);
    setPlace(object["metadata"] as JsonObject, request);
    if (live === undefined) {
      if (request.resource.kind !== "Lease") throw notFound(request.resource, request.name);
      // its version says nothing of an object that is not there, its uid does
      const { uid, ...metadata } = object["metadata"] as JsonObject;
      delete metadata["resourceVersion"];
      checkUid(request, undefined, uid);
      return this.create({ ...request, name: "" }, { ...object, metadata });
    }
    const { resourceVersion } = object["metadata"] as JsonObject;
    if (conditional.has(request.resource.kind) && (resourceVersion ?? "") === "") {
      const { group, plural } = request.resource;
      throw invalid({ group, kind: plural }, request.name, [
        invalidValue("metadata.resourceVersion", 0, "must be specified for an update"),
      ]);
    }
    return { ...this.change(request, live, object), warnings };
  }

  /** @param patched makes the new object from the one there is */
  patch(request: WriteRequest, patched: (live: JsonObject) => unknown): Written {
    const live = this.find(request);
    if (live === undefined) throw notFound(request.resource, request.name);
    if (request.subresource === "scale") return this.scale(request, live, patched(scaleOf(live)));
    const { object, warnings } = this.read(request, patched(copy(live)));
    setPlace(object["metadata"] as JsonObject, request);
    return { ...this.change(request, live, object), warnings };
  }

  /** Server-side apply. */
  apply(request: WriteRequest, body: unknown): Written {
    if (request.fieldManager === "") {
      throw invalid({ group: "meta.k8s.io", kind: "PatchOptions" }, "", [
        requiredValue("fieldManager", "is required for apply patch"),
      ]);
    }
    if (isObject(body) && isObject(body["metadata"]) && body["metadata"]["managedFields"] !== undefined) {
      throw badRequest("metadata.managedFields must be nil");
    }
    checkApplied(body, request.resource);
    const live = this.find(request);
    const { object: applied } = this.read(request, body);
    const metadata = applied["metadata"] as JsonObject;
    setPlace(metadata, request);
    const manager = this.manager(request, "Apply");
    const options = { force: request.force, ...this.ownership(request) };
    if (live === undefined) {
      if (metadata["uid"] !== undefined) {
        throw conflict(
          request.resource,
          request.name,
          "uid mismatch: the provided object specified uid, and no existing object was found",
        );
      }
      const { object, owners } = applyFields(
        { object: emptyObject(request.resource), owners: new Map() },
        applied,
        manager,
        options,
      );
      identifyNew(object, request, ++this.made);
      return { status: 201, object: this.keepNew(request, object, owners), warnings: [] };
    }
    const known = readOwners(live.metadata.managedFields ?? []);
    const owners = known.size === 0 ? ownersBeforeApply(live) : known;
    const result = applyFields({ object: live, owners }, applied, manager, options);
    return { ...this.change(request, live, copy(result.object), result.owners), warnings: [] };
  }

  /** An object that a controller made has not been through the API: what that would have added is no change. */
  private find({ resource, namespace, name }: WriteRequest): StoredObject | undefined {
    const live = this.store.get(resource.kind, namespace, name);
    if (live !== undefined) applyDefaults(live);
    return live;
  }

  private read(request: WriteRequest, body: unknown): { object: JsonObject; warnings: readonly string[] } {
    const { object, warnings } = decode(body, request.resource);
    const { kind, version } = request.resource;
    if (request.fieldValidation === "Strict" && warnings.length > 0) {
      throw badRequest(
        `${kind} in version "${version}" cannot be handled as a ${kind}: strict decoding error: ${warnings.join(", ")}`,
      );
    }
    object["metadata"] ??= {};
    return { object, warnings: request.fieldValidation === "Ignore" ? [] : warnings };
  }

  private manager({ fieldManager, resource, subresource }: WriteRequest, operation: Manager["operation"]): Manager {
    const { apiVersion } = resource;
    return { manager: fieldManager, operation, apiVersion, ...(subresource !== undefined && { subresource }) };
  }

  private ownership(request: WriteRequest): OwnershipOptions {
    return { ignored: ignoredBy(request), now: this.store.timestamp() };
  }

  private keepNew(request: WriteRequest, object: JsonObject, owners: Owners): JsonObject {
    const { resource, namespace } = request;
    const metadata = object["metadata"] as StoredObject["metadata"];
    applyDefaults(object);
    completeNew(object, (kind) => this.store.list(kind));
    const problems = problemsOf(object);
    if (problems.length > 0) throw invalid(resource, metadata.name, problems);
    if (namespace !== undefined) this.checkNamespace(request, metadata.name);
    if (this.store.get(resource.kind, namespace, metadata.name) !== undefined)
      throw alreadyExists(resource, metadata.name);
    startGeneration(object);
    metadata.managedFields = writeOwners(owners);
    metadata.uid = this.store.nextUid();
    if (resource.kind === "Job") labelJob(object);
    this.admit("create", object);
    if (!request.dryRun) return this.store.create(object as StoredObject);
    return { ...object, metadata: { ...metadata, creationTimestamp: this.store.timestamp() } };
  }

  private checkNamespace({ resource, namespace = "" }: WriteRequest, name: string): void {
    const found = this.store.get("Namespace", undefined, namespace);
    if (found === undefined)
      throw new StatusError(404, "NotFound", `namespaces ${JSON.stringify(namespace)} not found`, {
        name: namespace,
        kind: "namespaces",
      });
    if (found.metadata.deletionTimestamp === undefined) return;
    const error = forbidden(
      resource,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
    );
    const causes = [
      {
        reason: "NamespaceTerminating",
        message: `namespace ${namespace} is being terminated`,
        field: "metadata.namespace",
      },
    ];
    throw new StatusError(error.code, error.reason, error.message, { ...error.details, causes });
  }

  /** @param applied owners, when they are known from server-side apply */
  private change(
    request: WriteRequest,
    live: StoredObject,
    sent: JsonObject,
    applied?: Owners,
  ): Omit<Written, "warnings"> {
    const { resource, name } = request;
    this.checkVersion(request, live, sent["metadata"] as JsonObject);
    const object = request.subresource === "status" ? withStatus(live, sent) : sent;
    if (request.subresource === undefined && resource.subresources.includes("status")) {
      if (live["status"] === undefined) delete object["status"];
      else object["status"] = copy(live["status"] as unknown);
    }
    keepIdentity(object, live);
    const metadata = object["metadata"] as StoredObject["metadata"];
    const given = metadata.managedFields;
    if (resource.kind === "Service") keepAddress(object["spec"], live["spec"]);
    applyDefaults(object);
    if (resource.kind === "Service") {
      giveNodePorts(
        object["spec"] as JsonObject,
        this.store.list("Service").filter(({ metadata: { uid } }) => uid !== live.metadata.uid),
      );
    }
    const problems = [...problemsOf(object), ...immutabilityProblems(live, object)];
    if (problems.length > 0) throw invalid(resource, name, problems);
    const before = readOwners(given ?? live.metadata.managedFields ?? []);
    const owners =
      applied ??
      (live.metadata.managedFields === undefined
        ? new Map()
        : updateOwners(live, object, before, this.manager(request, "Update"), this.ownership(request)));
    const managed = writeOwners(owners);
    if (managed.length > 0) metadata.managedFields = managed;
    else delete metadata.managedFields;
    countGeneration(object, live);
    metadata.resourceVersion = live.metadata.resourceVersion;
    if (equal(object, live)) return { status: 200, object: live };
    this.admit("update", object);
    if (request.dryRun) return { status: 200, object };
    return { status: 200, object: this.keepChange(object as StoredObject) };
  }

  private checkVersion(request: WriteRequest, live: StoredObject, { uid, resourceVersion }: JsonObject): void {
    const { resource, name } = request;
    checkUid(request, live, uid);
    const isOther = resourceVersion !== live.metadata.resourceVersion;
    if (typeof resourceVersion === "string" && resourceVersion !== "" && isOther) throw modified(resource, name);
  }

  /** The last finalizer of an object that is to go takes it away. */
  private keepChange(object: StoredObject): StoredObject {
    const kept = this.store.update(object);
    const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [], namespace, name } = kept.metadata;
    const isDone = finalizers.length === 0 && deletionGracePeriodSeconds === 0 && object.kind !== "Namespace";
    if (deletionTimestamp !== undefined && isDone) this.store.remove(object.kind, namespace, name);
    return kept;
  }

  private scale(request: WriteRequest, live: StoredObject | undefined, scale: unknown): Written {
    if (live === undefined) throw notFound(request.resource, request.name);
    const { metadata = {} } = scale as { metadata?: JsonObject };
    const { resourceVersion } = metadata;
    const sent: JsonObject = {
      ...live,
      metadata: { ...live.metadata, resourceVersion },
      spec: { ...(live["spec"] as JsonObject), replicas: replicasOf(scale) },
    };
    const { status, object } = this.change(request, live, copy(sent));
    return { status, object: scaleOf(object as StoredObject), warnings: [] };
  }

  private admit(operation: "create" | "update", object: JsonObject): void {
    const refused = this.backend.admit?.(operation, object as StoredObject);
    if (refused !== undefined) throw new StatusError(refused.status, refused.reason, refused.message);
  }
}

/** What a write of this subresource, or of the object itself, cannot change. */
function ignoredBy({ resource, subresource }: WriteRequest): string[] {
  if (subresource === "status") return [fieldPath("spec"), fieldPath("metadata", "labels")];
  return resource.subresources.includes("status") ? [fieldPath("status")] : [];
}

function withStatus(live: StoredObject, sent: JsonObject): JsonObject {
  const { annotations, resourceVersion } = sent["metadata"] as Partial<StoredObject["metadata"]>;
  const metadata = { ...live.metadata, resourceVersion, annotations };
  if (annotations === undefined) delete metadata.annotations;
  return copy({ ...live, metadata, status: sent["status"] ?? {} });
}

/** @param live undefined when there is none */
function checkUid(request: WriteRequest, live: StoredObject | undefined, uid: unknown): void {
  const { resource, name, namespace = "" } = request;
  const found = live?.metadata.uid ?? "";
  if (typeof uid !== "string" || uid === "" || uid === found) return;
  const path = `/registry/${resource.plural}/${namespace}/${name}`;
  throw conflict(
    resource,
    name,
    `StorageError: invalid object, Code: 4, Key: ${path}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${found}`,
  );
}
