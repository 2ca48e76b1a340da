import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { junitReport } from "../../../release/report/junit-report";
import { markdownReport } from "../../../release/report/markdown-report";
import { codeBlock, codeSpan, plainMarkdown } from "../../../release/report/markdown-text";
import { writeReport } from "../../../release/report/write-report";
import type { ReleaseEvent } from "../../../release/terminal/release-event";
import { advance, nothingYet } from "../../../release/terminal/release-progress";
import { badCanary, goodCanary, newImage, oldImage, pod, start, tree } from "./played-release";

const after = (events: readonly ReleaseEvent[]) => events.reduce(advance, nothingYet);

const failedFinding: ReleaseEvent = {
  type: "verdict",
  at: start,
  verdict: {
    verdict: "fail",
    findings: [
      {
        kind: "functional",
        name: "PUT <person>",
        verdict: "fail",
        evidence: "got 500 | \u0000\u001b[31m@ops",
        pod: "a",
      },
      { kind: "latency", name: "latency", verdict: "inconclusive", evidence: "12 requests are too few" },
    ],
  },
};

describe("Markdown", () => {
  test("of a canary that crashed", () => {
    expect(markdownReport(after(badCanary))).toBe(`## ❌ canary of addressbook to aws-demo: failed

the canary was rolled back, 1.3.0 serves as before

Image \`${newImage}\`, namespace \`addressbook\`, 9 s

| Step |  | Time | Note |
| --- | --- | --- | --- |
| preflight | ✅ done | 1.0 s | room for 5 pods, 17 of 22 connections |
| migrate | ✅ done | 2.0 s | 0002\\_index.sql |
| canary | ❌ failed | 4.0 s | its pods crash |
| rollback | ✅ done | 2.0 s |  |

| Deployment, pod | Ready | Traffic | Image, state |
| --- | --- | --- | --- |
| **addressbook-stable** | 3/3 | 100 % | \`${oldImage}\` |
| addressbook-stable-6f5d8c7b94-q8s2m | ✅ |  | new |
| addressbook-stable-6f5d8c7b94-r4t6w | ✅ |  | new |
| addressbook-stable-6f5d8c7b94-z9x1c | ✅ |  | new |

### the service ends with exit code 1 at its start

\`\`\`text
pod/addressbook-canary-5d4f9c8b7-x7k2p: the service ends with exit code 1 at its start
  seen    Error: DB_HOST is <empty> | see @ops
  change  environments/service.ts: give DB_HOST
  run     kubectl --namespace addressbook logs addressbook-canary-5d4f9c8b7-x7k2p
\`\`\`

### Warnings

- 2 of 3 nodes have room for a pod

### Next

\`\`\`console
npx release diagnose --environment aws-demo
\`\`\`
`);
  });

  test("of a verification, and of pods that fail", () => {
    const why = "image cannot be pulled: <b>not found</b>";
    const events = [...goodCanary, failedFinding];
    const failing: ReleaseEvent = {
      type: "pods",
      at: start,
      tree: tree(pod("c", "failing", { why, restarts: 2, isOld: true })),
    };
    const lines = markdownReport(after([...events, failing])).split("\n");
    expect(lines).toContain("## ✅ canary of addressbook to aws-demo: done");
    expect(lines).toContain("| c | ❌ |  | old, 2 restarts, image cannot be pulled: \\<b\\>not found\\</b\\> |");
    expect(lines).toContain("### ❌ Verification: fail");
    expect(lines).toContain("| PUT \\<person\\> (a) | ❌ fail | got 500 \\| @\u200bops |");
    expect(lines).toContain("| latency | ❔ inconclusive | 12 requests are too few |");
  });

  test("of a release that was broken off, and of nothing at all", () => {
    expect(markdownReport(after(goodCanary.slice(0, 8)))).toMatch(
      /^## ❌ canary of addressbook to aws-demo: broken off\n[^]*\| canary \| ⏸️ running \|/,
    );
    expect(markdownReport(nothingYet)).toBe("## ❌ release: broken off\n");
  });

  test.each([
    ["a|b", "a\\|b"],
    ["`rm`", "\\`rm\\`"],
    ["<script>&lt;", "\\<script\\>\\&lt;"],
    ["**bold** _it_ ~no~", "\\*\\*bold\\*\\* \\_it\\_ \\~no\\~"],
    ["[x](http://evil.example)", "\\[x\\]\\(http:\\/\\/evil.example\\)"],
    ["www.evil.example", "www\\.evil.example"],
    ["@team/ops and me@example.com", "@\u200bteam/ops and me@\u200bexample.com"],
    ["fixes #12", "fixes #\u200b12"],
    ["# heading", "# heading".replace("#", "\\#")],
    ["- item", "\\- item"],
    ["12. item", "12\\. item"],
    ["back\\slash", "back\\\\slash"],
    ["two\r\nlines\u0007", "two lines"],
  ])("%j in a text is nothing else than that", (text, markdown) => {
    expect(plainMarkdown(text)).toBe(markdown);
  });

  test.each([
    ["a|b", "`a\\|b`"],
    ["``x`", "``` ``x` ```"],
    ["", ""],
  ])("%j in a span of code", (text, markdown) => {
    expect(codeSpan(text)).toBe(markdown);
  });

  test("a block of code is not ended by what is in it", () => {
    expect(codeBlock(["a\n```\n@x", "````"])).toEqual(["`````text", "a", "```", "@x", "````", "`````"]);
  });
});

describe("JUnit", () => {
  test("of a canary that crashed", () => {
    expect(junitReport(after(badCanary))).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="release canary aws-demo" tests="6" failures="1" errors="0" time="9.000">
  <testsuite name="steps" tests="6" failures="1" errors="0" skipped="2" time="9.000" timestamp="2026-03-01T12:00:00">
    <testcase name="preflight" classname="release.canary.aws-demo.steps" time="1.000"/>
    <testcase name="migrate" classname="release.canary.aws-demo.steps" time="2.000"/>
    <testcase name="canary" classname="release.canary.aws-demo.steps" time="4.000">
      <failure message="its pods crash" type="steps">pod/addressbook-canary-5d4f9c8b7-x7k2p: the service ends with exit code 1 at its start
  seen    Error: DB_HOST is &lt;empty&gt; | see @ops
  change  environments/service.ts: give DB_HOST
  run     kubectl --namespace addressbook logs addressbook-canary-5d4f9c8b7-x7k2p</failure>
    </testcase>
    <testcase name="verify" classname="release.canary.aws-demo.steps" time="0.000">
      <skipped message="not reached"/>
    </testcase>
    <testcase name="promote" classname="release.canary.aws-demo.steps" time="0.000">
      <skipped message="not reached"/>
    </testcase>
    <testcase name="rollback" classname="release.canary.aws-demo.steps" time="2.000"/>
  </testsuite>
</testsuites>
`);
  });

  test("each test and each comparison is a case; what is not decided is no success and no failure", () => {
    const report = junitReport(after([...goodCanary, failedFinding]));
    expect(report.split("\n").filter((line) => /<(testsuites?|failure|skipped) /.test(line))).toEqual([
      '<testsuites name="release canary aws-demo" tests="10" failures="1" errors="0" time="15.000">',
      '  <testsuite name="steps" tests="6" failures="0" errors="0" skipped="2" time="15.000" timestamp="2026-03-01T12:00:00">',
      '      <skipped message="not reached"/>',
      '      <skipped message="not reached"/>',
      '  <testsuite name="functional tests" tests="2" failures="1" errors="0" skipped="0" time="0.004" timestamp="2026-03-01T12:00:00">',
      '      <failure message="got 500 | @ops" type="functional tests">PUT &lt;person&gt; (a): got 500 | @ops</failure>',
      '  <testsuite name="analysis" tests="2" failures="0" errors="0" skipped="1" time="0.000" timestamp="2026-03-01T12:00:00">',
      '      <skipped message="inconclusive: 12 requests are too few"/>',
    ]);
    expect(report).toContain(
      '<testcase name="PUT &lt;person&gt; (a)" classname="release.canary.aws-demo.functional tests"',
    );
  });

  test.each<[string, readonly ReleaseEvent[], string]>([
    [
      "another release holds the lock",
      [goodCanary[0]!, { type: "finished", at: start, code: 75, summary: 'locked by "ci"\n& co', next: [] }],
      '<error message="locked: locked by &quot;ci&quot;&#10;&amp; co" type="steps"/>',
    ],
    ["it was killed", goodCanary.slice(0, 8), '<error message="broken off" type="steps"/>'],
    ["it never began", [], '<error message="broken off" type="steps"/>'],
  ])("it is no success when %s", (_, events, error) => {
    const report = junitReport(after(events));
    expect(report).toContain(error);
    expect(report).toMatch(/<testsuites [^>]*errors="1"/);
  });

  test("characters that XML has no way to write are left out", () => {
    const text = "a\u0000b\u0008c\ud800d\ufffee\u001b[31mf\u0085g 🚨]]>";
    const finished: ReleaseEvent = { type: "finished", at: start, code: 1, summary: text, next: [] };
    expect(junitReport(after([finished]))).toContain('message="failed: abcdefg 🚨]]&gt;"');
  });
});

describe("A report's file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-report-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test("is replaced as a whole, in a folder that is made for it", () => {
    const file = join(folder, "reports", "release.md");
    writeReport({ file }, "a long first text");
    writeReport({ file }, "short");
    expect(readFileSync(file, "utf8")).toBe("short");
    expect(readdirSync(join(folder, "reports"))).toEqual(["release.md"]);
  });

  test("is left alone when it cannot be written, and nothing else is left there", () => {
    const file = join(folder, "release.md");
    mkdirSync(join(file, "inside"), { recursive: true });
    expect(() => {
      writeReport({ file }, "text");
    }).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(folder)).toEqual(["release.md"]);
    expect(existsSync(join(file, "inside"))).toBe(true);
  });

  test("may be a link to a device, which is not replaced", () => {
    // the device itself would be lost for the whole machine if this failed
    const link = join(folder, "release.md");
    symlinkSync("/dev/null", link);
    writeReport({ file: link }, "text");
    expect(readlinkSync(link)).toBe("/dev/null");
    expect(readdirSync(folder)).toEqual(["release.md"]);
  });

  test("that others write into is kept", () => {
    const file = join(folder, "summary");
    writeFileSync(file, "before\n");
    writeReport({ file, isShared: true }, "text\n");
    expect(readFileSync(file, "utf8")).toBe("before\n\ntext\n");
  });
});
