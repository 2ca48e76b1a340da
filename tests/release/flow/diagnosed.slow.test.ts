import { explain } from "../../../release/commands/explain";
import { describe as describeDiagnosis } from "../../../release/diagnosis/describe";
import type { Diagnosis } from "../../../release/diagnosis/diagnosis";
import { addressbook } from "../../cluster/images/addressbook";
import { causes } from "./causes";
import { type Played, Stage, type StageOptions } from "./stage";
import { viewed } from "./views";

// takes 6 s of processor time: some 45 releases that fail, each in a cluster of its own

const service = "addressbook/addressbook-lb";

/** With what Kubernetes makes up left out: the ends of pods' names, and hashes. */
const plain = (text: string): string =>
  text
    .replaceAll(/addressbook-(canary|stable|migrate)-[0-9a-f]{8,10}(-[0-9a-z]{5})?\b/g, "addressbook-$1-…")
    .replaceAll(/addressbook-[0-9a-f]{10}\b/g, "addressbook-…")
    .replaceAll("123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-test", "REGISTRY")
    .replaceAll(/sha256:[0-9a-f]{64}/g, "sha256:…");

/** What `release` prints of a diagnosis. */
const printed = (diagnosis: Diagnosis): string[] => describeDiagnosis(diagnosis).map(plain);

interface Told {
  readonly step: string | undefined;
  readonly seconds: number;
  readonly diagnosis: Diagnosis;
}

/** The diagnoses of a run, and how long after the beginning of their step they were told. */
function told({ events }: Played): Told[] {
  const found: Told[] = [];
  let step: { readonly name: string; readonly at: number } | undefined;
  for (const event of events) {
    if (event.type === "step" && event.state === "running") step = { name: event.step, at: event.at };
    if (event.type === "diagnosis")
      found.push({ step: step?.name, seconds: (event.at - (step?.at ?? 0)) / 1000, diagnosis: event.diagnosis });
  }
  return found;
}

let stage: Stage;
let stable: string;
afterEach(() => stage.strike());

async function set(options: StageOptions = {}): Promise<void> {
  stage = await Stage.set(options);
  stable = stage.push("1.0.0");
  await stage.stand(stable);
}

/** Pods that are not stopping, of stable those that run the old image and get requests. */
function served(): object {
  const ready = new Set(stage.cluster.readyPods(service));
  const serving = stage.pods("stable").filter(({ metadata }) => ready.has(metadata.name));
  const images = stage.images("stable").filter((image) => image === stage.digest(stable));
  return { stable: Math.min(serving.length, images.length), hasCanary: stage.deployment("canary") !== undefined };
}

describe("canary tells", () => {
  test.each(causes.map((cause) => [cause.name, cause] as const))("that %s", async (_name, cause) => {
    const { options, image = addressbook({ version: "1.1.0" }), tag = "1.1.0", play, disturb } = cause;
    await set(options);
    stage.cluster.images.push(stage.reference("1.1.0"), image);
    disturb?.(stage);
    const minimum = stage.cluster.watchMinimum(service);
    const played = await stage.canary(stage.reference(tag), play);

    const last = told(played).at(-1);
    expect(last === undefined ? [] : printed(last.diagnosis)).toEqual(cause.text);
    expect([last?.step, played.code]).toEqual([cause.step, cause.code]);
    expect(last?.seconds).toBeLessThanOrEqual(cause.within);
    expect(served()).toEqual(cause.code === 0 ? { stable: 2, hasCanary: true } : { stable: 3, hasCanary: false });
    expect(minimum.least).toBe(3);
  });
});

test.each<[string, (cluster: Stage["cluster"]) => void, string]>([
  [
    "the Secret is not there",
    ({ store }) => {
      store.remove("Secret", "addressbook", "db-params");
    },
    "the namespace addressbook has no Secret db-params with the database's login",
  ],
  [
    "the Secret lacks a key",
    ({ store }) => {
      store.modify("Secret", "addressbook", "db-params", (secret) => {
        delete (secret["data"] as Record<string, string>)["DB_PASSWORD"];
      });
    },
    "the Secret db-params lacks DB_PASSWORD",
  ],
  [
    "no node takes pods",
    (cluster) => {
      for (const { metadata } of cluster.store.list("Node")) cluster.cordon(metadata.name);
    },
    "none of the 3 nodes has room for a pod of 100m processor and 128Mi memory (`service.resources` of the environment), or is open for any",
  ],
])("the preflight tells that %s, before anything is touched", async (_name, disturb, summary) => {
  await set();
  disturb(stage.cluster);
  const played = await stage.canary(stage.push("1.1.0"));
  expect(played.finished).toMatchObject({ code: 1, summary });
  expect(played.writes).toEqual([expect.stringMatching(/Lease/), expect.stringMatching(/Lease/)]);
  expect(served()).toEqual({ stable: 3, hasCanary: false });
});

test("an image that is none is refused before the cluster is asked", async () => {
  await set();
  await expect(stage.canary("Registry.example/Not:An:Image")).rejects.toThrow(
    /`IMAGE` must be a reference of an image/,
  );
  expect(stage.cluster.store.list("Lease")).toEqual([]);
});

test("a promotion tells why stable does not get on, and so does the rollback", async () => {
  await set();
  const next = stage.push("1.1.0");
  expect((await stage.canary(next)).code).toBe(0);
  stage.cluster.images.refuse("123456789012", "unauthorized", 1);
  const minimum = stage.cluster.watchMinimum(service);
  const promotion = await stage.promote();
  const text: unknown[] = [
    "pod/addressbook-stable-…: the nodes may not pull REGISTRY/addressbook@sha256:…, or it is not in its registry",
    expect.stringMatching(/401 Unauthorized$/) as unknown,
    "  change  IMAGE: take the image from REGISTRY/addressbook; the nodes have a login for it",
    "  run     aws ecr describe-images --region eu-central-1 --repository-name addressbook-aws-test/addressbook --image-ids imageDigest=sha256:…",
  ];
  const [first] = told(promotion);
  expect([promotion.code, first?.step, ...(first === undefined ? [] : printed(first.diagnosis))]).toEqual([
    1,
    "promote",
    ...text,
  ]);
  expect(first?.seconds).toBeLessThan(5);
  const rollback = await stage.rollback();
  expect(told(rollback).map(({ diagnosis }) => printed(diagnosis))).toEqual([text]);
  expect(minimum.least).toBe(3);
  expect(served()).toEqual({ stable: 3, hasCanary: false });
});

test("a rollback tells what was wrong with a canary that was left for a person", async () => {
  await set({ service: { verification: { onFail: "wait" } } });
  const next = stage.reference("1.1.0");
  const image = addressbook({ version: "1.1.0" });
  stage.cluster.images.push(next, { ...image, crash: { exitCode: 1, logs: ["fatal: no licence"] } });
  expect((await stage.canary(next)).code).toBe(1);
  expect(stage.deployment("canary")).toBeDefined();
  const rollback = await stage.rollback();
  expect(told(rollback).map(({ diagnosis }) => printed(diagnosis).slice(0, 3))).toEqual([
    [
      "pod/addressbook-canary-…: the program fails at its start, with exit code 1",
      "  seen    exit code 1: it has failed, after 0 s; restarted once",
      "          log: fatal: no licence",
    ],
  ]);
  expect(served()).toEqual({ stable: 3, hasCanary: false });
});

test("a rollback tells that the Service was edited, and selects no pod", async () => {
  await set();
  stage.cluster.store.modify("Service", "addressbook", "addressbook-lb", (object) => {
    Object.assign(object["spec"] as object, { selector: { app: "adressbook" } });
  });
  await stage.cluster.clock.sleep(10_000);
  expect(told(await stage.rollback()).map(({ diagnosis }) => printed(diagnosis))).toEqual([
    [
      "service/addressbook-lb: the Service addressbook-lb selects no pod: requests are refused",
      "  seen    its selector is app=adressbook",
      "          3 ready pods have other labels",
      "  change  service.name: the Service was changed by hand, or is of another name: write it again",
      "  run     npx release connect --environment aws-test",
    ],
  ]);
});

test("a rollback tells that the balancer has no address, and what the cloud says", async () => {
  await set({ cluster: { loadBalancer: { refusal: "the limit of load balancers is reached" } } });
  await stage.cluster.clock.sleep(120_000);
  expect(told(await stage.rollback()).map(({ diagnosis }) => printed(diagnosis))).toEqual([
    [
      "service/addressbook-lb: the account may have no more balancers",
      "  seen    SyncLoadBalancerFailed: Error syncing load balancer: failed to ensure load balancer: the limit of load balancers is reached",
      "  run     aws service-quotas list-service-quotas --service-code elasticloadbalancing",
      "  note    it may pass by itself",
    ],
  ]);
});

describe("`diagnose` and a migration", () => {
  const explained = async (): Promise<unknown[]> => {
    const { json } = await viewed(stage, explain);
    return (json as { diagnoses: { id: string; subject: string }[] }).diagnoses.map(({ id, subject }) => [
      id,
      subject.replace(/-[0-9a-f]{10}.*$/, "-…"),
    ]);
  };

  test("that hangs is told, before and after it is given up", async () => {
    await set();
    const canary = stage.canary(stage.reference("9.9.9"));
    await stage.cluster.clock.sleep(10_000);
    expect(stage.cluster.store.list("Job", "addressbook")).toHaveLength(1);
    expect((await canary).code).toBe(1);
    const hanging = stage.cluster.store.list("Job", "addressbook")[0]?.["status"] as { failed?: number };
    expect(hanging.failed ?? 0).toBe(0);
    expect(await explained()).toEqual([["image-not-found", "pod/addressbook-migrate-…"]]);
  });

  test.each(["9.9.9", "1.1.0"])("of %s is told no more when another version has come", async (tag) => {
    await set();
    stage.push("1.1.0", { migration: { exitCode: 1, logs: ["error: no such table"] } });
    expect((await stage.canary(stage.reference(tag))).code).toBe(1);
    expect(await explained()).toHaveLength(1);
    await stage.cluster.clock.sleep(2000);
    expect((await stage.canary(stage.push("1.2.0"))).code).toBe(0);
    expect(await explained()).toEqual([]);
    expect((await stage.promote()).code).toBe(0);
    expect(await explained()).toEqual([]);
  });

  test("of an earlier version that is released again is not mixed up with a later one that has failed", async () => {
    await set();
    const next = stage.push("1.1.0");
    expect((await stage.canary(next)).code).toBe(0);
    await stage.cluster.clock.sleep(2000);
    stage.push("1.2.0", { migration: { exitCode: 1, logs: ["error: no such table"] } });
    expect((await stage.canary(stage.reference("1.2.0"))).code).toBe(1);
    // the canary of the version before is there, and this has come later
    expect(await explained()).toHaveLength(1);
    expect((await stage.rollback()).code).toBe(0);
    await stage.cluster.clock.sleep(2000);
    // its migration has succeeded before, and is not run again
    expect((await stage.canary(next)).code).toBe(0);
    expect(await explained()).toEqual([]);
  });
});
