// takes about 8 s of processor time: part of npm run test:slow
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { addressbook } from "../../cluster/images/addressbook";
import { anotherTool } from "./book-cluster";
import { type Played, Stage } from "./stage";

jest.setTimeout(60_000);

const balancer = "addressbook/addressbook-lb";

let stage: Stage;
afterEach(() => stage.strike());

async function set(verification: object, service: object = {}): Promise<void> {
  stage = await Stage.set({
    service: { ...service, verification: { analysis: { windowSeconds: 0 }, ...verification } },
  });
  await stage.stand(stage.push("1.0.0"));
}

const verdictOf = ({ events }: Played) =>
  events.find((event) => event.type === "verdict")?.verdict ?? { verdict: "none", findings: [] };

const evidence = (played: Played): string[] =>
  verdictOf(played)
    .findings.filter(({ verdict }) => verdict !== "pass")
    .map((finding) => finding.evidence);

/** What is left: images of stable, and whether there is a canary. */
const left = () => ({ stable: [...new Set(stage.images("stable"))], canary: stage.deployment("canary") !== undefined });

/** The cluster's time runs while a program or another server is waited for. */
const patient = { timeoutSeconds: 3000 };

/** Programs that end as they are told. */
const ending = (code: number): string[] => [process.execPath, "-e", `process.exit(${code})`];

describe("what follows from a verdict", () => {
  const cases = [
    [0, { onPass: "wait" }, 0, "old", true, "is good; a person promotes it"],
    [0, { onPass: "promote" }, 0, "new", false, "is released"],
    [1, { onFail: "rollback" }, 1, "old", false, "is not good enough (fail); it was rolled back"],
    [1, { onFail: "wait" }, 1, "old", true, "is not good enough; it was left as it is, for a person to decide"],
    [75, { onInconclusive: "wait" }, 0, "old", true, "is not certain; a person decides"],
    [75, { onInconclusive: "promote" }, 0, "new", false, "is released"],
    [75, { onInconclusive: "rollback" }, 1, "old", false, "is not good enough (inconclusive); it was rolled back"],
  ] as const;

  test.each(cases)(
    "a program that ends with %d, and %j: exit code %d",
    async (exit, then, code, stable, canary, says) => {
      await set({ ...then, functionalTests: [], command: ending(exit) });
      const next = stage.push("1.1.0");
      const played = await stage.canary(next, patient);
      expect([played.code, played.finished?.summary]).toEqual([code, expect.stringContaining(says)]);
      const image = stable === "new" ? next : stage.reference("1.0.0");
      expect(left()).toEqual({ stable: [stage.digest(image)], canary });
    },
  );
});

describe("programs of the user's own", () => {
  test("are told of the release, and what they wrote last is shown", async () => {
    const program =
      "console.log(process.env.RELEASE_ENVIRONMENT, process.env.RELEASE_NAMESPACE, process.env.RELEASE_SERVICE, " +
      "process.env.RELEASE_IMAGE, process.env.RELEASE_CANARY_PODS); process.exit(3)";
    await set({ onFail: "wait", command: [process.execPath, "-e", program] });
    const next = stage.push("1.1.0");
    const played = await stage.canary(next, patient);
    const [pod] = stage.pods("canary").map(({ metadata }) => metadata.name);
    expect(evidence(played)).toEqual([`ended with 3: aws-test addressbook addressbook ${next} ${pod}`]);
  });

  test.each([
    [["/no/such/program"], "fail", "/no/such/program cannot be started: spawn /no/such/program ENOENT"],
    [[process.execPath, "-e", "process.kill(process.pid, 'SIGKILL')"], "fail", "ended with 137"],
  ])("%j: %s", async (command, verdict, says) => {
    await set({ command });
    const played = await stage.canary(stage.push("1.1.0"), patient);
    expect([verdictOf(played).verdict, ...evidence(played)]).toEqual([verdict, says]);
  });

  test.each([
    [0, "pass", []],
    [1, "fail", ["ended with 1: checked"]],
    [75, "inconclusive", ["ended with 75: checked"]],
  ] as const)("a Job in the cluster that ends with %d: %s", async (exitCode, verdict, says) => {
    await set({ job: ["node", "dist/check.js"] });
    const next = stage.push("1.1.0");
    const { programs } = addressbook();
    stage.cluster.images.change(next, {
      programs: { ...programs, "node dist/check.js": () => ({ exitCode, logs: ["checked"] }) },
    });
    const played = await stage.canary(next);
    expect([verdictOf(played).verdict, evidence(played)]).toEqual([verdict, says]);
  });
});

test("a functional test that fails on one of two pods fails", async () => {
  await set({}, { canaryPods: 2 });
  const next = stage.push("1.1.0");
  const { answer } = addressbook();
  const broken = new Set<string>();
  stage.cluster.images.change(next, {
    answer: (request, pod) => {
      if (broken.size === 0) broken.add(pod.name);
      return request.path.startsWith("/all") && broken.has(pod.name)
        ? { status: 500, body: "no connection" }
        : (answer?.(request, pod) ?? { status: 404 });
    },
  });
  const played = await stage.canary(next);
  expect(played.code).toBe(1);
  const failed = verdictOf(played).findings.filter(({ verdict }) => verdict === "fail");
  expect(failed.map(({ name, pod }) => [name, pod])).toEqual([["persons can be listed", [...broken][0]]]);
  expect(left()).toEqual({ stable: [stage.digest(stage.reference("1.0.0"))], canary: false });
});

describe("canary and stable are compared by the requests of clients", () => {
  const analysis = { windowSeconds: 120, maxErrorPercentagePoints: 1, minimumRequests: 50 };

  test.each([
    ["a good one", {}, 40, "pass", 0],
    ["5 % errors", { errorRate: 0.05 }, 40, "fail", 1],
    ["slow answers", { latencyMillis: 400 }, 40, "fail", 1],
    ["too few requests", {}, 0.4, "inconclusive", 0],
  ])("%s", async (_, options, perSecond, verdict, code) => {
    await set({ analysis, functionalTests: [] });
    const traffic = stage.cluster.traffic.start(balancer, { perSecond });
    const played = await stage.canary(stage.push("1.1.0", options));
    expect([verdictOf(played).verdict, played.code]).toEqual([verdict, code]);
    expect(traffic.stop().lost).toEqual([]);
    expect(stage.deployment("canary") === undefined).toBe(verdict === "fail");
  });

  test("without a stable, failures are compared with what is allowed", async () => {
    stage = await Stage.set({ service: { verification: { analysis, functionalTests: [] } } });
    const traffic = stage.cluster.traffic.start(balancer, { perSecond: 40 });
    const played = await stage.canary(stage.push("1.0.0"));
    traffic.stop();
    expect(verdictOf(played).verdict).toBe("pass");
    expect(played.events).toContainEqual(
      expect.objectContaining({ text: "requests are compared for 120 s; there is no stable to compare with" }),
    );
  });

  describe("as Prometheus has counted them", () => {
    let server: Server;
    let asked: string[];
    afterEach(() => {
      server.close();
      server.closeAllConnections();
    });

    async function prometheus(failures: number): Promise<string> {
      asked = [];
      server = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk: Buffer) => (body += chunk.toString()));
        request.on("end", () => {
          const query = new URLSearchParams(body).get("query") ?? "";
          asked.push(query);
          const isCanary = query.includes("addressbook-canary");
          const rows: [object, number][] = query.includes("_bucket")
            ? []
            : [
                [{ status: "200" }, 2000],
                [{ status: "500" }, isCanary ? failures : 0],
              ];
          const result = rows.map(([metric, value]) => ({ metric, value: [0, String(value)] }));
          response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    test.each([
      [0, "pass", []],
      [100, "fail", ["100 of 2100 requests"]],
    ])("with %d failures: %s", async (failures, verdict, says) => {
      const url = await prometheus(failures);
      const settings = { url, podLabel: "pod", namespaceLabel: "namespace" };
      await set({ analysis: { ...analysis, windowSeconds: 60, prometheus: settings } });
      const played = await stage.canary(stage.push("1.1.0"), patient);
      expect(verdictOf(played).verdict).toBe(verdict);
      expect(evidence(played)).toEqual(says.map((text) => expect.stringContaining(text) as string));
      expect(asked.some((query) => query.includes('namespace="addressbook"'))).toBe(true);
    });
  });
});

describe("promote", () => {
  test("goes on with what a person accepts, and with nothing else", async () => {
    await set({ functionalTests: [], command: ending(75) });
    const next = stage.push("1.1.0");
    await stage.canary(next, patient);
    expect((await stage.promote()).finished).toMatchObject({
      code: 1,
      summary: "the verification of addressbook-canary said inconclusive",
      next: [
        "npx release rollback --environment aws-test",
        "npx release promote --accept inconclusive --environment aws-test",
      ],
    });
    expect((await stage.promote({ accept: "fail" })).code).toBe(1);
    expect(left()).toMatchObject({ stable: [stage.digest(stage.reference("1.0.0"))] });
    expect((await stage.promote({ accept: "inconclusive" })).code).toBe(0);
    expect(left()).toEqual({ stable: [stage.digest(next)], canary: false });
  });

  test("accepts a failure, too, when a person has waited for it", async () => {
    await set({ functionalTests: [], command: ending(1), onFail: "wait" });
    const next = stage.push("1.1.0");
    await stage.canary(next, patient);
    expect((await stage.promote()).finished?.summary).toBe("the verification of addressbook-canary said fail");
    expect((await stage.promote({ accept: "fail" })).code).toBe(0);
    expect(left()).toEqual({ stable: [stage.digest(next)], canary: false });
  });

  test("refuses a canary whose verification has not ended", async () => {
    await set({});
    const next = stage.push("1.1.0");
    // Lease, Job, canary, stable
    await stage.canary(next, { killedAfterWrites: 4 });
    expect((await stage.promote({ accept: "fail" })).finished).toMatchObject({
      code: 1,
      summary: "addressbook-canary is not verified: nothing is known of the pods that it has now",
      next: [`npx release canary --image ${next} --environment aws-test`],
    });
  });

  test("refuses pods that somebody has changed since", async () => {
    await set({});
    await stage.canary(stage.push("1.1.0"));
    const annotations = { "kubectl.kubernetes.io/restartedAt": "2026-03-01T12:00:00Z" };
    await anotherTool(stage).patch("Deployment", "addressbook-canary", {
      spec: { template: { metadata: { annotations } } },
    });
    await stage.cluster.clock.sleep(60_000);
    expect((await stage.promote()).finished?.summary).toBe(
      "addressbook-canary is not verified: nothing is known of the pods that it has now",
    );
  });

  test("refuses settings that the canary was not verified with", async () => {
    await set({});
    const next = stage.push("1.1.0");
    await stage.canary(next);
    const { environment } = stage;
    const service = { ...environment.service, configuration: { NODE_ENV: "production", FEATURE: "on" } };
    Object.assign(stage, { environment: { ...environment, service } });
    expect((await stage.promote()).finished).toMatchObject({
      code: 1,
      summary: "this checkout has settings that addressbook-canary was not verified with",
      next: [
        `npx release canary --image ${next} --environment aws-test`,
        "git status  # or promote from the commit that the canary was started from",
      ],
    });
    expect(left()).toEqual({ stable: [stage.digest(stage.reference("1.0.0"))], canary: true });
  });

  test("has nothing to do the second time, and says so", async () => {
    await set({});
    const next = stage.push("1.1.0");
    await stage.canary(next);
    await stage.promote();
    expect((await stage.promote()).finished).toMatchObject({
      code: 0,
      summary: `${stage.digest(next)} is released already`,
    });
  });
});
