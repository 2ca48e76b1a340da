import service from "../../../../environments/service";
import type { FunctionalTest, Json } from "../../../../environments/schema/verification";
import type { PodRequest } from "../../../../release/cluster/cluster";
import { runFunctionalTests } from "../../../../release/verify/functional/functional-tests";
import { SimulatedClock } from "../../../cluster/clock";
import { type Answer, ScriptedPods } from "../scripted-pods";

/** Persons that all pods share, as they share a database; a test may break an answer. */
function addressbook(broken: (request: PodRequest) => Answer | undefined = () => undefined) {
  const persons = new Map<number, object>();
  let lastId = 6;
  const answer = (request: PodRequest): Answer => {
    const { method, path, body = "null" } = request;
    const id = Number(/^\/person\/(\d+)$/.exec(path)?.[1]);
    const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });
    const right = (): Answer => {
      if (path === "/ready") return json(200, { ready: true });
      if (path.startsWith("/all")) return json(200, [...persons.values()]);
      if (method === "PUT") {
        const person = { id: ++lastId, ...(JSON.parse(body) as object) };
        persons.set(lastId, person);
        return json(200, person);
      }
      const person = persons.get(id);
      if (person === undefined) return json(404, { title: "Not Found" });
      if (method === "DELETE") persons.delete(id);
      return method === "DELETE" ? { status: 200 } : json(200, person);
    };
    const wrong = broken(request);
    if (method === "PUT" && wrong !== undefined) right();
    return wrong ?? right();
  };
  return { persons, answer };
}

const { functionalTests } = service.verification;

async function run(
  pods: ScriptedPods,
  tests: readonly FunctionalTest[] = functionalTests,
  signal = new AbortController().signal,
) {
  return runFunctionalTests(pods, () => pods.addresses(), tests, new SimulatedClock(), signal);
}

const testOf = (
  request: FunctionalTest["request"],
  expect: FunctionalTest["expect"],
  more: Partial<FunctionalTest> = {},
): FunctionalTest => ({ name: "it works", request, expect, ...more });

describe("the tests of the service", () => {
  test("pass on each pod, with six requests, and leave nothing behind", async () => {
    const { persons, answer } = addressbook();
    const pods = new ScriptedPods().set("one", answer).set("two", answer);
    const findings = await run(pods);
    expect(findings.map(({ pod, verdict }) => [pod, verdict])).toEqual(
      ["one", "two"].flatMap((pod) => functionalTests.map(() => [pod, "pass"])),
    );
    expect(findings[1]).toEqual({
      kind: "functional",
      name: "a person can be added",
      pod: "one",
      verdict: "pass",
      evidence: "PUT /person was answered with 200",
      millis: 0,
    });
    expect(pods.sent("one")).toEqual([
      "GET /ready",
      "PUT /person",
      expect.stringMatching(/^GET \/person\/[78]$/),
      expect.stringMatching(/^DELETE \/person\/[78]$/),
      expect.stringMatching(/^GET \/person\/[78]$/),
      "GET /all?limit=1",
    ]);
    expect(persons.size).toBe(0);
  });

  test("write data that no other run has", async () => {
    const { answer } = addressbook();
    const pods = new ScriptedPods().set("one", answer).set("two", answer);
    await run(pods);
    await run(pods);
    const bodies = pods.requests.flatMap(({ request }) => request.body ?? []);
    expect(bodies).toHaveLength(4);
    expect(new Set(bodies).size).toBe(4);
    expect(bodies[0]).toMatch(/^\{"firstName":"Release","lastName":"[0-9a-f]{8}"\}$/);
  });

  test.each<[title: string, broken: (request: PodRequest) => Answer | undefined, verdicts: string, evidence: string]>([
    [
      "an error of the service",
      ({ method, path }) =>
        method === "GET" && path !== "/ready" ? { status: 500, body: "out of\n memory" } : undefined,
      "pass pass fail pass fail fail",
      "GET /person/7: status 500 instead of 200; body: out of memory",
    ],
    [
      "another value",
      ({ method, path }) => (method === "GET" && path === "/person/7" ? { body: '{"id":"7"}' } : undefined),
      "pass pass fail pass fail pass",
      'GET /person/7: body.id is "7" instead of 7; body: {"id":"7"}',
    ],
    [
      "a value that is not there, without which other tests cannot be run",
      ({ method }) => (method === "PUT" ? { body: '{"firstName":"Release"}' } : undefined),
      "pass fail inconclusive inconclusive inconclusive pass",
      expect.stringMatching(
        /^PUT \/person: body.lastName is not there instead of "\w{8}"; body: \{"firstName":"Release"\}$/,
      ) as string,
    ],
    [
      "another answer to a deleted person",
      ({ method, path }) => (method === "GET" && path === "/person/7" ? { body: "" } : undefined),
      "pass pass fail pass fail pass",
      "GET /person/7: a body that is no JSON; the body is empty",
    ],
  ])("show %s", async (_title, broken, verdicts, evidence) => {
    const findings = await run(new ScriptedPods().set("one", addressbook(broken).answer));
    expect(findings.map(({ verdict }) => verdict).join(" ")).toBe(verdicts);
    expect(findings.find(({ verdict }) => verdict === "fail")!.evidence).toEqual(evidence);
  });
});

describe("what tests wrote", () => {
  test("is deleted when the test that should have done so fails", async () => {
    let isFirst = true;
    const { persons, answer } = addressbook(({ method }) => {
      if (method !== "DELETE" || !isFirst) return undefined;
      isFirst = false;
      return { status: 500 };
    });
    const findings = await run(new ScriptedPods().set("one", answer));
    expect(findings.find(({ name }) => name === "the person can be deleted")?.verdict).toBe("fail");
    expect(persons.size).toBe(0);
  });

  test("is deleted when the answer was not the expected one", async () => {
    const { persons, answer } = addressbook(({ method }) =>
      method === "PUT" ? { status: 201, body: '{"id":7}' } : undefined,
    );
    const [add] = functionalTests.filter(({ keep }) => keep !== undefined);
    const findings = await run(new ScriptedPods().set("one", answer), [add!]);
    expect(findings.map(({ verdict }) => verdict)).toEqual(["fail"]);
    expect(persons.size).toBe(0);
  });

  test("is deleted when the release is interrupted", async () => {
    const ended = new AbortController();
    const { persons, answer } = addressbook(({ method }) => {
      if (method === "GET") ended.abort(new Error("Ctrl-C"));
      return undefined;
    });
    const pods = new ScriptedPods().set("one", answer);
    await expect(run(pods, functionalTests.slice(1), ended.signal)).rejects.toThrow("Ctrl-C");
    expect(pods.sent()).toEqual(["PUT /person", "GET /person/7", "DELETE /person/7"]);
    expect(persons.size).toBe(0);
  });

  test("is deleted by another pod when the one that wrote it is gone", async () => {
    const { persons, answer } = addressbook();
    const pods = new ScriptedPods();
    pods.set("one", (request) => {
      if (request.method === "PUT") pods.set("two", answer);
      else pods.remove("one");
      return request.method === "PUT" ? answer(request) : "gone";
    });
    const findings = await run(pods, functionalTests.slice(1));
    expect(new Set(findings.map(({ pod, verdict }) => `${pod} ${verdict}`))).toEqual(new Set(["two pass"]));
    expect(pods.sent("two")[0]).toBe("DELETE /person/7");
    expect(persons.size).toBe(0);
  });

  test("is told of when it cannot be deleted", async () => {
    const { answer } = addressbook(({ method }) => (method === "DELETE" ? { status: 500 } : undefined));
    const findings = await run(new ScriptedPods().set("one", answer));
    expect(findings.at(-1)).toEqual({
      kind: "functional",
      name: 'clean-up after "a person can be added"',
      verdict: "inconclusive",
      evidence: "DELETE /person/7 was answered with 500: what the test wrote may still be there",
    });
  });

  test("is deleted in the opposite order, and with 404 when it is gone already", async () => {
    const put = (name: string): FunctionalTest =>
      testOf(
        { method: "PUT", path: `/${name}` },
        { status: 200 },
        { name, cleanup: { method: "DELETE", path: `/${name}` } },
      );
    const pods = new ScriptedPods().set("one", ({ method }) => ({ status: method === "PUT" ? 200 : 404 }));
    expect(await run(pods, [put("a"), put("b")])).toHaveLength(2);
    expect(pods.sent()).toEqual(["PUT /a", "PUT /b", "DELETE /b", "DELETE /a"]);
  });
});

describe("an answer", () => {
  const add = "a person can be added";

  /** A pod of which some of the answers to adding a person are lost in some way; the person is there nevertheless. */
  const losing = (times: number, how: "lost" | "late") => {
    let puts = 0;
    return addressbook(({ method }) => (method === "PUT" && ++puts <= times ? how : undefined));
  };

  test.each([
    ["lost", 1],
    ["lost", 2],
    ["late", 2],
  ] as const)("that is %s %d times is not held against the version", async (how, times) => {
    const pods = new ScriptedPods().set("one", losing(times, how).answer);
    expect((await run(pods)).map(({ verdict }) => verdict)).toEqual(functionalTests.map(() => "pass"));
    expect(pods.sent().filter((sent) => sent === "GET /ready")).toHaveLength(times + 1);
  });

  test.each([
    ["lost", "inconclusive", "503 apiserver is shutting down"],
    ["late", "fail", "no answer within 5 s"],
  ] as const)("that is %s each time is %s", async (how, verdict, why) => {
    const pods = new ScriptedPods().set("one", losing(Infinity, how).answer);
    expect((await run(pods)).slice(1)).toMatchObject([
      { name: add, verdict, evidence: `PUT /person was not answered: ${why}` },
    ]);
    expect(pods.sent()).toEqual(Array(3).fill(["GET /ready", "PUT /person"]).flat());
  });

  test("that is lost does not keep anything from being deleted", async () => {
    let deletions = 0;
    const { persons, answer } = addressbook(({ method }) =>
      method === "DELETE" && ++deletions <= 2 ? "lost" : undefined,
    );
    const findings = await run(new ScriptedPods().set("one", answer));
    expect(findings.map(({ verdict }) => verdict)).toEqual(functionalTests.map(() => "pass"));
    expect(persons.size).toBe(0);
  });
});

describe("a pod that goes away", () => {
  test("is replaced by another", async () => {
    const { answer } = addressbook();
    const pods = new ScriptedPods();
    pods.set("one", (request) => {
      if (request.path !== "/ready") pods.remove("one");
      pods.set("two", answer);
      return request.path === "/ready" ? answer(request) : "gone";
    });
    const findings = await run(pods);
    expect(findings.map(({ pod, verdict }) => `${pod} ${verdict}`)).toEqual(functionalTests.map(() => "two pass"));
  });

  test("is replaced also when it refuses connections before it is gone", async () => {
    const { answer } = addressbook();
    const pods = new ScriptedPods();
    let isListed = true;
    pods.set("one", () => {
      isListed = false;
      return "refused";
    });
    pods.set("two", answer);
    const source = () => pods.addresses().filter(({ name }) => (name === "one" ? isListed : !isListed));
    const findings = await runFunctionalTests(
      pods,
      source,
      functionalTests,
      new SimulatedClock(),
      new AbortController().signal,
    );
    expect(findings.map(({ pod, verdict }) => `${pod} ${verdict}`)).toEqual(functionalTests.map(() => "two pass"));
  });

  test("says nothing of the version when no other comes", async () => {
    const findings = await run(new ScriptedPods().set("one", () => "gone"));
    expect(findings).toEqual([
      {
        kind: "functional",
        name: "functional tests",
        verdict: "inconclusive",
        evidence: "the pod went away before they were over, and no other came in its place",
        pod: "one",
      },
    ]);
  });

  test("is another thing than one that refuses connections and stays", async () => {
    const pods = new ScriptedPods().set("one", () => "refused");
    expect(await run(pods)).toEqual([
      {
        kind: "functional",
        name: "the service is ready",
        verdict: "fail",
        evidence:
          "GET /ready was not answered: error trying to reach service: dial tcp 10.0.0.7:3000: connect: connection refused",
        pod: "one",
        millis: 0,
      },
    ]);
    expect(pods.sent()).toEqual(["GET /ready"]);
  });

  test("leaves nothing to test when there was no other from the beginning", async () => {
    expect(await run(new ScriptedPods())).toMatchObject([
      { verdict: "inconclusive", evidence: "there is no canary pod that is ready" },
    ]);
    expect(await run(new ScriptedPods(), [])).toEqual([]);
  });
});

describe("an expectation", () => {
  const get = { method: "GET", path: "/x" } as const;
  const answer = {
    status: 200,
    headers: { location: "/x/1", "content-type": "text/plain" },
    body: '{"a":[{"b":1},2],"c":null}',
  };
  const outcome = async (expected: Omit<FunctionalTest["expect"], "status">, got: Answer = answer) => {
    const [finding] = await run(
      new ScriptedPods().set("one", () => got),
      [testOf(get, { status: 200, ...expected })],
    );
    return finding!.verdict === "pass" ? "pass" : finding!.evidence.replace("GET /x: ", "").replace(/; .*/, "");
  };

  test.each<[body: Json, outcome: string]>([
    [{}, "pass"],
    [{ a: [] }, "pass"],
    [{ a: [2] }, "pass"],
    [{ a: [{ b: 1 }], c: null }, "pass"],
    [{ matches: '^\\{"a"' }, "pass"],
    [{ a: [3] }, "body.a holds no 3 among its 2 items"],
    [{ a: [{ b: 2 }] }, 'body.a holds no {"b":2} among its 2 items'],
    [{ a: {} }, 'body.a is [{"b":1},2] instead of an object'],
    [{ c: {} }, "body.c is null instead of an object"],
    [{ c: [] }, "body.c is null instead of a list"],
    [{ d: null }, "body.d is not there instead of null"],
    [{ toString: null }, "body.toString is not there instead of null"],
    [[], 'body is {"a":[{"b":1},2],"c":null} instead of a list'],
    [{ matches: "b..2" }, "body does not match b..2"],
    [{ matches: 2 }, "body.matches is not there instead of 2"],
  ])("of the body %j: %s", async (body, expected) => {
    expect(await outcome({ body })).toBe(expected);
  });

  test.each<[headers: NonNullable<FunctionalTest["expect"]["headers"]>, outcome: string]>([
    [{ Location: "/x/1", "content-type": { matches: "^text/" } }, "pass"],
    [{ Location: "/x/2" }, "header Location is /x/1 instead of /x/2"],
    [{ "x-id": { matches: "." } }, "no header x-id"],
    [{ "Content-Type": { matches: "json" } }, "header Content-Type does not match json"],
  ])("of the headers %j: %s", async (headers, expected) => {
    expect(await outcome({ headers })).toBe(expected);
  });

  test("of the time", async () => {
    const clock = new SimulatedClock();
    const pods = new ScriptedPods().set("one", async () => {
      await clock.sleep(250);
      return {};
    });
    const { signal } = new AbortController();
    const of = (maxMillis: number) =>
      runFunctionalTests(pods, () => pods.addresses(), [testOf(get, { status: 200, maxMillis })], clock, signal);
    expect(await of(250)).toMatchObject([{ verdict: "pass", millis: 250 }]);
    expect(await of(249)).toMatchObject([
      { verdict: "fail", evidence: "GET /x: 250 ms instead of at most 249; the body is empty" },
    ]);
  });

  test("cuts a long body, and shows what cannot be seen", async () => {
    const [finding] = await run(
      new ScriptedPods().set("one", () => ({ status: 500, body: `\u0007${"x".repeat(300)}` })),
      [testOf(get, { status: 200 })],
    );
    expect(finding!.evidence).toMatch(/body: \\u\{7\}x{194}…$/);
  });
});

describe("values of an answer", () => {
  test("are put into the requests that follow, each in its own way", async () => {
    const pods = new ScriptedPods().set("one", () => ({
      headers: { etag: '"7 a/b"' },
      body: '{"items":[{"id":42}],"name":"ä/ö?"}',
    }));
    const keep = { id: "body.items.0.id", name: "body.name", tag: "headers.ETag" };
    await run(pods, [
      testOf({ method: "GET", path: "/" }, { status: 200 }, { keep }),
      testOf(
        {
          method: "POST",
          path: "/{{name}}?q={{tag}}&id={{id}}",
          headers: { "If-Match": "{{tag}}" },
          body: { id: "{{id}}", text: "no. {{id}}", list: ["{{name}}", true, null, 1.5] },
        },
        { status: 200, body: { name: "{{name}}" } },
        { name: "second" },
      ),
      testOf({ method: "POST", path: "/text", body: "id={{id}}" }, { status: 200 }, { name: "third" }),
    ]);
    expect(pods.requests.slice(1).map(({ request }) => request)).toEqual([
      {
        method: "POST",
        path: `/${encodeURIComponent("ä/ö?")}?q=${encodeURIComponent('"7 a/b"')}&id=42`,
        headers: { "If-Match": '"7 a/b"', "content-type": "application/json" },
        body: '{"id":42,"text":"no. 42","list":["ä/ö?",true,null,1.5]}',
        timeoutMillis: 5000,
      },
      { method: "POST", path: "/text", headers: {}, body: "id=42", timeoutMillis: 5000 },
    ]);
  });

  test("that are not there fail the test that keeps them", async () => {
    const pods = new ScriptedPods().set("one", () => ({ body: "{}" }));
    const findings = await run(pods, [
      testOf({ method: "GET", path: "/" }, { status: 200 }, { keep: { id: "body.id" } }),
      testOf({ method: "GET", path: "/{{id}}" }, { status: 200 }, { name: "next" }),
      testOf({ method: "GET", path: "/" }, { status: 200, body: { id: "{{id}}" } }, { name: "last" }),
    ]);
    expect(findings.map(({ verdict, evidence }) => [verdict, evidence])).toEqual([
      ["fail", "GET /: nothing at body.id; body: {}"],
      ["inconclusive", "not run: it needs {{id}}, which no test before it has kept"],
      ["inconclusive", "not judged: it needs {{id}}, which no test before it has kept"],
    ]);
  });
});
