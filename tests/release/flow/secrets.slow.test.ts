import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";

import type { ReleaseEvent } from "../../../release/terminal/release-event";
import { openOutput } from "../../../release/terminal/open-output";
import { addressbook, logLine } from "../../cluster/images/addressbook";
import type { ImageBehaviour } from "../../cluster/images/behaviour";
import { FakeProcess, FakeStream } from "../terminal/fake-process";
import { ManualClock } from "../terminal/manual-clock";
import { type Played, Stage, type StageOptions } from "./stage";

// takes 3 s of processor time

const marker = "Marker-4d7b";
const password = `${marker}-of/the@database`;
const script = join(tmpdir(), `addressbook-platform-verification-${process.pid}.sh`);
const registryToken = `${marker}-of-the-registry`;
const url = `postgres://demouser:${password}@db.internal:5432/demo`;

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** All that a secret could look like. Tokens of kubeconfigs are added when they are known. */
const forms = (tokens: readonly string[]): string[] =>
  [password, registryToken, ...tokens].flatMap((secret) => [secret, base64(secret), encodeURIComponent(secret)]);

let stage: Stage;
let folder: string;
let before: NodeJS.ProcessEnv;
beforeAll(() => {
  writeFileSync(script, 'echo "the pool is broken: postgres://u:$DB_PASSWORD@db password=$DB_PASSWORD"; exit 1');
});
afterAll(() => {
  rmSync(script);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "addressbook-platform-secrets-"));
  before = { ...process.env };
  // the book's way; TMPDIR shows what is left behind
  Object.assign(process.env, { DB_PASSWORD: password, DB_ADMIN_PASSWORD: password, TMPDIR: folder });
});
afterEach(async () => {
  process.env = before;
  await stage.strike();
  rmSync(folder, { recursive: true, force: true });
});

async function set(options: StageOptions = {}): Promise<void> {
  stage = await Stage.set(options);
  const { store } = stage.cluster;
  store.modify("Secret", "addressbook", "db-params", (secret) => {
    Object.assign(secret["data"] as object, { DB_PASSWORD: base64(password) });
  });
  store.create({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "registry", namespace: "addressbook" },
    type: "kubernetes.io/dockerconfigjson",
    data: { ".dockerconfigjson": base64(JSON.stringify({ auths: { "registry.example": { auth: registryToken } } })) },
  });
  // every object as it was at any moment, but for what the cluster says itself
  store.subscribe(({ object }) => {
    if (object.kind === "Secret" || object.kind === "Event") return;
    objects.push(JSON.stringify({ ...object, status: undefined }));
  });
  objects.length = 0;
  await stage.stand(stage.push("1.0.0"));
}

const objects: string[] = [];

/** What all outputs and reports make of the events of a run. */
function outputs(events: readonly ReleaseEvent[]): string {
  const reports = ["report.md", "report.xml"].map((name) => join(folder, name));
  const streams = [true, false, false].map((isTTY) => new FakeStream(isTTY, 200, 50));
  const errors = new FakeStream(false);
  for (const [index, stdout] of streams.entries()) {
    const played = new FakeProcess(stdout, { GITHUB_STEP_SUMMARY: join(folder, "summary.md") }, errors);
    const format = index === 2 ? "json" : "text";
    const output = openOutput({ format, reports, clock: new ManualClock(events[0]?.at ?? 0), process: played });
    for (const event of events) output.event(event);
    output.close();
  }
  return [...streams, errors].map(({ text }) => text).join("\n");
}

const filesIn = (path: string): string[] =>
  readdirSync(path).flatMap((name) => {
    const file = join(path, name);
    // the login of the test itself
    if (name.startsWith("addressbook-platform-")) return [];
    return statSync(file).isDirectory() ? filesIn(file) : [readFileSync(file, "latin1")];
  });

/** Where a secret is seen: nowhere. */
function leaks(runs: readonly Played[]): string[] {
  const { users, requests } = stage.cluster.api;
  const tokens = runs.map((_, index) => users.find(`runner-${index + 1}`).token);
  const places = {
    events: runs.map((run) => inspect(run.events, { depth: 20 })).join("\n"),
    outputs: runs.map((run) => outputs(run.events)).join("\n"),
    requests: requests.map((request) => request.url).join("\n"),
    objects: objects.join("\n"),
    files: filesIn(folder).join("\n"),
  };
  const found = (text: string): boolean => text.includes(marker) || forms(tokens).some((form) => text.includes(form));
  expect(places.outputs).toContain("aws-test");
  return Object.entries(places)
    .filter(([, text]) => found(text))
    .map(
      ([place, text]) => `${place}: …${text.slice(Math.max(0, text.indexOf(marker) - 80), text.indexOf(marker) + 40)}`,
    );
}

const good = addressbook({ version: "1.1.0" });
const says = `the pool is broken: ${url} password=${password}`;
const ready = (status: number, body: string): ImageBehaviour => ({
  ...good,
  answer: (request, pod) =>
    request.path === "/ready" ? { status, body } : (good.answer?.(request, pod) ?? { status: 200 }),
});
const migration = (logs: readonly string[], afterMillis = 200): ImageBehaviour => ({
  ...good,
  programs: { ...good.programs, "node dist/migrate.js": () => ({ exitCode: 1, logs, afterMillis }) },
});
const verification = (more: object): StageOptions => ({ service: { verification: more } });

interface Way {
  readonly image?: ImageBehaviour;
  readonly options?: StageOptions;
  readonly disturb?: () => unknown;
  readonly code: number;
  /** What must be among what is told, so that the way is known to be taken. */
  readonly tells: string;
}

const ways: Readonly<Record<string, Way>> = {
  "all goes well": { code: 0, tells: "is good" },
  "it fails at its start, and says its URL": {
    image: { ...good, crash: { exitCode: 1, logs: [says] } },
    code: 1,
    tells: "the pool is broken",
  },
  "it fails, and logs JSON with its URL": {
    image: { ...good, crash: { exitCode: 1, logs: [logLine("error", says)] } },
    code: 1,
    tells: "the pool is broken",
  },
  "it is not ready, and answers with its URL": {
    image: ready(503, JSON.stringify({ reason: says })),
    code: 70,
    tells: "the pool is broken",
  },
  "it is not ready, and answers with a page": {
    image: ready(500, `<html>${says}</html>`),
    code: 70,
    tells: "answers 500",
  },
  "the migration fails, and says its URL": { image: migration([says]), code: 1, tells: "the pool is broken" },
  "the migration hangs, and says its URL": {
    image: migration([says], 3_600_000),
    code: 70,
    tells: "the pool is broken",
  },
  "a functional test is answered with its URL": {
    options: verification({
      functionalTests: [
        { name: "all", request: { method: "GET", path: "/ready" }, expect: { status: 200, body: { ready: "yes" } } },
      ],
    }),
    image: ready(200, JSON.stringify({ ready: says })),
    code: 1,
    tells: "the pool is broken",
  },
  "the user's own command says the URL": {
    options: verification({ command: ["sh", "-c", `. ${script}`] }),
    code: 1,
    tells: "the pool is broken",
  },
  "a webhook refuses the Deployment, and says it": {
    disturb: () =>
      stage.cluster.admission.addWebhook("w.example", (_, { kind, metadata }) =>
        kind === "Deployment" && metadata.name === "addressbook-canary" ? says : undefined,
      ),
    code: 1,
    tells: "the pool is broken",
  },
  "a webhook refuses the pods, and says it": {
    disturb: () =>
      stage.cluster.admission.addWebhook("w.example", (_, { kind }) => (kind === "Pod" ? says : undefined)),
    code: 1,
    tells: "the pool is broken",
  },
  "the registry refuses, and says its login": {
    image: {
      ...good,
      pull: {
        failure: {
          message: `failed to authorize: unauthorized: https://robot:${registryToken}@registry.example token=${registryToken}`,
        },
      },
    },
    code: 1,
    tells: "may not pull",
  },
  "the API fails for long": {
    disturb: () =>
      stage.cluster.api.faults.add({ isWrite: true, times: Infinity }, { type: "answer", status: 500, message: says }),
    code: 70,
    tells: "the pool is broken",
  },
};

test.each(Object.entries(ways))(
  "No secret is seen when %s",
  async (_name, { image = good, options, disturb, code, tells }) => {
    await set(options);
    const next = stage.reference("1.1.0");
    stage.cluster.images.push(next, image);
    disturb?.();
    const canary = await stage.canary(next, { timeoutSeconds: 70 });
    expect(canary.code).toBe(code);
    expect(inspect(canary.events, { depth: 20 })).toContain(tells);
    const rest = code === 0 ? [await stage.promote()] : [await stage.rollback({ timeoutSeconds: 10 })];
    expect(leaks([canary, ...rest])).toEqual([]);
  },
);

test("No secret is seen when a promotion comes to no end, and is taken back", async () => {
  await set();
  const next = stage.push("1.1.0");
  const canary = await stage.canary(next);
  stage.cluster.images.change(next, ready(503, says));
  const promotion = await stage.promote({ timeoutSeconds: 30 });
  expect(promotion.code).toBe(70);
  expect(leaks([canary, promotion, await stage.rollback()])).toEqual([]);
});
