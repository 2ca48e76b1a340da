import type { IncomingMessage } from "node:http";

import type { ApiClient } from "./api-client";
import { Backoff } from "./backoff";
import type { Change } from "./cluster";
import type { Kind, ObjectOf } from "./objects";
import { query } from "./resource-path";
import { isStatus } from "./status";
import { laterVersion, Versions } from "./versions";

/** The API is asked to end a watch after this time, and to say at least once a minute how far it is. */
const longestSeconds = 290;

/** A watch that is silent for longer is dead, whatever the connection says. */
const silenceMillis = 300_000;

/** What is to be watched. */
export interface Watched<K extends Kind> {
  readonly kind: K;
  readonly path: string;
  readonly labels: string | undefined;
  readonly signal: AbortSignal;
  /** Reads all objects, and the version at which they were like this. */
  readonly list: (api: ApiClient) => Promise<{ readonly objects: readonly ObjectOf<K>[]; readonly version: string }>;
}

/** One line of a watch. */
interface WatchEvent<K extends Kind> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: ObjectOf<K>;
}

/**
 * Reads all objects, and then every change of them, until the signal is aborted or the deadline is there. What happens
 * while the connection is lost is told afterwards; what has been told is not told again.
 *
 * @throws {ApiError} and {Unreachable} when the objects cannot be read
 */
export async function* watchObjects<K extends Kind>(api: ApiClient, watched: Watched<K>): AsyncGenerator<Change<K>> {
  const signal = AbortSignal.any([api.options.signal, watched.signal]);
  const client = api.within({ signal });
  try {
    yield* changes(client, watched);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function* changes<K extends Kind>(api: ApiClient, watched: Watched<K>): AsyncGenerator<Change<K>> {
  const { clock, deadline, signal } = api.options;
  const versions = new Versions();
  const backoff = new Backoff();
  let from: string | undefined;
  while (clock.now() < deadline) {
    const isFresh = from === undefined;
    if (from === undefined) {
      const { objects, version } = await watched.list(api);
      versions.reset(objects);
      from = version;
      yield { type: "reset", objects };
    }
    let isFruitless = true;
    for await (const { type, object } of follow(api, watched, from)) {
      if (type === "ERROR") {
        // changes since then are forgotten, or the server is in trouble: all is read anew, and not in a hurry
        from = undefined;
        isFruitless = isFresh || !isTooOld(object);
        break;
      }
      isFruitless = false;
      from = laterVersion(from, object.metadata?.resourceVersion);
      if (type !== "BOOKMARK" && versions.isNews(object)) yield { type: type === "DELETED" ? "gone" : "put", object };
    }
    if (isFruitless) await clock.sleep(Math.max(0, Math.min(backoff.next(), deadline - clock.now())), signal);
    else backoff.reset();
  }
}

/** The events from a version on, until the connection ends for whatever reason. */
async function* follow<K extends Kind>(
  api: ApiClient,
  { kind, path, labels }: Watched<K>,
  from: string,
): AsyncGenerator<WatchEvent<K>> {
  const parameters = { watch: true, allowWatchBookmarks: true, resourceVersion: from, labelSelector: labels };
  const { stream, object } = await api.ask({
    name: `WATCH ${path.split("/").at(-1) ?? kind}`,
    method: "GET",
    path: path + query({ ...parameters, timeoutSeconds: longestSeconds }),
    headers: { Accept: "application/json" },
    answers: [410],
    isStream: true,
  });
  if (stream === undefined) {
    yield { type: "ERROR", object: object as ObjectOf<K> };
    return;
  }
  const silence = new Silence(api, stream);
  try {
    for await (const line of lines(stream, silence)) {
      const event = parsed<K>(line);
      // half a line, or something of a proxy: what follows cannot be trusted
      if (event === undefined) return;
      yield event;
    }
  } catch {
    // the connection is lost, and another one goes on from here
  } finally {
    silence.end();
    stream.destroy();
  }
}

async function* lines(stream: IncomingMessage, silence: Silence): AsyncGenerator<string> {
  stream.setEncoding("utf8");
  let rest = "";
  for await (const text of stream) {
    silence.broken();
    const complete = (rest + (text as string)).split("\n");
    rest = complete.pop() ?? "";
    yield* complete;
  }
}

function parsed<K extends Kind>(line: string): WatchEvent<K> | undefined {
  try {
    const event = JSON.parse(line) as Partial<WatchEvent<K>> | null;
    return event?.type === undefined || event.object === undefined ? undefined : (event as WatchEvent<K>);
  } catch {
    return undefined;
  }
}

const isTooOld = (object: unknown): boolean => isStatus(object) && (object.code === 410 || object.reason === "Expired");

/** Closes a stream that says nothing for too long, or at the deadline. */
class Silence {
  private readonly ended = new AbortController();
  private heardAt: number;

  constructor(
    private readonly api: ApiClient,
    private readonly stream: IncomingMessage,
  ) {
    this.heardAt = api.options.clock.now();
    // the sleep ends with an error when it is called off
    this.wait().catch(() => undefined);
  }

  broken(): void {
    this.heardAt = this.api.options.clock.now();
  }

  end(): void {
    this.ended.abort();
  }

  private async wait(): Promise<void> {
    const { clock, deadline } = this.api.options;
    for (;;) {
      const left = Math.min(this.heardAt + silenceMillis, deadline) - clock.now();
      if (left <= 0) break;
      await clock.sleep(left, this.ended.signal);
    }
    this.stream.destroy();
  }
}
