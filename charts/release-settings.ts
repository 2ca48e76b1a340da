import { z } from "zod";

import addressbook from "../addressbook/package.json";
import { type Track, tracks } from "../constructs/kubernetes/release-track";
import type { Environment } from "../environments/schema/environment";
import { imageRepository } from "../environments/schema/names";
import { type FileProblems, type Problem, ValidationError } from "../environments/schema/problems";
import { serviceProblems } from "../environments/schema/rules/service";
import { imageProblem } from "./image";

/** What a release decides and an environment cannot know. */
export interface ReleaseSettings {
  readonly image: string;
  readonly canaryPods: number;
  readonly stablePods: number;
  /** Tracks whose Deployments are written. */
  readonly tracks: readonly Track[];
}

/** The variables of a release, as continuous integration sets them. */
export interface ReleaseVariables {
  /** Reference of the image, best with a digest. @default - the environment's repository and the service's version */
  readonly IMAGE?: string | undefined;
  /** @default - `service.canaryPods` of the environment */
  readonly CANARY_PODS?: string | undefined;
  /** @default - `service.stablePods` of the environment */
  readonly STABLE_PODS?: string | undefined;
  /** `canary` or `stable`. @default - both */
  readonly TRACK?: string | undefined;
}

/** Picks the variables of a release from those of the process. */
export function releaseVariables({ IMAGE, CANARY_PODS, STABLE_PODS, TRACK }: NodeJS.ProcessEnv): ReleaseVariables {
  return { IMAGE, CANARY_PODS, STABLE_PODS, TRACK };
}

const pods = z
  .string()
  .regex(/^[1-9]\d{0,2}$/)
  .transform(Number)
  .refine((number) => number <= 100);

/**
 * The settings of a release for each environment.
 *
 * @throws {ValidationError} with every problem of every environment
 */
export function releaseSettings(
  environments: readonly Environment[],
  variables: ReleaseVariables,
): { environment: Environment; settings: ReleaseSettings }[] {
  const checked = environments.map((environment) => checkOne(environment, variables));
  const files: FileProblems[] = checked
    .map(({ environment, problems }) => ({ file: `the release to ${environment.name}`, problems }))
    .filter(({ problems }) => problems.length > 0);
  if (files.length > 0) throw new ValidationError(files);
  return checked;
}

function checkOne(environment: Environment, variables: ReleaseVariables) {
  const problems: Problem[] = [];
  const podsOf = (name: "CANARY_PODS" | "STABLE_PODS", fallback: number): number => {
    const written = variables[name];
    if (written === undefined || written === "") return fallback;
    const parsed = pods.safeParse(written);
    if (parsed.success) return parsed.data;
    problems.push({ path: name, rule: "must be a whole number between 1 and 100", got: written });
    return fallback;
  };
  const canaryPods = podsOf("CANARY_PODS", environment.service.canaryPods);
  const stablePods = podsOf("STABLE_PODS", environment.service.stablePods);

  const track = variables.TRACK === "" ? undefined : variables.TRACK;
  const chosen = tracks.filter((candidate) => track === undefined || candidate === track);
  if (chosen.length === 0) problems.push({ path: "TRACK", rule: 'must be "canary" or "stable"', got: track });

  const image = variables.IMAGE === undefined || variables.IMAGE === "" ? defaultImage(environment) : variables.IMAGE;
  problems.push(...[imageProblem(image, environment)].filter((problem) => problem !== undefined));

  // more pods than the file says may not fit any more
  const resized = { ...environment, service: { ...environment.service, canaryPods, stablePods } };
  problems.push(...serviceProblems(resized).map((problem) => inVariables(problem, variables)));
  return { environment: resized, settings: { image, canaryPods, stablePods, tracks: chosen }, problems };
}

/** The version of the service in this checkout, in the environment's own repository. */
export function defaultImage(environment: Environment): string {
  return `${imageRepository(environment)}:${addressbook.version}`;
}

/** A rule of the environment speaks of the variable when that is where the number comes from. */
function inVariables(problem: Problem, variables: ReleaseVariables): Problem {
  const names = { "service.canaryPods": "CANARY_PODS", "service.stablePods": "STABLE_PODS" } as const;
  const name = names[problem.path as keyof typeof names] as keyof ReleaseVariables | undefined;
  return name === undefined || !variables[name] ? problem : { ...problem, path: name };
}
