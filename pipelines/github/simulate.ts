import { ValidationError } from "../../environments/schema/problems";
import type { GeneratedFile } from "../model/generated-file";
import type { Happening, Story } from "../simulate/story";
import { readWorkflows } from "./read-workflows";
import { githubContext } from "./simulation/github-context";
import { outside } from "./simulation/outside";
import { Simulation } from "./simulation/simulation";
import { dispatched, releaseBranchOf, startsOn } from "./simulation/start";

/**
 * Says what GitHub would run. Environments have no variables but what the decisions say.
 *
 * @throws {ValidationError} when a workflow cannot be read, or nobody can start it by hand
 */
export function simulateGithub(files: readonly GeneratedFile[], happening: Happening): Story {
  const { workflows, problems } = readWorkflows(files);
  if (problems.length > 0) throw new ValidationError(problems);

  const branch = releaseBranchOf(workflows);
  const on = "dispatch" in happening.on ? { dispatch: dispatched(happening.on.dispatch, workflows) } : happening.on;
  const people = outside(happening);
  const simulation = new Simulation(workflows, people);
  for (const file of workflows.filter((each) => startsOn(on, each, branch)))
    simulation.start(file, { github: githubContext(on, branch), vars: {} });
  return { runs: simulation.play(), unused: people.unused() };
}
