import { KubernetesCluster } from "../../../release/cluster/kubernetes-cluster";
import type { Kind } from "../../../release/cluster/objects";
import { SimulatedClock } from "../../cluster/clock";
import { type Act, json, page, refuses, resets, ScriptedApi } from "./support/scripted-api";

let clock: SimulatedClock;
let api: ScriptedApi;
let start: number;
let ended: AbortController;

beforeEach(async () => {
  clock = new SimulatedClock();
  start = clock.now();
  api = await ScriptedApi.start(clock);
  ended = new AbortController();
});
afterEach(async () => {
  clock.stop();
  await api.stop();
});

const pod = (name: string, version: number): object => ({
  kind: "Pod",
  metadata: { name, resourceVersion: String(version) },
});
const listed = (version: number, ...items: object[]): Act =>
  json(200, { kind: "PodList", metadata: { resourceVersion: String(version) }, items });
const line = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;
const bookmark = (version: number): string =>
  line("BOOKMARK", { kind: "Pod", metadata: { resourceVersion: String(version) } });
const tooOld = { kind: "Status", code: 410, reason: "Expired", message: "too old resource version" };

/** Sends some pieces of text, each at once, and then stays silent. */
const sends =
  (...pieces: string[]): Act =>
  (response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    const next = (): void => {
      const piece = pieces.shift();
      if (piece !== undefined) response.write(piece, () => setImmediate(next));
    };
    response.flushHeaders();
    next();
  };

/** The same, and then it ends. */
const sendsAndEnds =
  (...pieces: string[]): Act =>
  (response) => {
    response.writeHead(200, { "Content-Type": "application/json" }).end(pieces.join(""));
  };

const sendsAndBreaks =
  (...pieces: string[]): Act =>
  (response) => {
    response.writeHead(200, { "Content-Type": "application/json" }).write(pieces.join(""), () => {
      setImmediate(() => response.socket?.resetAndDestroy());
    });
  };

/** What the first changes are, in short: `reset one@1 two@2`, `put one@3`. */
async function changes(count: number, kind: Kind = "Pod", seconds = 3600): Promise<string[]> {
  const cluster = new KubernetesCluster(api, {
    clock,
    namespace: "demo",
    fieldManager: "release",
    deadline: start + seconds * 1000,
    signal: new AbortController().signal,
  });
  const seen: string[] = [];
  for await (const change of cluster.watch(kind, { app: "addressbook" }, ended.signal)) {
    const objects = change.type === "reset" ? change.objects : [change.object];
    seen.push(
      [change.type, ...objects.map(({ metadata }) => `${metadata?.name}@${metadata?.resourceVersion}`)].join(" "),
    );
    if (seen.length === count) break;
  }
  return seen;
}

const pods = "/api/v1/namespaces/demo/pods";
const list = `GET ${pods}?labelSelector=app=addressbook`;
const watch = (version: number): string =>
  `GET ${pods}?watch=true&allowWatchBookmarks=true&resourceVersion=${version}&labelSelector=app=addressbook&timeoutSeconds=290`;

test("all objects come first, and then what changes, however it is cut into pieces", async () => {
  const lines = line("ADDED", pod("two", 11)) + line("MODIFIED", pod("one", 12)) + line("DELETED", pod("two", 13));
  api.does(listed(10, pod("one", 5)), sends(lines.slice(0, 30), lines.slice(30, 100), lines.slice(100)));

  expect(await changes(4)).toEqual(["reset one@5", "put two@11", "put one@12", "gone two@13"]);
  expect(api.log).toEqual([list, watch(10)]);
});

test("what comes twice, or late, is not told", async () => {
  api.does(
    listed(10, pod("one", 5)),
    sends(
      line("ADDED", pod("one", 5)),
      line("MODIFIED", pod("one", 12)),
      line("MODIFIED", pod("one", 12)),
      line("MODIFIED", pod("one", 11)),
      line("DELETED", pod("one", 14)),
      line("MODIFIED", pod("one", 13)),
      // late, but nothing newer is known of it
      line("ADDED", pod("two", 9)),
    ),
  );

  expect(await changes(4)).toEqual(["reset one@5", "put one@12", "gone one@14", "put two@9"]);
});

test.each<[string, Act]>([
  ["is broken", sendsAndBreaks(line("MODIFIED", pod("one", 12)))],
  ["is ended by the server", sendsAndEnds(line("MODIFIED", pod("one", 12)))],
  ["ends in the middle of a line", sendsAndEnds(line("MODIFIED", pod("one", 12)), '{"type":"MODIF')],
  ["turns into something else", sendsAndEnds(line("MODIFIED", pod("one", 12)), "<html>\n")],
])("a connection that %s is followed by another one, from where it was", async (_what, act) => {
  api.does(
    listed(10, pod("one", 5)),
    act,
    resets,
    refuses(503, "", ""),
    page(200, "?"),
    sends(line("MODIFIED", pod("one", 15))),
  );

  expect(await changes(3)).toEqual(["reset one@5", "put one@12", "put one@15"]);
  expect(api.log).toEqual([list, watch(10), ...Array<string>(4).fill(watch(12))]);
});

test("how far the server is without a change is known from its bookmarks", async () => {
  api.does(listed(10), sendsAndEnds(bookmark(40)), sends(line("ADDED", pod("one", 41))));

  expect(await changes(2)).toEqual(["reset", "put one@41"]);
  expect(api.log.at(-1)).toBe(watch(40));
});

test.each<[string, Act, string[]]>([
  ["in the watch", sendsAndEnds(line("MODIFIED", pod("one", 12)), line("ERROR", tooOld)), ["put one@12"]],
  ["at its beginning", sendsAndEnds(line("ERROR", tooOld)), []],
  ["in the place of the watch", json(410, tooOld), []],
  ["as an error of another kind", sendsAndEnds(line("ERROR", { kind: "Status", code: 500, message: "etcd" })), []],
])("what is too old is read anew: told %s", async (_what, act, before) => {
  api.does(listed(10, pod("one", 5)), act, listed(20, pod("two", 19)), sends(line("DELETED", pod("two", 21))));
  const expected = ["reset one@5", ...before, "reset two@19", "gone two@21"];

  expect(await changes(expected.length)).toEqual(expected);
  expect(api.log).toEqual([list, watch(10), list, watch(20)]);
});

test("a server that always says so is not asked in a hurry", async () => {
  api.does((response, asked) => {
    (asked.path.includes("watch=true") ? json(410, tooOld) : listed(10))(response, asked);
  });

  await changes(1000, "Pod", 60);
  expect(clock.now() - start).toBe(60_000);
  expect(api.asked.length).toBeLessThan(50);
});

test("a watch that says nothing for five minutes is replaced by another one", async () => {
  api.does(listed(10), sends(), sends(line("ADDED", pod("one", 11))));

  expect(await changes(2)).toEqual(["reset", "put one@11"]);
  expect((clock.now() - start) / 1000).toBeGreaterThanOrEqual(300);
  expect((clock.now() - start) / 1000).toBeLessThan(301);
});

test("one that is heard of now and then is not", async () => {
  api.does(listed(10), (response) => {
    response.writeHead(200).flushHeaders();
    for (const minute of [4, 8, 12])
      clock.after(minute * 60_000, () => {
        const letTimePass = clock.hold();
        response.write(minute === 12 ? line("ADDED", pod("one", 99)) : bookmark(10 + minute));
        setTimeout(letTimePass, 3);
      });
  });

  expect(await changes(2)).toEqual(["reset", "put one@99"]);
  expect(api.log).toEqual([list, watch(10)]);
});

test("it ends with the signal, while it listens and while it waits", async () => {
  api.does(listed(10), sends());
  clock.after(5000, () => {
    ended.abort();
  });
  expect(await changes(10)).toEqual(["reset"]);
  expect(clock.now() - start).toBe(5000);
});

test("it ends at the deadline", async () => {
  api.does(listed(10), sends());

  expect(await changes(10, "Pod", 20)).toEqual(["reset"]);
  expect(clock.now() - start).toBe(20_000);
});

test("who may not read is told so", async () => {
  api.does(refuses(403, "Forbidden", "no"));

  await expect(changes(1)).rejects.toMatchObject({ status: 403 });
});
