import { realpathSync } from "node:fs";
import { resolve } from "node:path";

import { releaseSettings } from "../charts/release-settings";
import type { ReleaseVariables } from "../charts/release-variables";
import { AssumptionError } from "../constructs/errors";
import type { Environment } from "../environments/schema/environment";
import { environmentSources, loadEnvironments } from "../environments/schema/load";
import { type Problem, ValidationError } from "../environments/schema/problems";
import { stablePodsBesideCanary } from "../environments/schema/release-pods";
import type { Service } from "../environments/schema/service";
import type { Request } from "./commands/outcome";
import { manifestsOf } from "./manifests";
import type { ImageOptions } from "./options";

/** Where the environments are. */
const project = resolve(__dirname, "..");

/**
 * The environment with the name.
 *
 * @throws {ValidationError} when there is none, when any file is wrong, or outside of the project's folder
 */
export async function environmentNamed(name: string): Promise<Environment> {
  if (realpathSync(process.cwd()) !== realpathSync(project))
    // the programs that it starts, Terraform among them, look for their files there
    throw wrongLine({ path: "", rule: `must be run in the folder of the project; run \`cd ${project}\` first` });
  const [environment] = await loadEnvironments(environmentSources(), name);
  if (environment !== undefined) return environment;
  throw wrongLine({ path: "--environment", rule: "must be the name of a file in environments/", got: name });
}

/** Something that was written behind `release` is wrong. */
export const wrongLine = (problem: Problem): ValidationError =>
  new ValidationError([{ file: "the command line", problems: [problem] }]);

/** What a flag is called as a variable, and as a setting of the environment. */
const namesOf: Record<keyof ImageOptions, readonly [variable: keyof ReleaseVariables, setting: string]> = {
  image: ["IMAGE", "service.version"],
  canaryPods: ["CANARY_PODS", "service.canaryPods"],
  stablePods: ["STABLE_PODS", "service.stablePods"],
  canaryWeight: ["CANARY_WEIGHT", "service.route.canaryWeight"],
  databaseSecret: ["DATABASE_SECRET", "service.databaseSecret"],
};

/**
 * What is asked for, checked against the environment.
 *
 * @param moment whether the number of pods is meant for the time of the canary, or for afterwards
 * @param process variables that a flag may have come from. @default - problems speak of the variables
 * @throws {ValidationError} with everything that is wrong with it
 */
export function requestOf(
  environment: Environment,
  options: ImageOptions,
  moment: "beside the canary" | "afterwards",
  process?: NodeJS.ProcessEnv,
): { environment: Environment; request: Request } {
  const { stablePods: given = "", canaryPods, image, canaryWeight, databaseSecret } = options;
  const { service } = environment;
  const stablePods = moment === "afterwards" ? service.stablePods : podsBesideCanary(service, canaryPods);
  const variables: ReleaseVariables = {
    IMAGE: image,
    CANARY_PODS: canaryPods,
    STABLE_PODS: given === "" ? String(stablePods) : given,
    CANARY_WEIGHT: canaryWeight,
    DATABASE_SECRET: databaseSecret,
  };
  const check = () => releaseSettings([environment], variables);
  const [checked] = process === undefined ? check() : inWordsOf(options, process, check);
  if (checked === undefined) throw new AssumptionError("the settings of one environment are those of one");
  const { environment: resized, settings } = checked;
  const standingPods = moment === "afterwards" ? settings.stablePods : service.stablePods;
  return { environment: resized, request: { settings, manifests: manifestsOf(resized, settings), standingPods } };
}

/** Makes problems speak of what the user wrote: the flag, the variable, or the setting of the environment. */
function inWordsOf<T>(options: ImageOptions, process: NodeJS.ProcessEnv, check: () => T): T {
  const words = new Map<string, string>();
  for (const [option, [variable, setting]] of Object.entries(namesOf)) {
    const value = options[option as keyof ImageOptions] ?? "";
    const isVariable = process[variable] === value;
    const written = isVariable ? variable : `--${option.replace(/[A-Z]/g, "-$&").toLowerCase()}`;
    words.set(variable, value === "" ? setting : written);
    // rules compare with what the environment would be
    if (value !== "") words.set(setting, written);
  }
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const worded = ({ path, rule, ...rest }: Problem): Problem => ({
      ...rest,
      path: words.get(path) ?? path,
      rule: rule.replace(/`([\w.]+)`/g, (_, name: string) => `\`${words.get(name) ?? name}\``),
    });
    throw new ValidationError(error.files.map(({ file, problems }) => ({ file, problems: problems.map(worded) })));
  }
}

/** Pods of stable beside a canary, when nobody says how many; what is no number is refused by the checks. */
const podsBesideCanary = (service: Service, canaryPods = ""): number =>
  stablePodsBesideCanary(service, canaryPods === "" ? service.canaryPods : Number(canaryPods));
