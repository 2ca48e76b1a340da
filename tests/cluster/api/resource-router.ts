import type { StoredObject } from "../store";
import { type ApiRequest, isWatch, parseBody } from "./api-request";
import { isObject, type JsonObject } from "./json";
import { jsonPatch } from "./patch/json-patch";
import { mergePatch } from "./patch/merge-patch";
import { strategicMergePatch } from "./patch/strategic-merge-patch";
import { listOf, select, type Selection, selectionOf } from "./reads/object-list";
import { tableOf, wantsTable } from "./reads/table";
import { json, type Reply, type Stream } from "./reply";
import type { RequestPath } from "./request-path";
import { customKinds, type Resource } from "./resources";
import type { Parts } from "./router";
import { schemaOf } from "./schema/schema";
import { methodNotAllowed, notFound, unsupportedMediaType } from "./status-error";
import { SubresourceRouter } from "./subresources/subresource-router";
import { type DeleteOptions, ObjectRemover } from "./writes/object-remover";
import { ObjectWriter } from "./writes/object-writer";
import { scaleOf } from "./writes/scale";
import type { Written, WriteRequest } from "./writes/write-request";

/** Reads and writes of objects. */
export class ResourceRouter {
  private readonly writer: ObjectWriter;
  private readonly remover: ObjectRemover;
  private readonly subresources: SubresourceRouter;

  constructor(private readonly parts: Parts) {
    const { store, backend, clock } = parts;
    this.writer = new ObjectWriter(store, backend);
    this.remover = new ObjectRemover(store, backend, () => clock.now());
    this.subresources = new SubresourceRouter(parts);
  }

  answer(request: ApiRequest, target: RequestPath): Reply | Stream | Promise<Reply> {
    const { subresource, name } = target;
    if (subresource !== "" && subresource !== "status" && subresource !== "scale") {
      return this.subresources.answer(request, target);
    }
    switch (request.method) {
      case "GET":
      case "HEAD":
        return name === "" || isWatch(request.query) ? this.readMany(request, target) : this.read(request, target);
      case "POST":
        if (name !== "") throw methodNotAllowed();
        return written(this.writer.create(writeRequest(request, target), parseBody(request)));
      case "PUT":
        if (name === "") throw methodNotAllowed();
        return written(this.writer.update(writeRequest(request, target), parseBody(request)));
      case "PATCH":
        if (name === "") throw methodNotAllowed();
        return written(this.patch(request, target));
      case "DELETE":
        return name === "" ? this.deleteAll(request, target) : this.deleteOne(request, target);
      default:
        throw methodNotAllowed();
    }
  }

  private read({ headers }: ApiRequest, { resource, namespace, name, subresource }: RequestPath): Reply {
    const object = this.parts.store.get(resource.kind, namespace, name);
    if (object === undefined) throw notFound(resource, name);
    if (subresource === "scale") return json(scaleOf(object));
    return json(wantsTable(headers.accept ?? "") ? this.table(resource, [object], {}) : object);
  }

  private readMany({ query, headers }: ApiRequest, { resource, namespace, name }: RequestPath): Reply | Stream {
    const { store, watches } = this.parts;
    const selection = selectionOf(resource, namespace, name, query);
    const isTable = wantsTable(headers.accept ?? "");
    if (isWatch(query)) {
      const show = (object: StoredObject) => (isTable ? this.table(resource, [object], {}) : object);
      return {
        start: (response) => {
          watches.start(selection, query, response, show);
        },
      };
    }
    const list = listOf(store, selection, query);
    const objects = list["items"] as StoredObject[];
    if (isTable) return json(this.table(resource, objects, list["metadata"] as JsonObject));
    return json({ ...list, items: inList(resource, objects) });
  }

  private table(resource: Resource, objects: readonly StoredObject[], metadata: JsonObject): JsonObject {
    return tableOf(resource.kind, objects, metadata, this.parts.clock.now());
  }

  private patch(request: ApiRequest, target: RequestPath): Written {
    const write = writeRequest(request, target);
    const body = parseBody(request);
    const { apiVersion, kind } = target.resource;
    switch ((request.headers["content-type"] ?? "").split(";")[0]) {
      case "application/apply-patch+yaml":
        return this.writer.apply({ ...write, fieldManager: request.query.get("fieldManager") ?? "" }, body);
      case "application/merge-patch+json":
        return this.writer.patch(write, (live) => mergePatch(live, body));
      case "application/strategic-merge-patch+json":
        if (!isObject(body) || customKinds.has(target.resource.kind)) throw unsupportedMediaType();
        return this.writer.patch(write, (live) => strategicMergePatch(live, body, schemaOf(apiVersion, kind)));
      case "application/json-patch+json":
        return this.writer.patch(write, (live) => jsonPatch(live, body));
      default:
        throw unsupportedMediaType();
    }
  }

  private deleteOne(request: ApiRequest, { resource, namespace, name }: RequestPath): Reply {
    return json(this.remover.delete(resource, namespace, name, deleteOptions(request)));
  }

  private deleteAll(request: ApiRequest, { resource, namespace }: RequestPath): Reply {
    const selection: Selection = selectionOf(resource, namespace, "", request.query);
    const found = select(this.parts.store, selection);
    const options = deleteOptions(request);
    for (const { metadata } of found) this.remover.delete(resource, metadata.namespace, metadata.name, options);
    return json({ ...listOf(this.parts.store, { ...selection, matches: () => false }, request.query), items: found });
  }
}

const written = ({ status, object, warnings }: Written): Reply => json(object, { status, warnings });

/** The API leaves out what the list says already, except for kinds that it does not know itself. */
const inList = ({ group }: Resource, objects: readonly StoredObject[]): object[] =>
  group.startsWith("gateway.")
    ? [...objects]
    : objects.map(({ metadata, ...rest }) => ({ metadata, ...withoutKind(rest) }));

function withoutKind(rest: JsonObject): JsonObject {
  const { kind, apiVersion, ...content } = rest;
  return kind === undefined || apiVersion === undefined ? rest : content;
}

function writeRequest(
  { query, headers }: ApiRequest,
  { resource, namespace, name, subresource }: RequestPath,
): WriteRequest {
  const program = (headers["user-agent"] ?? "unknown").split("/")[0] ?? "unknown";
  return {
    resource,
    namespace,
    name,
    ...((subresource === "status" || subresource === "scale") && { subresource }),
    fieldManager: query.get("fieldManager") ?? program.slice(0, 128),
    fieldValidation: query.get("fieldValidation") ?? "Warn",
    dryRun: query.get("dryRun") === "All",
    force: query.get("force") === "true",
  };
}

function deleteOptions(request: ApiRequest): DeleteOptions {
  const body = parseBody(request) as Omit<DeleteOptions, "dryRun"> & { readonly dryRun?: readonly string[] };
  const seconds = request.query.get("gracePeriodSeconds");
  const policy = request.query.get("propagationPolicy") as DeleteOptions["propagationPolicy"] | null;
  return {
    ...(seconds !== null && { gracePeriodSeconds: Number(seconds) }),
    ...(policy !== null && { propagationPolicy: policy }),
    ...body,
    dryRun: request.query.get("dryRun") === "All" || body.dryRun?.includes("All") === true,
  };
}
