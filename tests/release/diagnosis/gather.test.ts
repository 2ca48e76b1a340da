import type { Cluster } from "../../../release/cluster/cluster";
import { ApiError, Unreachable } from "../../../release/cluster/errors";
import { describe as describeDiagnosis } from "../../../release/diagnosis/describe";
import { diagnose } from "../../../release/diagnosis/diagnose";
import { gather } from "../../../release/diagnosis/gather";
import { contextOf, event, type Given, pod, podName, running, snapshotOf, terminated, waiting } from "./support";

/** A cluster that answers these calls, and writes down which ones came. */
function clusterOf(answers: Partial<Cluster>) {
  const calls: string[] = [];
  const record =
    <Arguments extends unknown[], Answer>(
      name: string,
      answer: ((...given: Arguments) => Promise<Answer>) | undefined,
    ) =>
    (...given: Arguments): Promise<Answer> => {
      calls.push(`${name} ${given.map((value) => JSON.stringify(value)).join(" ")}`);
      return answer === undefined ? Promise.reject(new Unreachable("no answer", name)) : answer(...given);
    };
  const cluster = {
    list: record("list", answers.list),
    logs: record("logs", answers.logs),
    request: record("request", answers.request),
    get: record("get", answers.get),
  } as unknown as Cluster;
  return { cluster, calls };
}

async function gathered(given: Given, answers: Partial<Cluster>) {
  const { cluster, calls } = clusterOf(answers);
  const snapshot = await gather({ cluster, observer: { snapshot: () => snapshotOf(given) } }, contextOf(given));
  const lines = diagnose(snapshot, contextOf(given)).flatMap((diagnosis) => describeDiagnosis(diagnosis));
  return { snapshot, calls, lines };
}

describe("what is gathered for a diagnosis", () => {
  test("costs no request as long as all goes well", async () => {
    const { calls } = await gathered({ pods: [pod({ state: running(), ready: true })] }, {});
    expect(calls).toEqual([]);
  });

  test("is the log and the answer of a pod that does not become ready", async () => {
    const { calls, lines } = await gathered(
      { pods: [pod({ state: running(), started: true })] },
      {
        list: () => Promise.resolve([]),
        logs: () => Promise.resolve("{}"),
        request: () =>
          Promise.resolve({
            status: 503,
            headers: {},
            body: '{"ready":false,"reason":"the database lacks migrations: 0002_age"}',
          }),
      },
    );
    expect(calls).toEqual([
      'list "Event"',
      `logs "${podName}" {"container":"addressbook","previous":false,"lines":40}`,
      `request "${podName}" 3000 {"method":"GET","path":"/ready","timeoutMillis":3000}`,
    ]);
    expect(lines[0]).toBe(`pod/${podName}: the database lacks migrations that the service needs`);
  });

  test("is whether the Secret is there when events do not tell", async () => {
    const { calls, lines } = await gathered(
      { pods: [pod({ state: waiting("ContainerCreating") })] },
      { list: () => Promise.resolve([]), get: () => Promise.resolve(undefined) },
    );
    expect(calls).toEqual(['list "Event"', 'get "Secret" "db-params"']);
    expect(lines[0]).toBe(`pod/${podName}: there is no Secret db-params, which the pods need`);
  });

  test("has names of a Secret's keys, and no values", async () => {
    const data = { DB_PASSWORD: "bWFya2Vy", DB_HOST: "aG9zdA==" };
    const { snapshot } = await gathered(
      { pods: [pod({ state: waiting("ContainerCreating") })] },
      { list: () => Promise.resolve([]), get: (() => Promise.resolve({ data })) as unknown as Cluster["get"] },
    );
    expect(snapshot.secretKeys).toEqual({ "db-params": ["DB_PASSWORD", "DB_HOST"] });
    expect(JSON.stringify(snapshot)).not.toContain("bWFya2Vy");
  });

  test("does without what may not be read", async () => {
    const refuse = () => Promise.reject(new ApiError(403, "Forbidden", "forbidden", "list"));
    const { lines, snapshot } = await gathered(
      { pods: [pod({ state: terminated(3) })] },
      { list: refuse, logs: () => Promise.reject(new Unreachable("reset", "logs")) },
    );
    expect(snapshot.events).toBeUndefined();
    expect(lines[0]).toBe(`pod/${podName}: the program fails at its start, with exit code 3`);
  });

  test("fails when the tool itself is wrong", async () => {
    await expect(
      gathered(
        { pods: [pod({ state: terminated(3) })] },
        { list: () => Promise.reject(new TypeError("x")), logs: () => Promise.resolve("") },
      ),
    ).rejects.toThrow(TypeError);
  });

  test("keeps what was seen", async () => {
    const events = [event("BackOff", "x")];
    const { snapshot } = await gathered(
      { pods: [pod({ state: terminated(3) })], events, logs: { other: "y" } },
      { logs: () => Promise.resolve(undefined) },
    );
    expect(snapshot).toMatchObject({ events, logs: { other: "y", [podName]: "" } });
  });
});
