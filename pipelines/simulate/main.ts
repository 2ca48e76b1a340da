import { Command, InvalidArgumentError, Option } from "commander";

import delivery from "../../environments/delivery";
import { exitOnProblems } from "../../environments/schema/exit";
import { environmentSources, loadEnvironments } from "../../environments/schema/load";
import { exitOnUsage, outputOption } from "../../environments/schema/options";
import { ValidationError } from "../../environments/schema/problems";
import { generateFiles } from "../generate-files";
import { simulateGithub } from "../github/simulate";
import { simulateSemaphore } from "../semaphore/simulate";
import { deliveryPlan } from "../targets";
import { type Chosen, happeningOf, optionProblems, starts, unusedProblems } from "./options";
import { renderStory } from "./render-story";

interface Options extends Chosen {
  readonly commands?: boolean;
  readonly output: "text" | "json";
}

const commandLine = "the command line";

const several = (text: string, before: readonly string[]): string[] => [...before, text];

function pair(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("It must be NAME=value.");
  return { ...before, [name]: value };
}

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
  .option("--fork", "the pull request comes from another repository (GitHub)")
  .addOption(
    new Option("--schedule", "the time has come (GitHub)").conflicts(starts.filter((name) => name !== "schedule")),
  )
  .addOption(
    new Option("--dispatch <workflow>", "somebody starts it by hand: its name, or its file (GitHub)").conflicts(
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
  .option(
    "--parameter <NAME=value>",
    "a parameter of all that somebody starts, or a variable of all environments that somebody approves, from then on; likewise",
    pair,
    {},
  )
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
  const wrong = optionProblems(options);
  if (wrong.length > 0) throw new ValidationError([{ file: commandLine, problems: wrong }]);
  const files = generateFiles(deliveryPlan(delivery, await loadEnvironments(environmentSources()), "."));
  const simulate = options.system === "semaphore" ? simulateSemaphore : simulateGithub;
  const story = simulate(files, happeningOf(options, delivery.branch));
  const unused = unusedProblems(options, story);
  if (unused.length > 0) throw new ValidationError([{ file: commandLine, problems: unused }]);
  const text =
    options.output === "json" ? JSON.stringify(story, undefined, 2) : renderStory(story, options.commands === true);
  process.stdout.write(`${text}\n`);
}

program.parseAsync().catch(exitOnProblems);
