import type { ObjectStore, StoredObject } from "../../store";
import type { JsonObject } from "../json";
import type { Resource } from "../resources";
import { fieldMatcher, labelMatcher, type Matcher } from "../selectors";
import { badRequest, StatusError } from "../status-error";

/** The objects that a list or a watch is about. */
export interface Selection {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly matches: Matcher;
}

export function selectionOf(
  resource: Resource,
  namespace: string | undefined,
  name: string,
  query: URLSearchParams,
): Selection {
  const labels = labelMatcher(query.get("labelSelector") ?? "");
  const fields = fieldMatcher(query.get("fieldSelector") ?? "", resource.kind);
  return {
    resource,
    namespace,
    matches: (object) =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      (name === "" || object.metadata.name === name) &&
      labels(object) &&
      fields(object),
  };
}

/** The objects of a selection, in the order of their names, as etcd has them. */
export const select = (store: ObjectStore, { resource, namespace, matches }: Selection): StoredObject[] =>
  store
    .list(resource.kind, namespace)
    .filter(matches)
    .sort((a, b) => (place(a) < place(b) ? -1 : 1));

const place = ({ metadata }: StoredObject): string => `${metadata.namespace ?? ""}/${metadata.name}`;

interface Page {
  readonly revision: number;
  readonly start: string;
}

/** A list, or a page of it. */
export function listOf(store: ObjectStore, selection: Selection, query: URLSearchParams): JsonObject {
  const page = pageOf(query.get("continue"), store);
  checkVersion(query, store);
  const all = select(store, selection).filter((object) => place(object) > page.start);
  const limit = Number(query.get("limit") ?? 0);
  const found = limit > 0 ? all.slice(0, limit) : all;
  const last = found.at(-1);
  const left = all.length - found.length;
  const { apiVersion, kind } = selection.resource;
  return {
    kind: `${kind}List`,
    apiVersion,
    metadata: {
      resourceVersion: String(page.revision),
      ...(left > 0 && last !== undefined && { continue: token(page.revision, place(last)), remainingItemCount: left }),
    },
    items: found,
  };
}

const token = (revision: number, start: string): string =>
  Buffer.from(JSON.stringify({ revision, start } satisfies Page)).toString("base64url");

function pageOf(text: string | null, store: ObjectStore): Page {
  if (text === null || text === "") return { revision: store.currentRevision, start: "" };
  let page: Page;
  try {
    page = JSON.parse(Buffer.from(text, "base64url").toString()) as Page;
  } catch (cause) {
    throw badRequest(`invalid continue token: continue key is not valid: ${(cause as Error).message}`);
  }
  if (page.revision >= store.compactedRevision) return page;
  throw new StatusError(
    410,
    "Expired",
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
  );
}

function checkVersion(query: URLSearchParams, store: ObjectStore): void {
  const wanted = Number(query.get("resourceVersion") ?? 0);
  if (wanted <= store.currentRevision) return;
  throw new StatusError(504, "Timeout", `Too large resource version: ${wanted}, current: ${store.currentRevision}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
}
