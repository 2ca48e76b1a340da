import { stringify } from "yaml";

import { describeProblem } from "../../../environments/schema/problems";
import { definitionSchema } from "../../../pipelines/semaphore/definition";
import { readDefinitions } from "../../../pipelines/semaphore/read-definitions";

const job = { commands: ["true"] };
const block = { task: { jobs: [job] } };
const smallest = { version: "v1.0", agent: { machine: { type: "f1-standard-2" } }, blocks: [block] };

/** What is said of a pipeline. */
const told = (definition: unknown): string[] =>
  readDefinitions([
    { path: ".semaphore/semaphore.yml", text: stringify(definition, { aliasDuplicateObjects: false }) },
  ]).problems.flatMap(({ problems }) => problems.map(describeProblem));

const inJob = (settings: object) => ({ ...smallest, blocks: [{ task: { jobs: [{ ...job, ...settings }] } }] });
const inTask = (settings: object) => ({ ...smallest, blocks: [{ task: { jobs: [job], ...settings } }] });
const inBlock = (settings: object) => ({ ...smallest, blocks: [{ ...block, ...settings }] });
const inPromotion = (settings: object) => ({
  ...smallest,
  promotions: [{ name: "Next", pipeline_file: "next.yml", ...settings }],
});
const inGlobal = (settings: object) => ({ ...smallest, global_job_config: settings });
const also = (settings: object) => ({ ...smallest, ...settings });
const times = <T>(number: number, item: T): T[] => Array.from({ length: number }, () => item);

test.each([
  ["the smallest", smallest],
  [
    "everything on the top level",
    also({
      name: "All",
      execution_time_limit: { hours: 2 },
      queue: [
        { name: "a", scope: "organization", when: "branch = 'main'" },
        { processing: "parallel", when: true },
      ],
      auto_cancel: { queued: { when: "true" }, running: { when: false } },
      fail_fast: { stop: { when: "true" }, cancel: { when: "false" } },
      partial_rerun: "block",
      global_job_config: {
        prologue: { commands_file: "a.sh" },
        epilogue: { commands: ["true"] },
        secrets: [{ name: "a", env_var_names: ["A"], config_file_paths: ["b"] }],
        env_vars: [{ name: "A", value: "" }],
        priority: [{ value: 100, when: true }],
      },
      after_pipeline: { task_file: "after.yml" },
    }),
  ],
  [
    "everything in a block",
    inBlock({
      name: "A",
      dependencies: [],
      execution_time_limit: { minutes: 1 },
      run: { when: "true" },
      partial_rerun: "jobs",
    }),
  ],
  ["old filters", inBlock({ filters: [{ label: "main", action: "skip" }, { label_pattern: "^v" }] })],
  [
    "everything in a task",
    inTask({
      boosters: [{ name: "x", type: "rspec", job_count: 2 }],
      agent: {
        machine: { type: "a", os_image: "" },
        containers: [{ name: "a", image: "b", command: "c", entrypoint: "d", user: "e", env_vars: [], secrets: [] }],
        image_pull_secrets: [{ name: "a" }],
      },
      epilogue: { always: { commands: [] }, on_pass: { commands: [] }, on_fail: { commands_file: "x" } },
      fail_fast: { cancel: { when: true } },
    }),
  ],
  [
    "everything in a job",
    inJob({
      name: "A",
      priority: [{ value: 0, when: "true" }],
      matrix: [
        { env_var: "A", values: ["1"] },
        { env_var: "B", values: "%{{ x }}" },
      ],
      env_vars: [{ name: "A", value: "1" }],
      execution_time_limit: { minutes: 3 },
    }),
  ],
  ["parallel jobs", inJob({ parallelism: 50 })],
  ["as many as an expression says", inJob({ parallelism: "%{{ x }}" })],
  [
    "everything in a promotion",
    inPromotion({
      deployment_target: "live",
      auto_promote: { when: true },
      auto_promote_on: [{ result: "passed", result_reason: "test", branch: ["main"] }],
      parameters: { env_vars: [{ name: "A", options: ["1"], required: false, default_value: "1", description: "" }] },
    }),
  ],
])("%s is accepted", (_, definition) => {
  expect(told(definition)).toEqual([]);
});

const eitherEpilogue = "must have either commands, or some of `always`, `on_pass`, `on_fail`";

test.each<[definition: unknown, ...expected: string[]]>([
  [null, "must be an object, got: null"],
  [
    {},
    "`version` is required and must be a string",
    "`agent` is required and must be an object",
    "`blocks` is required and must be a list of 1 to 300 blocks",
  ],
  [also({ version: 1 }), "`version` must be a string, got: 1"],
  [also({ blocks: [] }), "`blocks` must be a list of 1 to 300 blocks, got: []"],
  [also({ agent: {} }), "`agent.machine` is required and must be an object"],
  [
    also({ agent: { machine: { type: "" } } }),
    '`agent.machine.type` must be a text of at least one character, got: ""',
  ],
  [also({ promotion: [] }), '`promotion` is not a setting of Semaphore; did you mean "promotions"?'],
  [also({ promotions: [] }), "`promotions` must be a list of at least one promotion, got: []"],
  [
    also({ execution_time_limit: { hours: 1, minutes: 1 } }),
    '`execution_time_limit` must have exactly one of `minutes`, `hours`, got: {"hours":1,"minutes":1}',
  ],
  [
    also({ execution_time_limit: { minutes: 0.5 } }),
    "`execution_time_limit.minutes` must be an integer of at least 1, got: 0.5",
  ],
  [
    also({ queue: { scope: "project" } }),
    '`queue` must have at least one of `name`, `processing`, got: {"scope":"project"}',
  ],
  [also({ queue: "shop" }), '`queue` must be a queue, or a list of them, got: "shop"'],
  [also({ queue: [] }), "`queue` must be a list of at least one queue, got: []"],
  [also({ auto_cancel: {} }), "`auto_cancel` must have at least one of `queued`, `running`, got: {}"],
  [also({ fail_fast: { stop: {} } }), "`fail_fast.stop.when` is required and must be a condition"],
  [also({ partial_rerun: "all" }), '`partial_rerun` must be one of "jobs", "block", got: "all"'],
  [also({ after_pipeline: {} }), "`after_pipeline` must have exactly one of `task`, `task_file`, got: {}"],
  [
    inGlobal({}),
    "`global_job_config` must have at least one of `prologue`, `secrets`, `env_vars`, `epilogue`, `priority`, got: {}",
  ],
  [
    inGlobal({ priority: [{ value: 101, when: true }] }),
    "`global_job_config.priority.0.value` must be an integer between 0 and 100, got: 101",
  ],
  [also({ blocks: [{}] }), "`blocks.0` must have exactly one of `task`, `task_file`, got: {}"],
  [inBlock({ name: "" }), '`blocks.0.name` must be a text of at least one character, got: ""'],
  [inBlock({ dependencies: "A" }), '`blocks.0.dependencies` must be a list of texts, got: "A"'],
  [
    inBlock({ run: { when: true }, skip: { when: true } }),
    expect.stringMatching(/^`blocks.0` must have at most one of `skip`, `run`, `filters`, got: /) as string,
  ],
  [
    inBlock({ filters: [{ action: "skip" }] }),
    '`blocks.0.filters.0` must have exactly one of `label`, `label_pattern`, got: {"action":"skip"}',
  ],
  [inBlock({ task: {} }), "`blocks.0.task` must have at least one of `jobs`, `boosters`, got: {}"],
  [inTask({ jobs: [] }), "`blocks.0.task.jobs` must be a list of 1 to 50 jobs, got: []"],
  [
    inTask({ boosters: [{ type: "jest", job_count: 1.5 }] }),
    '`blocks.0.task.boosters.0.type` must be one of "rspec", "cucumber", got: "jest"',
    "`blocks.0.task.boosters.0.job_count` must be an integer, got: 1.5",
  ],
  [inTask({ prologue: {} }), "`blocks.0.task.prologue` must have exactly one of `commands`, `commands_file`, got: {}"],
  [
    inTask({ agent: { ...smallest.agent, image_pull_secrets: [{}] } }),
    "`blocks.0.task.agent.image_pull_secrets.0.name` is required and must be a string",
  ],
  [inTask({ epilogue: {} }), `\`blocks.0.task.epilogue\` ${eitherEpilogue}, got: {}`],
  [
    inTask({ epilogue: { commands: [], always: { commands: [] } } }),
    `\`blocks.0.task.epilogue\` ${eitherEpilogue}, got: {"commands":[],"always":{"commands":[]}}`,
  ],
  [inTask({ env_vars: [{ name: "A", value: 1 }] }), "`blocks.0.task.env_vars.0.value` must be a string, got: 1"],
  [inJob({ commands: "true" }), '`blocks.0.task.jobs.0.commands` must be a list of texts, got: "true"'],
  [
    inJob({ commands_file: "a" }),
    expect.stringMatching(
      /^`blocks.0.task.jobs.0` must have exactly one of `commands`, `commands_file`, got: /,
    ) as string,
  ],
  [
    inJob({ parallelism: 2, matrix: [] }),
    expect.stringMatching(/^`blocks.0.task.jobs.0` must have at most one of `matrix`, `parallelism`, got: /) as string,
  ],
  [inJob({ parallelism: 51 }), "`blocks.0.task.jobs.0.parallelism` must be an integer between 1 and 50, got: 51"],
  [
    inJob({ matrix: [{ env_var: "A", values: [] }] }),
    "`blocks.0.task.jobs.0.matrix.0.values` must be a list of at least one text, got: []",
  ],
  [
    inPromotion({ auto_promote: { when: "" } }),
    '`promotions.0.auto_promote.when` must be a text of at least one character, got: ""',
  ],
  [
    inPromotion({ auto_promote_on: [{ result: "passed", branch: [], labels: [] }] }),
    expect.stringMatching(
      /^`promotions.0.auto_promote_on.0` must have at most one of `branch`, `labels`, `label_patterns`, got: /,
    ) as string,
  ],
  [inPromotion({ parameters: {} }), "`promotions.0.parameters.env_vars` is required and must be a list of parameters"],
  [
    inPromotion({ parameters: { env_vars: [{ name: "A", default_value: 1 }] } }),
    "`promotions.0.parameters.env_vars.0.default_value` must be a string, got: 1",
  ],
])("refused: %j", (definition, ...expected) => {
  expect(told(definition)).toEqual(expected);
});

test.each([
  ["blocks", 300, (number: number) => also({ blocks: times(number, block) })],
  ["jobs", 50, (number: number) => inTask({ jobs: times(number, job) })],
  ["variables", 10000, (number: number) => inTask({ env_vars: times(number, { name: "A", value: "" }) })],
] as const)("there may be so many %s: %d", (what, most, made) => {
  expect(definitionSchema.safeParse(made(most)).error).toBeUndefined();
  expect(definitionSchema.safeParse(made(most + 1)).error?.issues).toEqual([
    expect.objectContaining({ message: expect.stringContaining(what) as string }),
  ]);
});
