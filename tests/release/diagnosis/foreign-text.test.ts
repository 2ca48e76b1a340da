import { foreignText, hidden } from "../../../release/diagnosis/foreign-text";

describe("text of the cluster", () => {
  test.each([
    ["is as it was", "pod has no node", "pod has no node"],
    ["is on one line", "a\r\n\tb\u2028c  d ", "a b c d"],
    ["has no colours", "\u001b[1;31mred\u001b[0m", "red"],
    ["sets no title", "\u001b]0;title\u0007shown\u001b]8;;http://x\u001b\\link", "shownlink"],
    ["has no invisible characters", "a\u0000b\u200bc\u202ed\u009be", "abcde"],
    ["has no half characters", "a\ud800b", "ab"],
    ["has no password of a URL", "postgres://demouser:s3cr3t@db:5432/demo", "postgres://demouser:…@db:5432/demo"],
    ["has no half of a URL's password", "at postgres://demouser:s3cr", "at postgres://demouser:…"],
    ["keeps ports", "at http://db:5432, http://[::1]:80/x", "at http://db:5432, http://[::1]:80/x"],
    ["has no password with an at sign", "redis://:a@b@c:6379", "redis://:…@c:6379"],
    ["has no assigned password", "PGPASSWORD=hunter2 psql", "PGPASSWORD=… psql"],
    ["has no password in JSON", '{"password":"hunter 2","user":"x"}', '{"password":…,"user":"x"}'],
    ["has no password in YAML", "password: hunter2", "password: …"],
    ["has no token", "GET /x?access_token=abc&y=1", "GET /x?access_token=…&y=1"],
    ["has no header of a login", "Authorization: Bearer abcdefgh.ijkl", "Authorization: Bearer …"],
    ["has no key of AWS", "for AKIAABCDEFGHIJKLMNOP now", "for … now"],
    ["has no private key", "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY----- x", "… x"],
    [
      "keeps what only speaks of passwords",
      'password authentication failed for user "x"',
      'password authentication failed for user "x"',
    ],
    [
      "keeps what only speaks of tokens",
      "failed to fetch oauth token: unexpected status",
      "failed to fetch oauth token: unexpected status",
    ],
    [
      "keeps the name of a setting",
      "`DB_PASSWORD` must be the role's password",
      "`DB_PASSWORD` must be the role's password",
    ],
  ])("%s", (_title, given, expected) => {
    expect(foreignText(given)).toBe(expected);
  });

  test("keeps its beginning and its end when it is long", () => {
    const text = foreignText(`begin ${"x".repeat(100)} end`, 30);
    expect(text).toBe("begin xxxx … xxxxxxxxxxxxx end");
    expect(text).toHaveLength(30);
  });

  test("is cut between characters", () => {
    expect(foreignText("😀".repeat(40), 10)).toBe("😀😀😀 … 😀😀😀😀");
  });

  test("takes no time, however long it is", () => {
    const started = performance.now();
    foreignText("password=".repeat(200_000) + "://".repeat(200_000), 300);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

test("secrets are hidden in all that an event tells, however deep", () => {
  const when = new Date(0).getTime();
  const event = { at: when, findings: [{ evidence: "postgres://u:s3cr3t@db", isBad: true }], next: ["a", undefined] };
  expect(hidden(event)).toEqual({
    at: when,
    findings: [{ evidence: "postgres://u:…@db", isBad: true }],
    next: ["a", undefined],
  });
});
