import { readdirSync } from "node:fs";
import { join } from "node:path";

import service from "../service";
import { checkEnvironment, checkService } from "./check";
import { type CloudEnvironment, type Environment, isCloudEnvironment } from "./environment";
import { type FileProblems, type Problem, ValidationError, didYouMean } from "./problems";
import { collisionProblems } from "./rules/collisions";

/** A file that describes an environment. */
export interface EnvironmentSource {
  /** Name of the file without its ending: the environment's name. */
  readonly name: string;
  /** Path as shown to the user. */
  readonly file: string;
  /** Evaluates the file and returns what it exports by default. */
  readonly load: () => Promise<unknown>;
}

/** What all environments share; it is no environment itself. */
const serviceFile = "service.ts";

/** How they are delivered to; it is none, either. */
const deliveryFile = "delivery.ts";

/** The environments in the folder `environments/`, in alphabetical order. */
export function environmentSources(): EnvironmentSource[] {
  return readdirSync(join(process.cwd(), "environments"), { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
    .filter(({ name }) => name !== serviceFile && name !== deliveryFile)
    .map(({ name }) => name.slice(0, -".ts".length))
    .sort()
    .map((name) => ({
      name,
      file: `environments/${name}.ts`,
      // the pattern tells the bundler which files to take in
      load: async () => ((await import(`../${name}.ts`)) as { default?: unknown }).default,
    }));
}

/**
 * Loads and checks environments.
 *
 * @param only name of the one environment to return; all are checked against each other all the same. Empty, as
 *   continuous integration passes a variable that is not set: all
 * @throws {ValidationError} with every problem of every file
 */
export async function loadEnvironments(sources: readonly EnvironmentSource[], only = ""): Promise<Environment[]> {
  const names = sources.map(({ name }) => name);
  if (only !== "" && !names.includes(only)) {
    const rule = `must be the name of a file in environments/ (${names.join(", ")})`;
    throw new ValidationError([
      { file: "the choice of environment", problems: [{ path: "", rule, got: only, fix: didYouMean(only, names) }] },
    ]);
  }

  const loaded = await Promise.all(sources.map(async (source) => ({ ...source, ...(await loadOne(source)) })));
  const environments = loaded.flatMap(({ environment }) => environment ?? []);
  const collisions = collisionProblems(environments);
  const shared = checkService(service);
  // what is wrong in the file that all share is told once
  const own = ({ path, rule }: Problem) =>
    !shared.some((each) => path === `service.${each.path}` && rule === each.rule);
  const files: FileProblems[] = [
    { file: `environments/${serviceFile}`, problems: shared },
    ...loaded.map(({ name, file, problems }) => ({
      file,
      problems: [...problems.filter(own), ...(collisions.get(name) ?? [])],
    })),
  ].filter(({ problems }) => problems.length > 0);
  if (files.length > 0) throw new ValidationError(files);
  return only === "" ? environments : environments.filter(({ name }) => name === only);
}

/**
 * The environment with the name, for programs that need one in a cloud.
 *
 * @throws {ValidationError} when there is none, when any file is wrong, or when Terraform has nothing to do with it
 */
export async function loadCloudEnvironment(name: string): Promise<CloudEnvironment> {
  const [environment] = await loadEnvironments(environmentSources(), name);
  if (environment !== undefined && isCloudEnvironment(environment)) return environment;
  const rule = "must be one for which Terraform creates something";
  const problems = [{ path: "cloud", rule, got: environment?.cloud }];
  throw new ValidationError([{ file: `environments/${name}.ts`, problems }]);
}

async function loadOne({
  name,
  load,
}: EnvironmentSource): Promise<{ environment?: Environment; problems: readonly Problem[] }> {
  let written: unknown;
  try {
    written = await load();
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { problems: [{ path: "", rule: `cannot be read: ${cause.split("\n")[0] ?? ""}` }] };
  }
  return checkEnvironment(name, written);
}
