import { markdownRecord } from "../../../../release/dashboard/markdown-record";
import { states } from "../page/states";

describe("The record of a release as Markdown", () => {
  test("says what the page says, without its charts", () => {
    const text = markdownRecord(states.failing).replace(/@sha256:(\d)\d{63}/g, "@$1");
    expect(text).toBe(
      `## addressbook in aws-demo

namespace \`addressbook\`, as it was at 2026-01-02T12:00:00.000Z

| Step | | Note |
| --- | --- | --- |
| preflight | ✅ done | |
| migrate | ✅ done | |
| canary | ✅ done | |
| verify | ❌ failed | 2 checks speak against it |
| promote | ➖ waiting | |

| Deployment, pod | Ready | Traffic | Image, state |
| --- | --- | --- | --- |
| **addressbook-canary** | 0/1 | 20 % | \`registry.example.com/team/addressbook:1.5.0@5\` |
| addressbook-canary-5d4f9c7b6-lflr | ❌ | | new, 3 restarts, out of memory: killed 3 times, starts again in 40 s |
| **addressbook-stable** | 4/4 | 80 % | \`registry.example.com/team/addressbook:1.4.2@4\` |
| addressbook-stable-5d4f9c7b6-lfls | ✅ | | new |
| addressbook-stable-5d4f9c7b6-llpr | ✅ | | new |
| addressbook-stable-5d4f9c7b6-lrtq | ✅ | | new |
| addressbook-stable-5d4f9c7b6-lxxp | ✅ | | new |

### ❌ Verification: fail

| Test | | Evidence |
| --- | --- | --- |
| GET /people | ✅ pass | 200 as expected |
| PUT /person | ✅ pass | 201 as expected |
| error rate | ✅ pass | canary 3 of 2114 requests failed \\(0.1 %\\), stable 11 of 8490 \\(0.1 %\\), 98 % sure |
| latency p95 | ✅ pass | canary 84 ms, stable 81 ms; at most 15 % more is allowed, 95 % sure |
| error rate | ❌ fail | canary 212 of 2114 requests failed \\(10.0 %\\), stable 11 of 8490 \\(0.1 %\\), \\> 99 % sure |
| PUT /person (addressbook-canary-5d4f9c7b6-lflr) | ❌ fail | 500 instead of 201 |

### the container needs more memory than it may have

\`\`\`text
pod/addressbook-canary-5d4f9c7b6-lflr: the container needs more memory than it may have
  seen    last state: OOMKilled, exit code 137
          memory limit: 128Mi
          FATAL ERROR: Reached heap limit
  change  service.resources.memoryLimit: raise it to 256Mi or more
  run     kubectl --namespace addressbook logs --previous pod/addressbook-canary-5d4f9c7b6-lflr
\`\`\`

### no pod of it is ready

\`\`\`text
deployment/addressbook-canary: no pod of it is ready
  seen    0 of 1 pods ready for 2 min
  note    it may pass by itself
\`\`\`

### Notes

- Support has seen no complaints so far. Watching until 14:00. (jo, 2026-01-02T11:57:00.000Z)

### History

| Revision | Image | Changed | Released |
| --- | --- | --- | --- |
| **stable 12** | \`registry.example.com/team/addressbook:1.4.2@4\` | image | 2025-12-30T09:12:00.000Z |
| stable 11 | \`registry.example.com/team/addressbook:1.4.1@3\` | image, configuration | 2025-12-19T15:40:00.000Z |
| stable 10 | \`registry.example.com/team/addressbook:1.4.0@2\` | | |
`.replace(/\| (?=\|)/g, "|  "),
    );
  });

  test("says which image a note is about", () => {
    const note = { at: "2026-01-02T11:57:00.000Z", by: "jo", text: "slow", image: "registry.example/app:1.0.0" };
    expect(markdownRecord({ ...states.nothing, notes: [note] })).toContain(
      "### Notes\n\n- slow (jo, 2026-01-02T11:57:00.000Z, of `registry.example/app:1.0.0`)\n",
    );
  });

  test("of a cluster in which nothing was released", () => {
    expect(markdownRecord(states.nothing).trimEnd().split("\n").slice(6)).toEqual(
      ["preflight", "migrate", "canary", "verify", "promote"].map((step) => `| ${step} | ➖ waiting |  |`),
    );
  });

  test("has no HTML, table or heading of others", () => {
    const text = markdownRecord(states.hostile);
    const outsideOfCode = text.replace(/^```text\n[^]*?\n```$/gm, "").replace(/`[^`\n]+`/g, "");
    expect(text).toContain("<script>alert(1)");
    expect(outsideOfCode).toContain("\\<script\\>alert\\(1\\)");
    expect(outsideOfCode).not.toMatch(/(?<!\\)[<>]/);
  });
});
