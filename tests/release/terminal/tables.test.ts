import { toJson } from "../../../release/terminal/json-output";
import { renderHistory, type Revision } from "../../../release/terminal/render-history";
import { type PlannedImages, type PlannedStep, renderPlan } from "../../../release/terminal/render-plan";
import { renderStatus, type StatusFacts } from "../../../release/terminal/render-status";
import { newImage, oldImage, pod, start, tree } from "./played-release";

const facts: StatusFacts = {
  at: start + 120_000,
  environment: "aws-demo",
  service: "addressbook",
  namespace: "addressbook",
  next: [],
};

test("the status of a canary that is being released", () => {
  const canary = pod("addressbook-canary-5d4f9c8b7-x7k2p", "failing", { why: "ended with exit code 1", restarts: 2 });
  const { deployments } = tree(canary);
  const refused = { deployments: [deployments[0]!, { ...deployments[1]!, why: "exceeded quota: pods" }] };
  const text = renderStatus(refused, {
    ...facts,
    address: "http://203.0.113.7",
    verdict: "inconclusive",
    lock: { holder: "ci@runner-7", command: "canary", since: start, silentMillis: 4000, isStale: false },
    next: ["npx release promote --environment aws-demo", "npx release rollback --environment aws-demo"],
  });
  expect(text.split("\n")).toEqual([
    "addressbook in aws-demo, namespace addressbook",
    "  address  http://203.0.113.7",
    "  canary   verification: inconclusive",
    "  release  canary by ci@runner-7, since 2 min 00 s",
    "           last sign of life 4 s ago",
    "",
    "name                                   ready    traffic    age  restarts  image, state",
    "addressbook-canary                     0/1          0 %                   addressbook:1.4.0@bbbbbbbbbbbb",
    "  addressbook-canary-5d4f9c8b7-x7k2p   failing           2 min         2  new, ended with exit code 1",
    "addressbook-stable                     3/3        100 %                   addressbook:1.3.0@aaaaaaaaaaaa",
    "  addressbook-stable-6f5d8c7b94-q8s2m  ready               1 d         0  new",
    "  addressbook-stable-6f5d8c7b94-r4t6w  ready               1 d         0  new",
    "  addressbook-stable-6f5d8c7b94-z9x1c  ready               1 d         0  new",
    "addressbook-stable cannot make pods: exceeded quota: pods",
    "",
    "  next     npx release promote --environment aws-demo",
    "           npx release rollback --environment aws-demo",
    "",
  ]);
});

test("the status says of a lock that nobody renews any more what becomes of it", () => {
  const lock = { holder: "ana", command: "canary", since: start, silentMillis: 90_000, isStale: true };
  expect(renderStatus({ deployments: [] }, { ...facts, lock }).split("\n")[2]).toBe(
    "           last sign of life 1 min 30 s ago: the next command that changes something takes its lock over",
  );
});

test("the status of nothing", () => {
  expect(renderStatus({ deployments: [] }, facts)).toBe(
    "addressbook in aws-demo, namespace addressbook\n\nnothing has been released yet\n",
  );
});

const revisions: readonly Revision[] = [
  { revision: 9, image: oldImage, configuration: "6f5d8c7b94", current: false, pods: 0 },
  {
    revision: 10,
    image: newImage,
    configuration: "5d4f9c8b7",
    releasedAt: "2026-03-01T12:00:59Z",
    releasedBy: "ci@runner-7\u001b[2J",
    current: true,
    pods: 3,
  },
];

test("the history, the newest revision first", () => {
  expect(renderHistory(revisions).split("\n")).toEqual([
    "revision           image                           configuration  pods  released (UTC)    by",
    "      10  current  addressbook:1.4.0@bbbbbbbbbbbb  5d4f9c8b7         3  2026-03-01 12:00  ci@runner-7",
    "       9           addressbook:1.3.0@aaaaaaaaaaaa  6f5d8c7b94        0",
    "",
  ]);
  expect(renderHistory(revisions.slice(0, 1)).split("\n")[0]).toBe(
    "revision  image                           configuration  pods",
  );
  expect(renderHistory([])).toBe("nothing has been released yet\n");
});

test("the history says what was found out about each, and what was accepted", () => {
  const [older, newer] = revisions;
  const lines = renderHistory([
    { ...older!, verdict: "pass" },
    { ...newer!, verdict: "fail", accepted: true },
  ]).split("\n");
  expect(lines.map((line) => line.slice(90))).toEqual([
    "verification    by",
    "fail, accepted  ci@runner-7",
    "pass",
    "",
  ]);
});

test("a time that somebody wrote by hand is shown as it is", () => {
  expect(renderHistory([{ ...revisions[1]!, releasedAt: "yesterday" }])).toContain("  yesterday  ");
});

test("a plan, with every track that has pods in one of its steps", () => {
  const step = { canaryPercent: 25, minimumReady: 3, connections: 25 };
  const steps: PlannedStep[] = [
    { ...step, what: "start the canary", pods: { stable: 3, canary: 1 }, seconds: 125 },
    { ...step, what: "end the canary", pods: { stable: 3 }, canaryPercent: 100, connections: 5 },
  ];
  expect(renderPlan(steps).split("\n")).toEqual([
    "    step              stable pods  canary pods  new version  ready at least  connections     at most",
    "1.  start the canary            3            1         25 %               3           25  2 min 05 s",
    "2.  end the canary              3            0        100 %               3            5",
    "",
  ]);
  expect(renderPlan([])).toBe("there is nothing to do\n");
});

test("a plan says from which image to which", () => {
  const steps = [{ what: "end the canary", pods: { canary: 0 }, canaryPercent: 0, minimumReady: 0, connections: 5 }];
  const head = (images: PlannedImages) => renderPlan(steps, images).split("\n").slice(0, 3);
  expect(head({ from: newImage, to: oldImage })).toEqual([`from  ${newImage}`, `to    ${oldImage}`, ""]);
  expect(head({ from: newImage, to: null })).toEqual([`from  ${newImage}`, "to    nothing", ""]);
  expect(head({ to: newImage })).toEqual([`to    ${newImage}`, "", expect.stringContaining("step")]);
  expect(renderPlan([], { from: newImage, to: oldImage })).toBe("there is nothing to do\n");
});

test("the same for programs: times are ISO 8601, and nothing else is touched", () => {
  const canary = pod("a", "ready", { why: "has to stay ready", until: start + 5000 });
  expect(JSON.parse(toJson({ tree: tree(canary), at: start, millis: 5, next: ["at"] }))).toMatchObject({
    at: "2026-03-01T12:00:00.000Z",
    millis: 5,
    next: ["at"],
    tree: {
      deployments: [{ pods: [{ since: "2026-03-01T12:00:00.000Z", until: "2026-03-01T12:00:05.000Z" }] }, {}],
    },
  });
});
