import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { skipAloud } from "../../terraform/harness/with-terraform";
import { type WorkflowFinding, workflowScanners } from "./workflow-scanners";

const folder = ".github/workflows";
const committed = readdirSync(folder).map((name) => `${folder}/${name}`);

/** What a scanner would have us change, and why it stays. */
interface Excuse {
  readonly id: string;
  /** @default - whatever it says */
  readonly message?: string;
  readonly why: string;
}

const excused: readonly Excuse[] = [
  {
    id: "zizmor/self-repository",
    why: "actionlint refuses `$/`; what is called is of the caller's commit either way",
  },
  {
    id: "actionlint/syntax-check",
    message: 'unexpected key "queue" for "concurrency" section. expected one of "cancel-in-progress", "group"',
    why: "GitHub knows it since May 2026, actionlint 1.7.12 is older; the parser of GitHub's own tools accepts it",
  },
];

const excuses =
  ({ id, message }: Excuse) =>
  (finding: WorkflowFinding): boolean =>
    finding.id === id && (message === undefined || finding.message === message);

const good = `
name: Tests
on: { push: { branches: [main] } }
permissions: {}
concurrency: { group: tests, cancel-in-progress: false }
jobs:
  test:
    name: Test
    runs-on: ubuntu-24.04
    permissions:
      contents: read # to check out
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { persist-credentials: false }
      - name: Test
        env: { TITLE: "\${{ github.event.head_commit.message }}" }
        run: echo "$TITLE"
`;

/** Each edit makes the workflow above bad in one way, which the named scanner is known to find. */
const broken: readonly { readonly id: string; readonly from: string; readonly to: string }[] = [
  { id: "actionlint/syntax-check", from: "runs-on", to: "run-on" },
  { id: "actionlint/job-needs", from: "    name: Test\n", to: "    name: Test\n    needs: nothing\n" },
  { id: "actionlint/expression", from: "github.event.head_commit.message", to: "github.evnt" },
  { id: "actionlint/shellcheck", from: 'echo "$TITLE"', to: "echo $TITLE" },
  { id: "zizmor/unpinned-uses", from: "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", to: "@v7" },
  { id: "zizmor/template-injection", from: 'echo "$TITLE"', to: 'echo "${{ github.ref_name }}"' },
  { id: "zizmor/artipacked", from: "persist-credentials: false", to: "fetch-depth: 1" },
  { id: "zizmor/excessive-permissions", from: "permissions: {}", to: "permissions: write-all" },
  { id: "zizmor/dangerous-triggers", from: "push: { branches: [main] }", to: "pull_request_target: {}" },
  { id: "CKV_GHA_2", from: 'echo "$TITLE"', to: 'echo "${{ github.event.head_commit.message }}"' },
  { id: "CKV2_GHA_1", from: "permissions: {}", to: "permissions: write-all" },
];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "addressbook-platform-scan-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Puts files where scanners look for them. */
function place(files: Readonly<Record<string, string>>): readonly string[] {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return Object.keys(files);
}

/** Whether an id is one of a scanner. */
const isOf = (scanner: string, id: string): boolean =>
  (id.startsWith("CKV") ? "checkov" : id.split("/")[0]) === scanner.split(" ")[0]?.toLowerCase();

describe.each(workflowScanners)("$name", ({ name, found, findings }) => {
  if ("missing" in found) {
    skipAloud(name, found.missing);
    return;
  }
  jest.setTimeout(120_000);

  test("finds nothing in the workflows without a reason", () => {
    const files = place(Object.fromEntries(committed.map((path) => [path, readFileSync(path, "utf8")])));
    const told = findings(root, files);
    process.stderr.write(`${name}: ${files.length} workflows, ${told.length} findings\n`);
    expect(told.filter((finding) => !excused.some((excuse) => excuses(excuse)(finding)))).toEqual([]);
    // and is not better than we think
    expect(excused.filter((excuse) => isOf(name, excuse.id) && !told.some(excuses(excuse)))).toEqual([]);
  });

  test("finds nothing in a good workflow", () => {
    expect(findings(root, place({ [`${folder}/good.yml`]: good }))).toEqual([]);
  });

  const own = broken.filter(({ id }) => isOf(name, id));

  test.each(own)("finds $id, once it is there", ({ id, from, to }) => {
    expect(good).toContain(from);
    const files = place({ [`${folder}/broken.yml`]: good.replace(from, to) });
    expect(findings(root, files).map((finding) => finding.id)).toContain(id);
  });
});
