import service from "../../../../environments/service";
import type { Sample } from "../../../../release/dashboard/dashboard-state";
import { PodSampler } from "../../../../release/dashboard/metrics/pod-sampler";
import { Rotation } from "../../../../release/dashboard/metrics/rotation";
import { SampleHistory } from "../../../../release/dashboard/metrics/sample-history";
import { trackSample } from "../../../../release/dashboard/metrics/track-sample";
import { ManualClock } from "../../terminal/manual-clock";
import { ScriptedPods } from "../../verify/scripted-pods";

const { metrics, failureStatus } = service.verification.analysis;
const settings = { metrics, failureStatus, ignoredRoutes: new Set(["/ready"]) };

const page = (good: number, bad = 0): string =>
  [
    "# TYPE http_requests_total counter",
    `http_requests_total{route="/all",status="200"} ${good}`,
    `http_requests_total{route="/all",status="500"} ${bad}`,
    `http_request_duration_seconds_bucket{route="/all",le="0.1"} ${good}`,
    `http_request_duration_seconds_bucket{route="/all",le="+Inf"} ${good + bad}`,
  ].join("\n");

/** A sampler of scripted pods; time goes on by one sample at a time. */
function sampled(pods: ScriptedPods, tracks = ["canary", "stable"], clock = new ManualClock(0)) {
  const samples: Sample[] = [];
  const sources = Object.fromEntries(tracks.map((track) => [track, () => pods.addresses(track)]));
  const sampler = new PodSampler({ cluster: pods, clock, tracks: sources, metrics: settings });
  sampler.start((sample) => samples.push(sample));
  let rounds = 0;
  const next = async (): Promise<Sample | undefined> => {
    const before = samples.length;
    // the first answers are there at once; the next round does not begin yet
    await new Promise(setImmediate);
    await clock.advanceTo(5000 * ++rounds - 1);
    return samples[before];
  };
  return { sampler, next };
}

test("figures are those since the pod was asked last, over restarts, by track", async () => {
  const pods = new ScriptedPods()
    .set("canary", () => ({ body: page(10) }))
    .set("stable1", () => ({ body: page(1000) }));
  const { sampler, next } = sampled(pods);
  expect(await next()).toBeUndefined();
  pods.set("canary", () => ({ body: page(60) })).set("stable1", () => ({ body: page(15, 5) }));
  expect((await next())?.tracks).toEqual({
    canary: { requestsPerSecond: 10, errorPercent: 0, p50: 50, p95: 95, p99: 99 },
    // it has started anew; what is beyond the last bound is not known
    stable: { requestsPerSecond: 4, errorPercent: 25, p50: 66.7, p95: 100, p99: 100 },
  });
  expect((await next())?.tracks).toEqual({ canary: { requestsPerSecond: 0 }, stable: { requestsPerSecond: 0 } });
  sampler.stop();
});

test("pods that do not answer are taken to do what the others do, and those that are late hold nobody up", async () => {
  const pods = new ScriptedPods();
  for (const name of ["stable1", "stable2", "stable3"]) pods.set(name, () => ({ body: page(0) }));
  pods.set("canary", () => new Promise(() => undefined));
  const { sampler, next } = sampled(pods);
  await next();
  pods.set("stable1", () => ({ body: page(50) })).set("stable2", () => "refused");
  pods.set("stable3", () => ({ body: "not the page" }));
  expect((await next())?.tracks["stable"]?.requestsPerSecond).toBeCloseTo(30, -1);
  pods.remove("stable2");
  await next();
  // whoever has not answered yet is not asked again
  expect(pods.sent("canary")).toEqual(["GET /metrics"]);
  sampler.stop();
});

test("who is slow is in the sample, and who is late in the next one", async () => {
  const clock = new ManualClock(0);
  let good = 0;
  const after = (millis: number) => async () => {
    const body = page(good);
    await clock.sleep(millis);
    return { body };
  };
  const pods = new ScriptedPods().set("canary", after(0)).set("stable", after(0));
  const { sampler, next } = sampled(pods, ["canary", "stable"], clock);
  await next();
  pods.set("canary", after(3000)).set("stable", after(6000));
  good = 80;
  // 10 a second since it was asked first, 8 s ago; stable has not answered at all
  expect(await next()).toEqual({
    at: 9900,
    tracks: { canary: { requestsPerSecond: 10, errorPercent: 0, p50: 50, p95: 95, p99: 99 } },
    silent: ["stable"],
  });
  pods.set("canary", after(0)).set("stable", after(0));
  good = 100;
  const { tracks, silent } = (await next())!;
  expect(tracks["stable"]?.requestsPerSecond).toBeCloseTo(80 / 11, 1);
  expect([Object.keys(tracks), silent]).toEqual([["canary", "stable"], undefined]);
  sampler.stop();
});

test("a track whose pods do not answer is named, and one that has no pods, or no figures, is not", async () => {
  const pods = new ScriptedPods()
    .set("canary1", () => new Promise(() => undefined))
    .set("canary2", () => "refused")
    .set("stable", () => ({ body: "not the page" }));
  const { sampler, next } = sampled(pods, ["canary", "stable", "green"]);
  for (const at of [4900, 9900]) expect(await next()).toEqual({ at, tracks: {}, silent: ["canary"] });
  pods.set("canary2", () => ({ body: page(1) }));
  expect(await next()).toBeUndefined();
  sampler.stop();
});

test("of many pods a part is asked each time, ten a second at most, and stands for all", async () => {
  const pods = new ScriptedPods().set("canary", () => ({ body: page(5) }));
  let good = 0;
  for (let number = 0; number < 200; number++) pods.set(`stable${number}`, () => ({ body: page(good) }));
  const { sampler, next } = sampled(pods);
  let sample: Sample | undefined;
  for (let round = 1; round <= 12; round++) {
    good = 50 * round;
    sample = await next();
    expect(pods.sent().length).toBeLessThanOrEqual(40 * round);
  }
  expect(pods.sent("canary")).toHaveLength(12);
  expect(pods.sent("stable0").length).toBeGreaterThan(1);
  // 10 a second of each of the 200
  expect(sample?.tracks["stable"]?.requestsPerSecond).toBeCloseTo(2000, -2);
  sampler.stop();
});

test("turns go round the pods of each track, and what a track does not need the others get", () => {
  const rotation = new Rotation(4);
  const pods = new Map([
    ["stable", ["a", "b", "c", "d", "e"]],
    ["canary", ["x"]],
  ]);
  expect([rotation.next(pods), rotation.next(pods), rotation.next(pods)]).toEqual([
    ["x", "a", "b", "c"],
    ["x", "d", "e", "a"],
    ["x", "b", "c", "d"],
  ]);
});

test("without a time there are none in the sample", () => {
  const counts = { requests: 10, failures: 1 };
  expect(trackSample([{ counts, seconds: 5 }], 1)).toEqual({ requestsPerSecond: 2, errorPercent: 10 });
  const durations = [{ seconds: Infinity, requests: 10 }];
  expect(trackSample([{ counts: { ...counts, durations }, seconds: 5 }], 1)).toEqual({
    requestsPerSecond: 2,
    errorPercent: 10,
  });
});

test("an hour is kept", () => {
  const history = new SampleHistory();
  for (let at = 0; at <= 7_200_000; at += 5000) history.add({ at, tracks: {} });
  expect([history.all().length, history.all()[0]?.at, history.all().at(-1)?.at]).toEqual([720, 3_605_000, 7_200_000]);
});
