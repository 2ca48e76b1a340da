import { githubProblems } from "../../../pipelines/github/problems";
import { broken, known, problemsIn, workflows } from "./support/workflows";

it("finds nothing in what is right", () => {
  expect(githubProblems(workflows, known)).toStrictEqual([]);
});

it("leaves other files, and what it does not know, alone", () => {
  const files = [
    { path: ".semaphore/semaphore.yml", text: "{" },
    ...broken("ci", "npm test", "npm run no-such-script"),
  ];

  expect(githubProblems(files, {})).toStrictEqual([]);
});

it.each<[string, string, string, ...string[]]>([
  [
    "ci",
    "pull_request:",
    "pull_request: [",
    "is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 6, column 1",
  ],
  [
    "ci",
    "timeout-minutes: 5",
    "timeout-minute: 5",
    '`jobs.build.timeout-minute` is not a setting that workflows here have; did you mean "timeout-minutes"?',
  ],
  [
    "ci",
    "timeout-minutes: 5",
    "timeout-minutes: soon",
    '`jobs.build.timeout-minutes` must be a number of minutes, got: "soon"',
  ],
  [
    "ci",
    "permissions:\n  contents: read",
    "permision:\n  contents: read",
    '`permision` is not a setting that workflows here have; did you mean "permissions"?',
  ],
  [
    "ci",
    "- run: docker",
    "- name: Nothing\n      - run: docker",
    '`jobs.build.steps.1` must have either `uses` or `run`, got: {"name":"Nothing"}',
  ],
  [
    "ci",
    "runs-on: ubuntu-24.04",
    "",
    expect.stringMatching(/^`jobs\.build` must have either `uses`, or `runs-on` and `steps`, got: /) as string,
  ],
  [
    "ci",
    "contents: read",
    "contents: all",
    '`permissions` must be an object of scopes with read, write or none, got: {"contents":"all"}',
  ],
  [
    "deploy-shop",
    "queue: max",
    "queue: all",
    '`concurrency` must be a group, or { group, cancel-in-progress, queue }, got: {"group":"deploy-shop","cancel-in-progress":false,"queue":"all"}',
    expect.stringMatching(/release\.yml: `jobs\.shop\.uses` must be a workflow/) as string,
  ],
])("cannot read %s.yml with %j as %j", (name, from, to, ...expected) => {
  expect(problemsIn(name, from, to)).toStrictEqual(expected);
});
