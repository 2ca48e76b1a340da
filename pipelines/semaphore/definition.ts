import type { z } from "zod";

import { flag, list, oneOf, section } from "../../environments/schema/fields";
import {
  anyText,
  atLeastOne,
  atMostOne,
  condition,
  either,
  exactlyOne,
  someText,
  strategies,
  texts,
  when,
} from "./definition/fields";
import { agent, commands, environmentVariables, epilogue, priority, secrets, task, timeLimit } from "./definition/task";

const filter = () =>
  exactlyOne(
    section({
      label: someText().optional(),
      label_pattern: someText().optional(),
      action: oneOf(["skip", "execute"]).optional(),
    }),
    "label",
    "label_pattern",
  );

const block = () =>
  exactlyOne(
    atMostOne(
      section({
        name: someText().optional(),
        dependencies: texts().optional(),
        execution_time_limit: timeLimit().optional(),
        filters: list(filter(), "a list of filters").optional(),
        skip: condition().optional(),
        run: condition().optional(),
        task: task().optional(),
        task_file: anyText().optional(),
        partial_rerun: oneOf(["jobs", "block"]).optional(),
      }),
      "skip",
      "run",
      "filters",
    ),
    "task",
    "task_file",
  );

const parameter = () =>
  section({
    name: anyText(),
    options: texts().optional(),
    /** @default true */
    required: flag().optional(),
    default_value: anyText().optional(),
    description: anyText().optional(),
  });

const oldCondition = () =>
  atMostOne(
    section({
      result: anyText(),
      result_reason: anyText().optional(),
      branch: texts().optional(),
      labels: texts().optional(),
      label_patterns: texts().optional(),
    }),
    "branch",
    "labels",
    "label_patterns",
  );

const promotion = () =>
  section({
    name: someText(),
    pipeline_file: anyText(),
    deployment_target: someText().optional(),
    auto_promote_on: list(oldCondition(), "a list of conditions").optional(),
    auto_promote: condition().optional(),
    parameters: section({ env_vars: list(parameter(), "a list of parameters") }).optional(),
  });

const queue = () =>
  atLeastOne(
    section({
      name: someText().optional(),
      scope: oneOf(["project", "organization"]).optional(),
      processing: oneOf(["serialized", "parallel"]).optional(),
      when: when().optional(),
    }),
    "name",
    "processing",
  );

const globalJobConfig = () =>
  atLeastOne(
    section({
      prologue: commands().optional(),
      epilogue: epilogue().optional(),
      secrets: secrets().optional(),
      env_vars: environmentVariables().optional(),
      priority: priority().optional(),
    }),
    ...["prologue", "secrets", "env_vars", "epilogue", "priority"],
  );

/**
 * What Semaphore accepts as a pipeline, as far as the form goes. How the parts fit is checked by `problems.ts`.
 *
 * @see https://docs.semaphore.io/reference/pipeline-yaml
 */
export const definitionSchema = section({
  version: anyText(),
  name: anyText().optional(),
  agent: agent(),
  execution_time_limit: timeLimit().optional(),
  queue: either(
    [queue(), list(queue(), "a list of at least one queue", { min: 1 })],
    "a queue, or a list of them",
  ).optional(),
  auto_cancel: strategies("queued", "running").optional(),
  fail_fast: strategies("cancel", "stop").optional(),
  partial_rerun: oneOf(["jobs", "block"]).optional(),
  global_job_config: globalJobConfig().optional(),
  blocks: list(block(), "a list of 1 to 300 blocks", { min: 1, max: 300 }),
  after_pipeline: exactlyOne(
    section({ task: task().optional(), task_file: anyText().optional() }),
    "task",
    "task_file",
  ).optional(),
  promotions: list(promotion(), "a list of at least one promotion", { min: 1 }).optional(),
});

export type Definition = z.output<typeof definitionSchema>;
export type Block = Definition["blocks"][number];
export type Task = NonNullable<Block["task"]>;
export type Job = NonNullable<Task["jobs"]>[number];
export type Promotion = NonNullable<Definition["promotions"]>[number];
export type Commands = NonNullable<Task["prologue"]>;
export type Epilogue = NonNullable<Task["epilogue"]>;
