import service from "../../../../environments/service";
import { analyse } from "../../../../release/verify/analysis/analyse";
import type { Counts } from "../../../../release/verify/analysis/counts";

const { analysis } = service.verification;
const atEnd = { number: 1, of: 1 };
const counts = (failures: number, requests: number, more: Partial<Counts> = {}): Counts => ({
  failures,
  requests,
  ...more,
});

/** As many requests within 50 ms and beyond a second. */
const times = (quick: number, slow: number) => ({
  durations: [
    { seconds: 0.05, requests: quick },
    { seconds: 0.1, requests: quick },
    { seconds: 1, requests: quick },
    { seconds: Infinity, requests: quick + slow },
  ],
});

describe("the verdict at the end of the window", () => {
  test.each([
    [
      "fails what is worse",
      counts(12, 340),
      counts(2, 912),
      "fail",
      "12 of 340 requests to the canary failed (3.5 %), 2 of 912 to stable (0.2 %): worse by at least 1.8 points, with 95 % confidence",
    ],
    [
      "passes what is as good",
      counts(1, 900),
      counts(3, 2700),
      "pass",
      "1 of 900 requests to the canary failed (0.1 %), 3 of 2700 to stable (0.1 %): worse by at most 0.4 points, with 95 % confidence",
    ],
    [
      "passes what is better, however bad it is",
      counts(10, 500),
      counts(100, 1000),
      "pass",
      "10 of 500 requests to the canary failed (2 %), 100 of 1000 to stable (10 %): better by at least 5.9 points, with 95 % confidence",
    ],
    [
      "does not know with few requests, and says how many would do",
      counts(0, 100),
      counts(0, 300),
      "inconclusive",
      "0 of 100 requests to the canary failed (0 %), 0 of 300 to stable (0 %): it cannot be told whether it is worse by 1 point; about 200 more requests to the canary would tell",
    ],
    [
      "does not know what is just as bad as is allowed",
      counts(100, 10_000),
      counts(0, 10_000),
      "inconclusive",
      "100 of 10000 requests to the canary failed (1 %), 0 of 10000 to stable (0 %): it cannot be told whether it is worse by 1 point; it is too close to that to be told by more requests",
    ],
    [
      "does not pass fewer than the least number of requests",
      counts(0, 49),
      counts(49, 49),
      "inconclusive",
      "0 of 49 requests to the canary failed (0 %), 49 of 49 to stable (100 %): too few requests to pass: `minimumRequests` is 50",
    ],
    [
      "fails fewer than these when they are bad enough",
      counts(5, 5),
      counts(0, 300),
      "fail",
      "5 of 5 requests to the canary failed (100 %), 0 of 300 to stable (0 %): worse by at least 54.9 points, with 95 % confidence",
    ],
    [
      "does not know without a request",
      counts(0, 0),
      counts(0, 300),
      "inconclusive",
      "no request came to the canary, so that nothing can be told",
    ],
    [
      "fails a first release by what is allowed",
      counts(12, 340),
      undefined,
      "fail",
      "12 of 340 requests to the canary failed (3.5 %), there are none to stable to compare with: at least 2 % do, and 1 % may, with 95 % confidence",
    ],
    [
      "passes a first release by what is allowed",
      counts(0, 340),
      undefined,
      "pass",
      "0 of 340 requests to the canary failed (0 %), there are none to stable to compare with: at most 0.9 % do, and 1 % may, with 95 % confidence",
    ],
    [
      "compares with what is allowed when stable had no request",
      counts(0, 60),
      counts(0, 0),
      "inconclusive",
      "0 of 60 requests to the canary failed (0 %), there are none to stable to compare with: it cannot be told whether more than 1 % do; about 240 more requests to the canary would tell",
    ],
  ] as const)("%s", (_title, canary, stable, verdict, evidence) => {
    expect(analyse(canary, stable, analysis, atEnd)).toEqual({
      verdict,
      findings: [
        {
          kind: "error-rate",
          name: "requests that fail",
          verdict,
          evidence,
          ...(verdict === "inconclusive" ? {} : { confidence: 0.95 }),
        },
      ],
    });
  });
});

describe("times", () => {
  const evidence = (canary: Counts, stable: Counts | undefined) =>
    analyse(canary, stable, analysis, atEnd).findings.map((finding) => [
      finding.name,
      finding.verdict,
      finding.evidence,
    ]);

  test("that are longer fail a canary whose requests all succeed", () => {
    const [, latency] = evidence(counts(0, 400, times(300, 100)), counts(0, 900, times(890, 10)));
    expect(latency).toEqual([
      "requests that are slow",
      "fail",
      "100 of 400 requests to the canary took more than 100 ms (25 %), 10 of 900 to stable (1.1 %): worse by at least 19.7 points, with 95 % confidence",
    ]);
  });

  test("that are the same pass", () => {
    const [, latency] = evidence(counts(0, 400, times(398, 2)), counts(0, 900, times(890, 10)));
    expect(latency?.slice(0, 2)).toEqual(["requests that are slow", "pass"]);
  });

  test("are not judged without a stable to compare with", () => {
    expect(evidence(counts(0, 400, times(0, 400)), undefined)).toHaveLength(1);
  });

  test("are not judged by buckets that tell nothing", () => {
    const canary = counts(0, 400, { durations: [{ seconds: Infinity, requests: 400 }] });
    const [, latency] = evidence(canary, counts(0, 900, times(890, 10)));
    expect(latency?.[1]).toBe("inconclusive");
    expect(latency?.[2]).toContain("`service.verification.analysis.metrics.duration`");
  });
});

test("requests that the release sent itself are judged for themselves: the pods do not see those that never came", () => {
  const canary = counts(0, 600, { load: { events: 30, total: 300 } });
  const stable = counts(0, 1800, { load: { events: 0, total: 300 } });
  const { verdict, findings } = analyse(canary, stable, analysis, atEnd);
  expect(verdict).toBe("fail");
  expect(findings.map((finding) => [finding.name, finding.verdict])).toEqual([
    ["requests that fail", "pass"],
    ["requests of the release that fail", "fail"],
  ]);
  expect(findings[1]!.evidence).toMatch(
    /^30 of 300 requests of the release to the canary failed \(10 %\), 0 of 300 to/,
  );
});

describe("an early look", () => {
  const early = { number: 1, of: 3 };
  test("ends a canary that is clearly bad", () => {
    expect(analyse(counts(40, 100), counts(0, 300), analysis, early).verdict).toBe("fail");
  });

  test.each([
    ["a bad one that the last look would refuse", counts(5, 100), counts(0, 300)],
    ["a good one that the last look would pass", counts(0, 900), counts(0, 2700)],
  ])("leaves %s open", (_title, canary, stable) => {
    const { findings } = analyse(canary, stable, analysis, early);
    expect(findings).toMatchObject([
      { verdict: "inconclusive", evidence: expect.stringContaining("end early") as string },
    ]);
    expect(analyse(canary, stable, analysis, atEnd).verdict).not.toBe("inconclusive");
  });
});
