import { Command, InvalidArgumentError, Option } from "commander";

import delivery from "../../environments/delivery";
import { exitOnProblems } from "../../environments/schema/exit";
import { environmentSources, loadEnvironments } from "../../environments/schema/load";
import { exitOnUsage, outputOption } from "../../environments/schema/options";
import { didYouMean, type Problem, ValidationError } from "../../environments/schema/problems";
import { generateFiles } from "../generate-files";
import { simulateGithub } from "../github/simulate";
import { simulateSemaphore } from "../semaphore/simulate";
import { deliveryPlan } from "../targets";
import { renderStory } from "./render-story";
import type { Decision, Happening, Story } from "./story";

interface Options {
  readonly system: "semaphore" | "github";
  readonly branch?: string;
  readonly tag?: string;
  readonly pullRequest?: boolean;
  readonly fork?: boolean;
  readonly schedule?: boolean;
  readonly dispatch?: string;
  readonly fail: readonly string[];
  readonly stop: readonly string[];
  readonly promote: readonly string[];
  readonly reject: readonly string[];
  readonly parameter: Readonly<Record<string, string>>;
  readonly commands?: boolean;
  readonly output: "text" | "json";
}

const several = (text: string, before: readonly string[]): string[] => [...before, text];

function pair(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("It must be NAME=value.");
  return { ...before, [name]: value };
}

const starts = ["branch", "tag", "pullRequest", "schedule", "dispatch"] as const;

const program = new Command("simulate:pipelines")
  .description(
    "Says what would run when something happens: which pipelines, jobs and commands, what may follow, and why. It reads " +
      "the pipelines that `synth:pipelines` would write; nothing is run.",
  )
  .addOption(
    new Option("-s, --system <name>", "whose pipelines").choices(["semaphore", "github"]).makeOptionMandatory(),
  )
  .addOption(
    new Option("--branch <name>", "a push to this branch").conflicts(starts.filter((name) => name !== "branch")),
  )
  .addOption(new Option("--tag <name>", "a new tag").conflicts(starts.filter((name) => name !== "tag")))
  .addOption(new Option("--pull-request", "a pull request").conflicts(starts.filter((name) => name !== "pullRequest")))
  .option("--fork", "the pull request comes from another repository")
  .addOption(
    new Option("--schedule", "the time has come (GitHub)").conflicts(starts.filter((name) => name !== "schedule")),
  )
  .addOption(
    new Option("--dispatch <file>", "somebody starts a workflow by hand (GitHub)").conflicts(
      starts.filter((name) => name !== "dispatch"),
    ),
  )
  .option("--fail <job>", "a job that fails; FILE/JOB where several have the name; may be given again", several, [])
  .option("--stop <job>", "a job in which somebody stops it; likewise", several, [])
  .option(
    "--promote <name>",
    "a promotion that somebody starts, or an environment that somebody approves; likewise",
    several,
    [],
  )
  .option("--reject <name>", "an environment that somebody refuses (GitHub); likewise", several, [])
  .option("--parameter <NAME=value>", "a parameter of all that somebody starts; likewise", pair, {})
  .option("--commands", "show what the jobs run")
  .addOption(outputOption())
  .addHelpText(
    "after",
    `
Exit codes:
  0  told    1  a defect    2  wrong input

Examples:
  npm run --silent simulate:pipelines -- --system semaphore --branch master
  npm run --silent simulate:pipelines -- --system semaphore --branch master --fail "Functional test"
  npm run --silent simulate:pipelines -- --system semaphore --branch master \\
    --promote "Stable Deployment (aws-production)" --parameter STABLE_PODS=4 --commands
  npm run --silent simulate:pipelines -- --system github --tag v1.2.0 --stop Canary`,
  )
  .exitOverride(exitOnUsage)
  .action(run);

async function run(options: Options): Promise<void> {
  const files = generateFiles(deliveryPlan(delivery, await loadEnvironments(environmentSources())));
  const happening = happeningOf(options);
  const story = (options.system === "semaphore" ? simulateSemaphore : simulateGithub)(files, happening);
  if (story.unused.length > 0)
    throw new ValidationError([
      { file: "the command line", problems: story.unused.map((name) => unusedProblem(name, story)) },
    ]);
  const text =
    options.output === "json" ? JSON.stringify(story, undefined, 2) : renderStory(story, options.commands === true);
  process.stdout.write(`${text}\n`);
}

/** Somebody decides what nobody is asked, or a job fails that does not run. */
function unusedProblem(name: string, { runs }: Story): Problem {
  const known = runs.flatMap(({ jobs, promotions }) => [...jobs, ...promotions].map((each) => each.name));
  const rule = `is neither a job that runs, nor a promotion or an environment that waits for somebody`;
  return { path: name, rule, fix: didYouMean(name, known) };
}

function happeningOf({ fail, stop, promote, reject, parameter, ...options }: Options): Happening {
  const decisions: Decision[] = [
    ...promote.map((name) => ({ name, parameters: parameter })),
    ...reject.map((name) => ({ name, rejected: true })),
  ];
  return {
    on: startOf(options),
    outcomes: {
      ...Object.fromEntries(fail.map((job) => [job, "failed" as const])),
      ...Object.fromEntries(stop.map((job) => [job, "stopped" as const])),
    },
    decisions,
  };
}

function startOf({
  branch,
  tag,
  pullRequest = false,
  fork = false,
  schedule = false,
  dispatch,
}: Pick<Options, (typeof starts)[number] | "fork">): Happening["on"] {
  if (tag !== undefined) return { tag };
  if (dispatch !== undefined) return { dispatch };
  if (pullRequest) return { pullRequest: 1, fork };
  if (schedule) return { schedule };
  return { branch: branch ?? delivery.branch };
}

program.parseAsync().catch(exitOnProblems);
