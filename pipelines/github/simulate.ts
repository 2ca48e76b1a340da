import { ValidationError } from "../../environments/schema/problems";
import type { GeneratedFile } from "../model/generated-file";
import type { Happening, Story } from "../simulate/story";
import { readWorkflows } from "./read-workflows";
import { githubContext } from "./simulation/github-context";
import { outside } from "./simulation/outside";
import { Simulation } from "./simulation/simulation";
import { releaseBranchOf, startsOn } from "./simulation/start";

/**
 * Says what GitHub would run. `vars` are the parameters of the decisions, and nothing else.
 *
 * @throws {ValidationError} when a workflow cannot be read
 */
export function simulateGithub(files: readonly GeneratedFile[], happening: Happening): Story {
  const { workflows, problems } = readWorkflows(files);
  if (problems.length > 0) throw new ValidationError(problems);

  const branch = releaseBranchOf(workflows);
  const vars: unknown = Object.assign({}, ...(happening.decisions ?? []).map(({ parameters }) => parameters));
  const people = outside(happening);
  const simulation = new Simulation(workflows, people);
  for (const file of workflows.filter((each) => startsOn(happening.on, each, branch)))
    simulation.start(file, { github: githubContext(happening.on, branch), vars });
  return { runs: simulation.play(), unused: people.unused() };
}
