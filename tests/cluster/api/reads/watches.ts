import type { ServerResponse } from "node:http";

import type { SimulatedClock } from "../../clock";
import type { ObjectStore, StoreChange, StoredObject } from "../../store";
import type { JsonObject } from "../json";
import { tooOld } from "../status-error";
import { select, type Selection } from "./object-list";

/** How often a watch that wants it is told the present version. */
const bookmarkMillis = 60_000;

/** Nobody who says nothing else is kept for longer. */
const longestSeconds = 2400;

/** How an object is shown: as it is, or as a row of a table. */
export type Show = (object: StoredObject) => unknown;

/** All watches that are open. */
export class Watches {
  private readonly open = new Set<ServerResponse>();

  constructor(
    private readonly store: ObjectStore,
    private readonly clock: SimulatedClock,
  ) {}

  get count(): number {
    return this.open.size;
  }

  /** Tells of every change from a version on, until the client goes, the time is over or the watch is dropped. */
  start(selection: Selection, query: URLSearchParams, response: ServerResponse, show: Show): void {
    const since = Number(query.get("resourceVersion") ?? 0);
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache, private" });
    response.flushHeaders();
    const send = (type: string, object: unknown): void => {
      response.write(`${JSON.stringify({ type, object })}\n`);
      this.clock.touch();
    };
    const changes = since === 0 ? [] : this.store.since(since);
    if (changes === undefined) {
      send("ERROR", tooOld(since, this.store.compactedRevision).toStatus());
      response.end();
      return;
    }
    if (since === 0 || query.get("sendInitialEvents") === "true") {
      for (const object of select(this.store, selection)) send("ADDED", show(object));
      if (query.get("sendInitialEvents") === "true") send("BOOKMARK", this.bookmark(selection, true));
    } else {
      for (const change of changes) tell(selection, change, send, show);
    }
    this.follow(selection, query, response, send, show);
  }

  /** Cuts all connections, as a restart of the API server or of a proxy does. */
  drop(): void {
    for (const response of this.open) response.destroy();
  }

  private follow(
    selection: Selection,
    query: URLSearchParams,
    response: ServerResponse,
    send: (type: string, object: unknown) => void,
    show: Show,
  ): void {
    const unsubscribe = this.store.subscribe((change) => {
      tell(selection, change, send, show);
    });
    const seconds = Number(query.get("timeoutSeconds") ?? longestSeconds);
    const cancelEnd = this.clock.after(seconds * 1000, () => {
      if (query.get("allowWatchBookmarks") === "true") send("BOOKMARK", this.bookmark(selection, false));
      response.end();
      this.clock.touch();
    });
    let cancelBookmark = (): void => undefined;
    const markLater = (): void => {
      cancelBookmark = this.clock.after(bookmarkMillis, () => {
        send("BOOKMARK", this.bookmark(selection, false));
        markLater();
      });
    };
    if (query.get("allowWatchBookmarks") === "true") markLater();
    this.open.add(response);
    response.once("close", () => {
      unsubscribe();
      cancelEnd();
      cancelBookmark();
      this.open.delete(response);
    });
  }

  private bookmark({ resource }: Selection, isInitial: boolean): JsonObject {
    return {
      kind: resource.kind,
      apiVersion: resource.apiVersion,
      metadata: {
        resourceVersion: String(this.store.currentRevision),
        ...(isInitial && { annotations: { "k8s.io/initial-events-end": "true" } }),
      },
    };
  }
}

/** An object that stops to match the selection is as good as deleted for who watches it, and the other way round. */
function tell(
  { resource, matches }: Selection,
  { type, object, before }: StoreChange,
  send: (type: string, object: unknown) => void,
  show: Show,
): void {
  if (object.kind !== resource.kind) return;
  const was = before !== undefined && matches(before);
  const is = type !== "DELETED" && matches(object);
  if (is) send(was ? "MODIFIED" : "ADDED", show(object));
  else if (was)
    send(
      "DELETED",
      show(
        type === "DELETED"
          ? object
          : { ...before, metadata: { ...before.metadata, resourceVersion: object.metadata.resourceVersion } },
      ),
    );
}
