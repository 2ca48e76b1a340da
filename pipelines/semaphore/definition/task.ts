import { z } from "zod";

import { integer, list, oneOf, section } from "../../../environments/schema/fields";
import { anyText, atLeastOne, atMostOne, either, exactlyOne, someText, strategies, texts, when } from "./fields";

export const environmentVariables = () =>
  list(section({ name: anyText(), value: anyText() }), "a list of at most 10000 variables", { max: 10000 });

export const secrets = () =>
  list(
    section({ name: anyText(), env_var_names: texts().optional(), config_file_paths: texts().optional() }),
    "a list of secrets",
  );

const commandsShape = { commands: texts().optional(), commands_file: anyText().optional() };
export const commands = () => exactlyOne(section(commandsShape), "commands", "commands_file");

/** Commands without a condition are those of `always`. */
export const epilogue = () =>
  section({
    ...commandsShape,
    always: commands().optional(),
    on_pass: commands().optional(),
    on_fail: commands().optional(),
  }).refine((value) => {
    const plain = ["commands", "commands_file"].filter((name) => Object.hasOwn(value, name)).length;
    const conditional = ["always", "on_pass", "on_fail"].some((name) => Object.hasOwn(value, name));
    return plain + Number(conditional) === 1;
  }, "must have either commands, or some of `always`, `on_pass`, `on_fail`");

export const timeLimit = () =>
  exactlyOne(
    section({ minutes: integer({ min: 1 }).optional(), hours: integer({ min: 1 }).optional() }),
    "minutes",
    "hours",
  );

export const priority = () =>
  list(section({ value: integer({ min: 0, max: 100 }), when: when() }), "a list of priorities");

export const agent = () =>
  section({
    machine: section({ type: someText(), os_image: anyText().optional() }),
    containers: list(
      section({
        name: anyText(),
        image: anyText(),
        command: anyText().optional(),
        entrypoint: anyText().optional(),
        user: anyText().optional(),
        env_vars: environmentVariables().optional(),
        secrets: secrets().optional(),
      }),
      "a list of containers",
    ).optional(),
    image_pull_secrets: list(section({ name: anyText() }), "a list of secrets").optional(),
  });

const matrix = () =>
  list(
    section({
      env_var: someText(),
      values: either(
        [list(anyText(), "a list of at least one text", { min: 1 }), z.string()],
        "a list of texts, or an expression",
      ),
    }),
    "a list of variables with values",
  );

const job = () =>
  exactlyOne(
    atMostOne(
      section({
        ...commandsShape,
        name: someText().optional(),
        priority: priority().optional(),
        parallelism: either(
          [integer({ min: 1, max: 50 }), z.string()],
          "a number from 1 to 50, or an expression",
        ).optional(),
        matrix: matrix().optional(),
        env_vars: environmentVariables().optional(),
        execution_time_limit: timeLimit().optional(),
      }),
      "matrix",
      "parallelism",
    ),
    "commands",
    "commands_file",
  );

/** Tests that Semaphore divides among jobs. */
const booster = () =>
  section({
    name: anyText().optional(),
    type: oneOf(["rspec", "cucumber"]),
    job_count: z.int("must be an integer"),
  });

export const task = () =>
  atLeastOne(
    section({
      jobs: list(job(), "a list of 1 to 50 jobs", { min: 1, max: 50 }).optional(),
      boosters: list(booster(), "a list of boosters").optional(),
      agent: agent().optional(),
      prologue: commands().optional(),
      epilogue: epilogue().optional(),
      secrets: secrets().optional(),
      env_vars: environmentVariables().optional(),
      fail_fast: strategies("cancel", "stop").optional(),
    }),
    "jobs",
    "boosters",
  );
