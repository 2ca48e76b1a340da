import { type Track, tracksOf } from "../constructs/kubernetes/release-track";
import type { Environment } from "../environments/schema/environment";
import { imageRepository } from "../environments/schema/names";
import { type FileProblems, type Problem, ValidationError } from "../environments/schema/problems";
import { serviceProblems } from "../environments/schema/rules/service";
import type { Service } from "../environments/schema/service";
import { imageProblem } from "./image";
import { given, ReleaseInput, type ReleaseVariables } from "./release-variables";

/** What a release decides and an environment cannot know. */
export interface ReleaseSettings {
  readonly image: string;
  readonly canaryPods: number;
  readonly stablePods: number;
  /** Tracks whose Deployments are written. */
  readonly tracks: readonly Track[];
  /** Colour that gets the traffic, with the strategy `blue-green`. */
  readonly live: "blue" | "green";
  /** Secret with the database's address and the service's login. Pods roll when its name changes. */
  readonly databaseSecret: string;
}

/**
 * The settings of a release for each environment.
 *
 * @throws {ValidationError} with every problem of every environment
 */
export function releaseSettings(
  environments: readonly Environment[],
  variables: ReleaseVariables,
): { environment: Environment; settings: ReleaseSettings }[] {
  const checked = environments.map((environment) => checkOne(environment, given(variables)));
  const files: FileProblems[] = checked
    .map(({ environment, problems }) => ({ file: `the release to ${environment.name}`, problems }))
    .filter(({ problems }) => problems.length > 0);
  if (files.length > 0) throw new ValidationError(files);
  return checked;
}

function checkOne(environment: Environment, variables: ReleaseVariables) {
  const { service } = environment;
  const input = new ReleaseInput(variables);
  const canaryPods = input.number("CANARY_PODS", { min: 1, max: 100 }) ?? service.canaryPods;
  const stablePods = input.number("STABLE_PODS", { min: 1, max: 100 }) ?? service.stablePods;
  const canaryWeight = input.number("CANARY_WEIGHT", { min: 0, max: 100 }) ?? service.route?.canaryWeight ?? 0;
  const tracks: readonly Track[] = tracksOf[service.strategy];
  const track = input.oneOf("TRACK", tracks);
  const live = input.oneOf("LIVE", tracksOf["blue-green"]) ?? "blue";
  const databaseSecret = input.dnsLabel("DATABASE_SECRET") ?? "db-params";

  const image = variables.IMAGE ?? defaultImage(environment);
  const problems: Problem[] = [...input.problems, ...uselessVariables(service, variables)];
  problems.push(...[imageProblem(image, environment)].filter((problem) => problem !== undefined));

  // more pods than the file says may not fit any more
  const route = service.route === undefined ? undefined : { ...service.route, canaryWeight };
  const resized: Environment = { ...environment, service: { ...service, canaryPods, stablePods, route } };
  problems.push(...serviceProblems(resized).map((problem) => inVariables(problem, variables)));
  const settings: ReleaseSettings = {
    image,
    canaryPods,
    stablePods,
    tracks: track === undefined ? tracks : [track],
    live,
    databaseSecret,
  };
  return { environment: resized, settings, problems };
}

/** Who sets a variable that means nothing here expects something else of the release. */
function uselessVariables({ strategy, route }: Service, variables: ReleaseVariables): Problem[] {
  const reasons = {
    CANARY_PODS: strategy === "canary" ? undefined : 'when `service.strategy` is "blue-green"',
    CANARY_WEIGHT:
      strategy !== "canary"
        ? 'when `service.strategy` is "blue-green"'
        : route === undefined
          ? "without `service.route`"
          : undefined,
    LIVE: strategy === "blue-green" ? undefined : 'when `service.strategy` is "canary"',
  } as const;
  return (["CANARY_PODS", "CANARY_WEIGHT", "LIVE"] as const).flatMap((path) =>
    variables[path] === undefined || reasons[path] === undefined
      ? []
      : [{ path, rule: `must not be set ${reasons[path]}`, got: variables[path] }],
  );
}

/** The version of the service in this checkout, in the environment's own repository. */
export function defaultImage(environment: Environment): string {
  return `${imageRepository(environment)}:${environment.service.version}`;
}

/** A rule of the environment speaks of the variable when that is where the number comes from. */
function inVariables(problem: Problem, variables: ReleaseVariables): Problem {
  const sources: Record<string, keyof ReleaseVariables> = {
    "service.canaryPods": "CANARY_PODS",
    "service.stablePods": "STABLE_PODS",
    "service.route.canaryWeight": "CANARY_WEIGHT",
  };
  const name = sources[problem.path];
  return name === undefined || variables[name] === undefined ? problem : { ...problem, path: name };
}
