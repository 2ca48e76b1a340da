import { ValidationError } from "../../environments/schema/problems";
import type { GeneratedFile } from "../model/generated-file";
import type { Decision, Happening, Story } from "../simulate/story";
import { readDefinitions } from "./read-definitions";
import { Simulation } from "./simulation/simulation";
import type { Facts } from "./when/evaluate";

/** Where Semaphore begins. */
const first = ".semaphore/semaphore.yml";

/**
 * What Semaphore would run, read from the files alone. A branch, a tag or a pull request starts it; whether pull requests
 * from other repositories do is a setting of the project.
 *
 * @param files others than pipelines of Semaphore are left alone
 * @throws {ValidationError} when a pipeline cannot be read, or somebody chooses what cannot be chosen
 */
export function simulateSemaphore(files: readonly GeneratedFile[], happening: Happening): Story {
  const { pipelines, problems } = readDefinitions(files);
  if (problems.length > 0) throw new ValidationError(problems);
  const { on, outcomes = {}, decisions = [] } = happening;
  const facts = factsOf(on);
  const begin = facts && pipelines.find(({ path }) => path === first);
  const simulation = new Simulation(pipelines, facts ?? nothing, outcomes);
  if (begin !== undefined) simulation.start(begin);
  const useless = decisions.filter((decision) => !simulation.decide(decision));
  const spokenOf = [...Object.keys(outcomes), ...decisions.flatMap(parameterNames)];
  return {
    runs: simulation.runs,
    unused: [...useless.map(({ name }) => name), ...spokenOf.filter((name) => !simulation.used.has(name))],
  };
}

const nothing: Facts = { branch: "", tag: "", pullRequest: "" };

/** A tag has no branch here, and a pull request has neither. @returns undefined for what starts GitHub's workflows only */
function factsOf(on: Happening["on"]): Facts | undefined {
  if ("branch" in on) return { ...nothing, branch: on.branch };
  if ("tag" in on) return { ...nothing, tag: on.tag };
  return "pullRequest" in on ? { ...nothing, pullRequest: String(on.pullRequest) } : undefined;
}

const parameterNames = ({ parameters = {} }: Decision): string[] => Object.keys(parameters);
