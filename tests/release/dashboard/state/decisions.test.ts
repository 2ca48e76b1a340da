import { decisions, type Situation } from "../../../../release/dashboard/state/decisions";
import type { LockState } from "../../../../release/lock-state";
import type { StandingTrack } from "../../../../release/standing";

const candidate = { name: "addressbook-canary" } as StandingTrack;
const since = Date.parse("2026-03-01T12:00:00Z");
const lock: LockState = {
  name: "ana@laptop",
  command: "release canary",
  since,
  renewed: since,
  durationMillis: 30_000,
};
const verified: Situation = { isReadOnly: false, candidate, verdict: "pass", canRollBack: true };

test.each<[title: string, situation: Situation, promote: string | undefined, rollback: string | undefined]>([
  ["a verified canary", verified, undefined, undefined],
  [
    "nothing under way",
    { isReadOnly: false, canRollBack: false },
    "nothing is under way that could be promoted",
    "nothing is under way that could be taken back",
  ],
  [
    "nothing under way, and something to go back to",
    { isReadOnly: false, canRollBack: false, wayBack: "npx release rollback --to N --environment aws-demo" },
    "nothing is under way that could be promoted",
    "nothing is under way that could be taken back; to go back to revision N of the history: npx release rollback --to N --environment aws-demo",
  ],
  [
    "a verification that has not ended",
    { ...verified, verdict: undefined },
    "the verification of addressbook-canary has not ended",
    undefined,
  ],
  ...(
    [
      ["a lock", { lock }, "ana@laptop is at work: release canary, since 12:00:00 UTC"],
      ["a page that only shows", { isReadOnly: true, lock }, "this page only shows, and changes nothing"],
      ["no answer", { trouble: "503" }, "the cluster does not answer: 503"],
      [
        "a command from here, which has the lock",
        { lock, command: { command: "promote", state: "running", next: [] } },
        "promote was started here, and is at work",
      ],
    ] as const
  ).map(([title, more, why]): [string, Situation, string, string] => [title, { ...verified, ...more }, why, why]),
])("%s", (_title, situation, promote, rollback) => {
  expect(decisions(situation)).toEqual([
    { command: "promote", obstacle: promote, accepts: undefined },
    { command: "rollback", obstacle: rollback },
  ]);
});

test.each(["inconclusive", "fail"] as const)("whoever promotes accepts %s", (verdict) => {
  expect(decisions({ ...verified, verdict })[0]).toEqual({ command: "promote", accepts: verdict });
});
