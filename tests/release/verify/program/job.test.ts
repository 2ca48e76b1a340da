import type { Job, Pod } from "../../../../release/cluster/objects";
import { jobFinding } from "../../../../release/verify/program/job";

const job = (type?: string, more: object = {}) =>
  ({
    metadata: { name: "addressbook-verify-1" },
    status: {
      startTime: "2026-03-01T12:00:00Z",
      conditions:
        type === undefined ? [] : [{ type, status: "True", lastTransitionTime: "2026-03-01T12:00:09Z", ...more }],
    },
  }) as unknown as Job;

const pod = (exitCode: number, finishedAt: string) =>
  ({ status: { containerStatuses: [{ state: { terminated: { exitCode, finishedAt } } }] } }) as unknown as Pod;

test.each([
  ["a Job that is complete", job("Complete"), [], "pass", "ended with 0: done"],
  ["one that failed", job("Failed"), [pod(2, "2026-03-01T12:00:09Z")], "fail", "ended with 2: done"],
  ["one that could not tell", job("Failed"), [pod(75, "2026-03-01T12:00:09Z")], "inconclusive", "ended with 75: done"],
  [
    "one whose last pod could not tell",
    job("Failed"),
    [pod(75, "2026-03-01T12:00:09Z"), pod(1, "2026-03-01T12:00:03Z")],
    "inconclusive",
    "ended with 75: done",
  ],
  [
    "one that took too long",
    job("Failed", { reason: "DeadlineExceeded", message: "Job was active longer than specified deadline" }),
    [pod(143, "2026-03-01T12:00:09Z")],
    "inconclusive",
    "did not end: Job was active longer than specified deadline: done",
  ],
  [
    "one whose pod never ran",
    job("Failed", { reason: "BackoffLimitExceeded" }),
    [],
    "inconclusive",
    "did not end: BackoffLimitExceeded: done",
  ],
])("%s", (_title, ended, pods, verdict, evidence) => {
  expect(jobFinding(ended, pods, "done \n\n")).toMatchObject({
    kind: "command",
    name: "job/addressbook-verify-1",
    verdict,
    evidence,
  });
});

test("a Job that runs says nothing yet", () => {
  expect(jobFinding(job(), [])).toBeUndefined();
});

test("how long it took is told", () => {
  expect(jobFinding(job("Failed"), [pod(1, "2026-03-01T12:00:09Z")])).toMatchObject({
    millis: 9000,
    evidence: "ended with 1",
  });
});
