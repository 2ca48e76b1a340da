import { checkEnvironment, checkService } from "../../environments/schema/check";
import { describeProblem } from "../../environments/schema/problems";
import service from "../../environments/service";
import { changed } from "./changed";

/** What is said of the service's verification with a change in it, apart from any environment. */
const wrong = (change: object) =>
  checkService({ ...service, verification: { ...service.verification, ...change } }).map(describeProblem);
const wrongAnalysis = (change: object) => wrong({ analysis: { ...service.verification.analysis, ...change } });

/** What is said of an environment with another verification. */
const related = (verification: object) =>
  checkEnvironment("test", changed("local", { service: { verification } })).problems.map(describeProblem);

const get = (path: string) => ({ method: "GET", path });
const test1 = { name: "one", request: get("/one"), expect: { status: 200 } };
const test2 = { name: "two", request: get("/two"), expect: { status: 200 } };

test("the verification of the service that is shipped is right, and waits for a person", () => {
  expect(wrong({})).toEqual([]);
  expect(service.verification).toMatchObject({ onPass: "wait", onFail: "rollback", onInconclusive: "wait" });
});

describe("a functional test", () => {
  test.each<[title: string, change: object, problems: string[]]>([
    [
      "of another method",
      { request: { method: "get", path: "/" } },
      ['`request.method` must be one of "GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", got: "get"'],
    ],
    [
      "of an address",
      { request: get("http://x/") },
      ['`request.path` must be a path such as "/ready", got: "http://x/"'],
    ],
    ["without a name", { name: " " }, ['`name` must be a name, got: " "']],
    [
      "with a status that is none",
      { expect: { status: 20 } },
      ["`expect.status` must be an integer between 100 and 599, got: 20"],
    ],
    [
      "with a body that JSON cannot say",
      { expect: { status: 200, body: { id: NaN } } },
      ['`expect.body` must be something that JSON can say, got: {"id":null}'],
    ],
    [
      "with a pattern that is none",
      { expect: { status: 200, body: { matches: "(" } } },
      ['`expect.body.matches` must be a regular expression, got: "("; unterminated group'],
    ],
    [
      "with a pattern of a header that is none",
      { expect: { status: 200, headers: { etag: 5 } } },
      ['`expect.headers.etag` must be a string or { matches: "a regular expression" }, got: 5'],
    ],
    [
      "that keeps what no answer has",
      { keep: { id: "id" } },
      ['`keep.id` must be a place in the answer such as "body.id" or "headers.location", got: "id"'],
    ],
    [
      "that keeps something under the name of the run",
      { keep: { run: "body.id" } },
      ["`keep.run` must have a name of letters and digits, starting with a letter; `run` is taken"],
    ],
    [
      "that is to be quicker than nothing",
      { expect: { status: 200, maxMillis: 0 } },
      ["`expect.maxMillis` must be an integer between 1 and 60000 ms, got: 0"],
    ],
  ])("%s is refused", (_title, change, problems) => {
    const prefixed = problems.map((problem) => problem.replace("`", "`verification.functionalTests.0."));
    expect(wrong({ functionalTests: [{ ...test1, ...change }] })).toEqual(prefixed);
  });

  test("may hold whatever JSON can say", () => {
    const body = { text: "ä", number: -1.5, nothing: null, list: ["a", "b"] };
    expect(
      wrong({
        functionalTests: [{ ...test1, request: { method: "PUT", path: "/?a=b", body }, expect: { status: 200, body } }],
      }),
    ).toEqual([]);
  });
});

describe("the analysis", () => {
  test.each<[change: object, problem: string]>([
    [{ windowSeconds: -1 }, "`windowSeconds` must be an integer between 0 and 86400 seconds, got: -1"],
    [{ confidence: 95 }, "`confidence` must be a number between 0.8 and 0.999, got: 95"],
    [{ confidence: "0.95" }, '`confidence` must be a number between 0.8 and 0.999, got: "0.95"'],
    [{ maxErrorPercentagePoints: 0 }, "`maxErrorPercentagePoints` must be a number between 0.01 and 50, got: 0"],
    [{ maxSlowdownPercent: 0.5 }, "`maxSlowdownPercent` must be an integer between 1 and 1000 percent, got: 0.5"],
    [{ minimumRequests: 0 }, "`minimumRequests` must be an integer between 1 and 1000000, got: 0"],
    [{ failureStatus: "[5" }, '`failureStatus` must be a regular expression, got: "[5"; unterminated character class'],
    [
      { metrics: { ...service.verification.analysis.metrics, requests: "http-requests" } },
      '`metrics.requests` must be a name of a metric of Prometheus, got: "http-requests"',
    ],
    [
      { prometheus: { url: "prometheus:9090", podLabel: "pod", namespaceLabel: "namespace" } },
      '`prometheus.url` must be an address such as "https://prometheus.example.com", got: "prometheus:9090"',
    ],
  ])("refuses %j", (change, problem) => {
    expect(wrongAnalysis(change)).toEqual([problem.replace("`", "`verification.analysis.")]);
  });

  test("does not show a password in an address", () => {
    const url = "https://me:marker@prometheus.example.com";
    expect(wrongAnalysis({ prometheus: { url, podLabel: "pod", namespaceLabel: "namespace" } }).join()).not.toContain(
      "marker",
    );
  });
});

describe("settings that are each right", () => {
  test.each<[title: string, verification: object, problems: string[]]>([
    [
      "a load without a path",
      { load: { requestsPerSecond: 1, paths: [] } },
      [
        "`service.verification.load.paths` must name at least one path when `service.verification.load.requestsPerSecond` is not 0, got: []",
      ],
    ],
    [
      "a load that nobody counts",
      { load: { requestsPerSecond: 1 }, analysis: { windowSeconds: 0 } },
      [
        "`service.verification.load.requestsPerSecond` must be 0 when `service.verification.analysis.windowSeconds` is 0: nobody counts the requests, got: 1",
      ],
    ],
    [
      "a promotion without any look at the canary",
      { onPass: "promote", functionalTests: [], analysis: { windowSeconds: 0 } },
      [
        '`service.verification.onPass` must be "wait" when nothing is verified, got: "promote"; set `functionalTests`, `analysis.windowSeconds`, `command` or `job`',
      ],
    ],
    [
      "two tests of one name",
      { functionalTests: [test1, { ...test2, name: "one" }] },
      ['`service.verification.functionalTests.1.name` must not be the name of two tests, got: "one"'],
    ],
    [
      "a value that is kept too late, and one that never is",
      {
        functionalTests: [
          { ...test1, request: get("/{{id}}"), keep: { id: "body.id" }, cleanup: get("/{{id}}") },
          { ...test2, request: get("/{{id}}/{{run}}"), expect: { status: 200, body: { x: "{{name}}" } } },
        ],
      },
      [
        "`service.verification.functionalTests.0.request` must not need {{id}}, which no earlier test keeps; there is {{run}}",
        "`service.verification.functionalTests.1.expect` must not need {{name}}, which no earlier test keeps; there are {{run}}, {{id}}",
      ],
    ],
  ])("do not go together: %s", (_title, verification, problems) => {
    expect(related(verification)).toEqual(problems);
  });

  test.each<[title: string, verification: object]>([
    ["no look at the canary, and a person who promotes", { functionalTests: [], analysis: { windowSeconds: 0 } }],
    [
      "a promotion after a command of one's own",
      { onPass: "promote", functionalTests: [], analysis: { windowSeconds: 0 }, command: ["true"] },
    ],
    ["a load with its own paths", { load: { requestsPerSecond: 50, paths: ["/all?limit=1"] } }],
    [
      "a value that is kept and used",
      {
        functionalTests: [
          { ...test1, keep: { id: "body.id" } },
          { ...test2, request: get("/{{id}}") },
        ],
      },
    ],
  ])("go together: %s", (_title, verification) => {
    expect(related(verification)).toEqual([]);
  });
});

test("an environment may set a part of it", () => {
  const { environment } = checkEnvironment(
    "test",
    changed("local", { service: { verification: { analysis: { windowSeconds: 300 }, onPass: "promote" } } }),
  );
  expect(environment!.service.verification).toEqual({
    ...service.verification,
    onPass: "promote",
    analysis: { ...service.verification.analysis, windowSeconds: 300 },
  });
});
