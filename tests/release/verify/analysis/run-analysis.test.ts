import service from "../../../../environments/service";
import type { Verification } from "../../../../environments/schema/verification";
import { type AnalysisProgress, looksOf, runAnalysis } from "../../../../release/verify/analysis/run-analysis";
import { SimulatedClock } from "../../../cluster/clock";
import { ScriptedPods } from "../scripted-pods";

/** A pod that answers so many requests in a second, some of which fail. */
interface Traffic {
  readonly perSecond: number;
  readonly failing: number;
}

/** A canary and three stable pods under clients' requests, in simulated time. */
function played(canary: Traffic, stable: Traffic, settings: Partial<Verification["analysis"]> = {}, load = {}) {
  const clock = new SimulatedClock();
  const begun = clock.now();
  const pods = new ScriptedPods();
  const own = new Map<string, number>();
  const add = (name: string, { perSecond, failing }: Traffic): void => {
    pods.set(name, ({ path }) => {
      if (path !== "/metrics") own.set(name, (own.get(name) ?? 0) + 1);
      const requests = perSecond * ((clock.now() - begun) / 1000) + (own.get(name) ?? 0);
      const failures = Math.round(requests * failing);
      const figures = { 200: requests - failures, 500: failures };
      const lines = Object.entries(figures).map(
        ([status, count]) => `http_requests_total{status="${status}"} ${count}`,
      );
      return path === "/metrics" ? { body: lines.join("\n") } : { status: failing > 0.5 ? 500 : 200 };
    });
  };
  add("canary", canary);
  for (const name of ["stable1", "stable2", "stable3"]) add(name, stable);
  const tracks = { canary: () => pods.addresses("canary"), stable: () => pods.addresses("stable") };
  const verification = {
    ...service.verification,
    analysis: { ...service.verification.analysis, ...settings },
    load: { ...service.verification.load, ...load },
  };
  const progress: AnalysisProgress[] = [];
  const ended = new AbortController();
  const verdict = runAnalysis(pods, tracks, { verification, probes: service.probes }, clock, ended.signal, (seen) =>
    progress.push(seen),
  );
  const seconds = () => (clock.now() - begun) / 1000;
  return { pods, clock, verdict, progress, seconds, ended };
}

const good: Traffic = { perSecond: 10, failing: 0 };

test.each([
  [1, 1],
  [60, 1],
  [119, 1],
  [120, 2],
  [600, 10],
])("a window of %d s is looked at %d times", (windowSeconds, looks) => {
  expect(looksOf(windowSeconds)).toBe(looks);
});

describe("an analysis", () => {
  test("passes a good canary after the window, with eight requests to the API", async () => {
    const { verdict, pods, seconds, progress } = played(good, good);
    expect(await verdict).toMatchObject({ verdict: "pass", findings: [{ kind: "error-rate", verdict: "pass" }] });
    expect(seconds()).toBe(60);
    expect(pods.requests).toHaveLength(8);
    expect(progress).toEqual([
      {
        look: { number: 1, of: 1 },
        canary: { requests: 600, failures: 0 },
        stable: { requests: 1800, failures: 0 },
        verdict: await verdict,
      },
    ]);
  });

  test("ends at the first look at which the canary is clearly bad", async () => {
    const { verdict, seconds, progress } = played({ perSecond: 1, failing: 0.5 }, good, { windowSeconds: 300 });
    expect((await verdict).findings[0]!.evidence).toMatch(/^30 of 60 requests to the canary failed \(50 %\)/);
    expect((await verdict).verdict).toBe("fail");
    expect(seconds()).toBe(60);
    expect(progress).toHaveLength(1);
  });

  test("goes on as long as nothing is sure", async () => {
    const { verdict, seconds, progress } = played({ perSecond: 0.5, failing: 0.02 }, good, { windowSeconds: 180 });
    expect((await verdict).verdict).toBe("inconclusive");
    expect(seconds()).toBe(180);
    expect(progress.map(({ look }) => look.number)).toEqual([1, 2, 3]);
  });

  test("does not wait when nothing can be counted", async () => {
    const { verdict, pods, seconds } = played(good, good, {
      metrics: { ...service.verification.analysis.metrics, requests: "requests_total" },
    });
    expect(await verdict).toEqual({
      verdict: "inconclusive",
      findings: [
        {
          kind: "error-rate",
          name: "requests that fail",
          verdict: "inconclusive",
          evidence:
            "requests cannot be counted: canary shows no requests_total at /metrics: set `analysis.metrics.requests`",
        },
      ],
    });
    expect(seconds()).toBe(0);
    expect(pods.requests).toHaveLength(4);
  });

  test("of no window passes without a request", async () => {
    const { verdict, pods } = played(good, good, { windowSeconds: 0 });
    expect(await verdict).toEqual({ verdict: "pass", findings: [] });
    expect(pods.requests).toEqual([]);
  });

  test("without stable pods compares with what is allowed", async () => {
    const { verdict, pods } = played(good, good);
    for (const { name } of pods.addresses("stable")) pods.remove(name);
    expect((await verdict).findings[0]!.evidence).toContain("there are none to stable to compare with");
  });

  test("ends with the reason of whoever interrupts it, and sends nothing any more", async () => {
    const { verdict, pods, clock, ended } = played(good, good, {}, { requestsPerSecond: 1 });
    clock.after(10_500, () => {
      ended.abort(new Error("Ctrl-C"));
    });
    await expect(verdict).rejects.toThrow("Ctrl-C");
    const sent = pods.requests.length;
    await clock.sleep(5000);
    expect(pods.requests).toHaveLength(sent);
  });
});

describe("a load of the release's own", () => {
  const silent: Traffic = { perSecond: 0, failing: 0 };

  test("makes requests where there are none, to both tracks alike and each path in its turn", async () => {
    const { verdict, pods, progress } = played(silent, silent, {}, { requestsPerSecond: 2, paths: ["/all", "/x?y=1"] });
    await verdict;
    const sent = (prefix: string) =>
      pods.requests.filter(({ pod, request }) => pod.startsWith(prefix) && request.path !== "/metrics");
    expect(sent("canary").length).toBeGreaterThanOrEqual(120);
    expect(sent("canary").length).toBeLessThanOrEqual(121);
    expect(sent("stable")).toHaveLength(sent("canary").length);
    expect(sent("stable2").length).toBeGreaterThanOrEqual(40);
    expect(
      sent("canary")
        .slice(0, 3)
        .map(({ request }) => request.path),
    ).toEqual(["/all", "/x?y=1", "/all"]);
    expect(new Set(pods.requests.map(({ request }) => request.method))).toEqual(new Set(["GET"]));
    const { canary, stable } = progress[0]!;
    // the last ones are sent at the very moment of the look
    expect(canary.load!.total - canary.requests).toBeLessThanOrEqual(1);
    expect(stable!.load!.total - stable!.requests).toBeLessThanOrEqual(1);
    expect(Math.min(canary.requests, stable!.requests)).toBeGreaterThanOrEqual(119);
  });

  test("is judged by what the release sees when the pods do not count it", async () => {
    const { verdict, pods } = played(silent, silent, {}, { requestsPerSecond: 2 });
    const answers = pods.request.bind(pods);
    pods.request = async (pod, port, request) => {
      const answer = await answers(pod, port, request);
      return pod === "canary" && request.path !== "/metrics" ? { ...answer, status: 502 } : answer;
    };
    expect(await verdict).toMatchObject({
      verdict: "fail",
      findings: [
        { name: "requests that fail" },
        {
          name: "requests of the release that fail",
          verdict: "fail",
          evidence: expect.stringMatching(/\(100 %\)/) as string,
        },
      ],
    });
  });

  test.each([
    ["late", "fail"],
    ["lost", "pass"],
  ] as const)("that is %s on the canary makes it %s", async (how, expected) => {
    const { verdict, pods, progress } = played(good, good, {}, { requestsPerSecond: 20 });
    const answers = pods.request.bind(pods);
    let sent = 0;
    pods.request = (pod, port, request) => {
      const isHit = pod === "canary" && request.path !== "/metrics" && ++sent % 2 === 0;
      if (isHit) return new ScriptedPods().set(pod, () => how).request(pod, port, request);
      return answers(pod, port, request);
    };
    expect((await verdict).verdict).toBe(expected);
    const { events, total } = progress[0]!.canary.load!;
    expect(events / total).toBeCloseTo(how === "late" ? 0.5 : 0, 2);
  });

  test("counts a refused connection as a failure, and nothing of a pod that is taken away meanwhile", async () => {
    const { verdict, pods, progress } = played(good, good, {}, { requestsPerSecond: 1 });
    const answers = pods.request.bind(pods);
    pods.request = (pod, port, request) => {
      if (pod === "stable1" && request.path !== "/metrics") pods.set("stable1", () => "refused");
      if (pod === "stable2" && request.path !== "/metrics") pods.remove("stable2");
      return answers(pod, port, request);
    };
    await verdict;
    const { events, total } = progress[0]!.stable!.load!;
    // then there are two left, one of which refuses: every other request but for that one
    expect(Math.abs(total - 2 * events)).toBeLessThanOrEqual(2);
    const sent = pods.requests.filter(({ pod, request }) => pod.startsWith("stable") && request.path !== "/metrics");
    expect(total).toBe(sent.length - 1);
  });
});
