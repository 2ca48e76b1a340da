import service from "../../../../environments/service";
import { PodRequestCounter } from "../../../../release/verify/metrics/pod-request-counter";
import { ScriptedPods } from "../scripted-pods";

const { metrics, failureStatus } = service.verification.analysis;
const settings = { metrics, failureStatus, ignoredRoutes: new Set(["/ready", "/metrics"]) };

interface Figures {
  readonly good: number;
  readonly bad?: number;
  readonly quick?: number;
  readonly startedAt?: number;
}

const page = ({ good, bad = 0, quick, startedAt }: Figures) =>
  [
    "# TYPE http_requests_total counter",
    `http_requests_total{route="/all",status="200"} ${good}`,
    `http_requests_total{route="/all",status="500"} ${bad}`,
    `http_requests_total{route="/ready",status="500"} 1000`,
    ...(quick === undefined
      ? []
      : [
          `http_request_duration_seconds_bucket{route="/all",le="0.1"} ${quick}`,
          `http_request_duration_seconds_bucket{route="/all",le="+Inf"} ${good + bad}`,
        ]),
    ...(startedAt === undefined ? [] : [`process_start_time_seconds ${startedAt}`]),
  ].join("\n");

/** Pods whose figures a test sets between two looks. */
function counted() {
  const pods = new ScriptedPods();
  const show = (figures: Record<string, Figures | "gone" | "refused">): void => {
    for (const [name, now] of Object.entries(figures)) {
      if (now === "gone") pods.remove(name);
      else pods.set(name, () => (now === "refused" ? now : { body: page(now) }));
    }
  };
  const tracks = { canary: () => pods.addresses("canary"), stable: () => pods.addresses("stable") };
  return { pods, show, counter: new PodRequestCounter(pods, tracks, settings) };
}

describe("the requests since the beginning", () => {
  const cases: [title: string, looks: Record<string, Figures | "gone" | "refused">[], expected: object][] = [
    [
      "are what has come since then, of all pods of a track",
      [
        { canary: { good: 5, bad: 5 }, stable1: { good: 100 }, stable2: { good: 7 } },
        { canary: { good: 25, bad: 6 }, stable1: { good: 150 }, stable2: { good: 8, bad: 1 } },
      ],
      { canary: { requests: 21, failures: 1 }, stable: { requests: 52, failures: 1 } },
    ],
    [
      "begin with zero when the process has started anew, although it has more by now",
      [{ canary: { good: 5, startedAt: 100 } }, { canary: { good: 9, bad: 1, startedAt: 200 } }],
      { canary: { requests: 10, failures: 1 }, stable: undefined },
    ],
    [
      "begin with zero when there are fewer than before",
      [{ canary: { good: 50 } }, { canary: { good: 9 } }],
      { canary: { requests: 9, failures: 0 }, stable: undefined },
    ],
    [
      "are added up over a restart between two looks",
      [{ canary: { good: 50 } }, { canary: { good: 60 } }, { canary: { good: 4 } }],
      { canary: { requests: 14, failures: 0 }, stable: undefined },
    ],
    [
      "of a pod that goes away are those until it was seen last",
      [
        { canary: { good: 0 }, stable1: { good: 100 }, stable2: { good: 10 } },
        { canary: { good: 1 }, stable1: { good: 110 }, stable2: { good: 20 } },
        { canary: { good: 2 }, stable1: "gone", stable2: { good: 30 } },
      ],
      { canary: { requests: 2, failures: 0 }, stable: { requests: 30, failures: 0 } },
    ],
    [
      "of a pod that comes are those since it was seen first",
      [
        { canary: { good: 0 }, stable1: { good: 100 } },
        { canary: { good: 1 }, stable1: { good: 110 }, stable2: { good: 500 } },
        { canary: { good: 1 }, stable1: { good: 110 }, stable2: { good: 501 } },
      ],
      { canary: { requests: 1, failures: 0 }, stable: { requests: 11, failures: 0 } },
    ],
    [
      "of a pod that does not answer once are not lost",
      [{ canary: { good: 1 } }, { canary: "refused" }, { canary: { good: 8 } }],
      { canary: { requests: 7, failures: 0 }, stable: undefined },
    ],
    [
      "have their times",
      [{ canary: { good: 10, quick: 10 } }, { canary: { good: 30, quick: 25 } }],
      {
        canary: {
          requests: 20,
          failures: 0,
          durations: [
            { seconds: 0.1, requests: 15 },
            { seconds: Infinity, requests: 20 },
          ],
        },
        stable: undefined,
      },
    ],
  ];

  test.each(cases)("%s", async (_title, [first = {}, ...looks], expected) => {
    const { show, counter } = counted();
    show(first);
    expect(await counter.begin()).toBeUndefined();
    let counts: unknown;
    for (const look of looks) {
      show(look);
      counts = await counter.count();
    }
    expect(counts).toEqual(expected);
  });
});

test("a look costs one request for each pod", async () => {
  const { pods, show, counter } = counted();
  show({ canary: { good: 1 }, stable1: { good: 1 }, stable2: { good: 1 } });
  await counter.begin();
  await counter.count();
  expect(pods.sent()).toEqual(Array.from({ length: 6 }, () => "GET /metrics"));
});

describe("what hinders counting", () => {
  test.each([
    ["no pod", undefined, "there is no canary pod that is ready"],
    ["a page that is not there", { status: 404 }, "canary answered 404 to /metrics: set `analysis.metrics.path`"],
    [
      "other metrics",
      { body: "requests 7" },
      "canary shows no http_requests_total at /metrics: set `analysis.metrics.requests`",
    ],
    [
      "a refused connection",
      "refused" as const,
      "error trying to reach service: dial tcp 10.0.0.7:3000: connect: connection refused",
    ],
  ])("is %s", async (_title, answer, obstacle) => {
    const { pods, counter } = counted();
    if (answer !== undefined) pods.set("canary", () => answer);
    expect(await counter.begin()).toBe(obstacle);
    expect(await counter.count()).toBe(obstacle);
  });
});
