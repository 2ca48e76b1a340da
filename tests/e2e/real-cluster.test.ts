import { setTimeout as sleep } from "node:timers/promises";

import { imageParts } from "../../charts/image";
import { minReadySeconds } from "../../environments/schema/release-pods";
import type { LocalInput } from "../../environments/schema/local";
import type { Deployment } from "../../release/cluster/objects";
import { diagnosesOf, type ToolRun } from "../baseline/release-tool";
import { cpuOf, type Figure, table } from "./figures";
import { type Given, given } from "./given";
import { LoadProcess } from "./load/load-process";
import { TestBed } from "./test-bed";

const found = given(process.env);
const reason = typeof found === "string" ? found : undefined;

if (reason !== undefined) process.stderr.write(`\nNOTHING IS TESTED on a real cluster: ${reason}\n\n`);

const stable = "addressbook-stable";
const canary = "addressbook-canary";
const secondRelease = "second release";
const stablePods = 3;
/** Less than what a test may take. */
const limit = ["--timeout", "150"];

(reason === undefined ? describe : describe.skip)("A release on a real cluster", () => {
  const { image = "", nextImage = "", badImage }: Partial<Given> = typeof found === "string" ? {} : found;
  const figures: Figure[] = [];
  const runs: ToolRun[] = [];
  let bed: TestBed;
  let load: LoadProcess | undefined;

  beforeAll(async () => {
    bed = await TestBed.open(found as Given);
  });

  afterEach(() => {
    load?.kill();
    load = undefined;
  });

  afterAll(async () => {
    process.stdout.write(`\n${table(figures)}\n\n`);
    await (bed as TestBed | undefined)?.close();
  });

  /** Runs a command that must end with a code. */
  async function release(command: string, code: number, ...further: readonly string[]): Promise<ToolRun> {
    const args = further.includes("--environment") ? further : ["--environment", "e2e", ...further];
    return ended(bed.tool.begin([command, ...limit, ...args]).end, code);
  }

  async function ended(end: Promise<ToolRun>, code: number): Promise<ToolRun> {
    const run = await end;
    runs.push(run);
    const said = run.status === code ? "" : run.stderr;
    expect({ status: run.status, said }).toEqual({ status: code, said: "" });
    return run;
  }

  /** Puts load on the service while something is done, and for a while after. */
  async function underLoad(
    what: string,
    work: () => Promise<readonly ToolRun[]>,
  ): Promise<{ runs: readonly ToolRun[]; since: number }> {
    load = LoadProcess.start(bed.origin);
    await sleep(1000);
    const since = Date.now();
    const done = await work();
    await sleep(3000);
    const result = await load.stop();
    const leastReady = bed.seen.leastReady(since);
    figures.push({ what, runs: done, load: result, leastReady });
    expect({ what, lost: result.lost, leastReady }).toEqual({ what, lost: [], leastReady: stablePods });
    expect(result.requests).toBeGreaterThan(200);
    return { runs: done, since };
  }

  /** Nothing but the pods of stable, all of one image and ready. */
  async function expectStableOnly(reference: string): Promise<void> {
    const deployments = await bed.api.list<Deployment>(bed.path("deployments"));
    expect(deployments.map(({ metadata }) => metadata?.name)).toEqual([stable]);
    const [{ spec, status } = {} as Deployment] = deployments;
    expect(bed.isSame(spec?.template.spec?.containers[0]?.image ?? "", reference)).toBe(true);
    expect([spec?.replicas, status?.readyReplicas, status?.updatedReplicas]).toEqual(Array(3).fill(stablePods));
  }

  test("the first one: clients lose nothing from its first endpoint on", async () => {
    // it makes the database, too, which is not wanted when there is one
    const connect = (found as Given).database === undefined ? [await release("connect", 0)] : [];
    const { end } = bed.tool.begin(["canary", ...limit, "--environment", "e2e", "--image", image]);
    await bed.seen.until("the service has an endpoint", () => bed.seen.ready > 0, 120);
    // until every node knows of it
    await sleep(1000);
    load = LoadProcess.start(bed.origin);
    const since = Date.now();
    const begun = await ended(end, 0);
    const promoted = await release("promote", 0);
    await sleep(3000);
    const result = await load.stop();

    const leastReady = bed.seen.leastReady(since);
    figures.push({ what: "first release", runs: [...connect, begun, promoted], load: result, leastReady });
    expect(result.lost).toEqual([]);
    expect(result.requests).toBeGreaterThan(200);
    expect(leastReady).toBeGreaterThanOrEqual(1);
    await expectStableOnly(image);
  });

  test("a good one: nothing is lost, the old version goes at once, and nobody waits for the tool", async () => {
    const { runs: both, since } = await underLoad(secondRelease, async () => [
      await release("canary", 0, "--image", nextImage),
      await release("promote", 0),
    ]);
    await expectStableOnly(nextImage);

    const old = bed.podsOf(image);
    expect(old.filter(({ created }) => created > since)).toEqual([]);
    await bed.seen.until("the old version is gone", () => old.every(({ gone }) => gone !== undefined), 60);
    const oldGone = (Math.max(...old.map(({ gone = Infinity }) => gone)) - both[1]!.ended) / 1000;
    const own = both.map(({ began, ended: end }) => bed.seen.secondsWithoutStarts(began, end, minReadySeconds));
    const ownSeconds = own.reduce((sum, each) => sum + each, 0);
    figures.push({ ...figures.pop()!, oldGone, ownSeconds });
    expect(oldGone).toBeLessThan(5);
    expect(ownSeconds).toBeLessThan(6);
  });

  test("a good one does not cost much", () => {
    const { runs: both } = figures.find(({ what }) => what === secondRelease)!;
    const asked = both.flatMap(({ requests }) => requests.map(({ method, url }) => `${method} ${url}`));
    expect(asked.length > 40 ? asked : []).toEqual([]);
    expect(cpuOf(both)).toBeLessThan(1.2);
  });

  test("one that is taken back: nothing is lost", async () => {
    await underLoad("canary, rollback", async () => [
      await release("canary", 0, "--image", image),
      await release("rollback", 0),
    ]);
    await expectStableOnly(nextImage);
  });

  interface Bad {
    readonly what: string;
    readonly service?: LocalInput["service"];
    readonly image?: string;
    readonly variables?: Readonly<Record<string, string>>;
    readonly id: RegExp;
    /** Somewhere in the explanation. */
    readonly says: RegExp;
    /** From the first pod of the bad version on. @default 5 */
    readonly withinSeconds?: number;
    /** What cannot be told from what passes by is waited for. @default - waiting is known to be useless */
    readonly timeoutSeconds?: number;
  }
  const crash = "console.error('the colours are not there'); process.exit(3)";
  const unknownTag = `${imageParts(image).newName}:e2e-there-is-no-such-tag`;
  const bad: readonly Bad[] = [
    { what: "image that there is not", image: unknownTag, id: /image/, says: /e2e-there-is-no-such-tag/ },
    {
      what: "program that ends",
      service: { command: ["node", "-e", crash] },
      id: /crash/,
      says: /the colours are not there/,
    },
    {
      what: "probe of a wrong path",
      service: { probes: { startup: "/live", readiness: "/e2e/nowhere", liveness: "/live" } },
      id: /probe/,
      says: /404/,
      // it is asked a few times, after the start
      withinSeconds: 20,
    },
    {
      what: "wrong password",
      variables: { DATABASE_SECRET: "e2e-wrong" },
      id: /password|login/,
      says: /password authentication failed/,
      // a local database may still be on its way, so that it is tried again until the end
      withinSeconds: 15,
      timeoutSeconds: 25,
    },
    ...(badImage === undefined ? [] : [{ what: "image that is not good", image: badImage, id: /./, says: /./ }]),
  ];

  test.each(bad)("a bad one ($what): its cause is told, it is taken back, and nothing is lost", async (row) => {
    const { what, service = {}, variables = {}, id, says, withinSeconds = 5, timeoutSeconds } = row;
    bed.environment("bad", service);
    if (variables["DATABASE_SECRET"] !== undefined)
      await bed.makeSecret("e2e-wrong", { ...(await bed.secretValues("db-params")), DB_PASSWORD: "not-the-password" });
    const args = ["--environment", "bad", "--image", row.image ?? image, "--timeout", String(timeoutSeconds ?? 120)];

    const {
      runs: [run],
    } = await underLoad(`bad: ${what}`, async () => [
      await ended(bed.tool.begin(["canary", ...args], variables).end, timeoutSeconds === undefined ? 1 : 70),
    ]);

    const [told] = diagnosesOf(run!).filter(({ diagnosis }) => id.test(diagnosis.id));
    expect(JSON.stringify(told?.diagnosis ?? diagnosesOf(run!))).toMatch(says);
    // the migration before it is not part of it, unless that is what fails
    const noticed = (told!.at - bed.seen.firstPod(run!.began, canary)) / 1000;
    figures.push({ ...figures.pop()!, noticed });
    expect({ noticed, said: noticed < withinSeconds ? "" : run!.stderr }).toEqual({ noticed, said: "" });
    await expectStableOnly(nextImage);
  });

  test("one that is ended from the keyboard goes on when it is begun again", async () => {
    await underLoad("interrupted, again", async () => {
      const running = bed.tool.begin(["canary", ...limit, "--environment", "e2e", "--image", image]);
      await bed.seen.until("a canary", () => bed.seen.has(canary), 60);
      running.signal("SIGINT");
      const interrupted = await running.end;
      runs.push(interrupted);
      expect(interrupted.status).not.toBe(0);
      return [interrupted, await release("canary", 0, "--image", image), await release("promote", 0)];
    });
    await expectStableOnly(image);
  });

  test("an earlier revision comes back, and nothing is lost", async () => {
    const before = await bed.revisionOf(stable, nextImage);
    await underLoad("back to a revision", async () => [await release("rollback", 0, "--to", String(before))]);
    await expectStableOnly(nextImage);
  });

  test("canary and stable are compared by the requests of clients", async () => {
    bed.environment("compared", { verification: { analysis: { windowSeconds: 30 } } });
    const {
      runs: [run],
    } = await underLoad("with an analysis", async () => [
      await release("canary", 0, "--environment", "compared", "--image", image),
      await release("rollback", 0),
    ]);
    const verdicts = run!.events.flatMap((event) => (event.type === "verdict" ? [event.verdict] : []));
    expect(verdicts).toMatchObject([{ verdict: "pass" }]);
    await expectStableOnly(nextImage);
  });

  test("no password was told to anybody", async () => {
    const { DB_PASSWORD: password = "" } = await bed.secretValues("db-params");
    expect(password.length).toBeGreaterThan(3);
    const encoded = Buffer.from(password).toString("base64");
    const leaks = runs.filter(({ stdout, stderr }) =>
      [password, encoded].some((each) => (stdout + stderr).includes(each)),
    );
    expect(leaks.map(({ stdout }) => stdout)).toEqual([]);
  });
});
