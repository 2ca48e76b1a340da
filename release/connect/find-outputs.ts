import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { PlatformOutputs } from "../../constructs/contracts";
import type { CloudEnvironment } from "../../environments/schema/environment";
import { type FileProblems, type Problem, ValidationError } from "../../environments/schema/problems";
import { type Programs, programSources, reason } from "../../programs/local-programs";
import { ReleaseFailure } from "../failure";
import type { Variables } from "./database-parameters";
import { type Checked, parseOutputs } from "./outputs";

/** Where inputs are looked for. */
export interface InputSources {
  readonly programs: Programs;
  readonly variables: Variables;
  /** Reads the standard input to its end. */
  readonly standardInput: () => Promise<string>;
  /** Folder of the project. */
  readonly folder: string;
}

/** The outputs of an environment, and where they are from. */
export interface FoundOutputs {
  readonly outputs: PlatformOutputs;
  readonly source: string;
}

/** The command line of each cloud, which knows who is logged in. */
const cloudPrograms = { aws: "aws", google: "gcloud", digitalocean: "doctl" } as const;

/**
 * Reads the outputs of an environment's Terraform.
 *
 * @param file that they are in, `-` for the standard input. @default - Terraform is asked
 * @throws {ValidationError} with all that is wrong with them, and the programs that are missing
 * @throws {ReleaseFailure} when Terraform does not answer
 */
export async function findOutputs(
  environment: CloudEnvironment,
  file: string | undefined,
  sources: InputSources,
): Promise<FoundOutputs> {
  const { programs } = sources;
  const terraform = terraformProgram(sources);
  const needed = [cloudPrograms[environment.cloud], ...(file === undefined ? [terraform] : [])];
  const machine = { file: "this machine", problems: needed.filter((each) => !programs.has(each)).map(missing) };
  if (file !== undefined) {
    const text = await textOf(file, sources);
    const outputs = text.value === undefined ? { problems: text.problems } : parseOutputs(text.value, environment);
    const source = file === "-" ? "the standard input" : file;
    const label = text.value === undefined ? "the command line" : source;
    return { outputs: valueOf(outputs, label, machine), source };
  }
  const stack = join("cdktf.out", "stacks", environment.name);
  const label = `the outputs of ${environment.name}`;
  refuseAny(machine, { file: label, problems: stackProblems(environment, stack, sources) });
  const outputs = parseOutputs(await askTerraform(terraform, stack, sources), environment);
  return { outputs: valueOf(outputs, label), source: "Terraform" };
}

/** @throws {ValidationError} when there is any problem */
export function refuseAny(...files: readonly FileProblems[]): void {
  const refused = files.filter(({ problems }) => problems.length > 0);
  if (refused.length > 0) throw new ValidationError(refused);
}

/**
 * @param file where the problems are
 * @throws {ValidationError} when there is any problem, there or elsewhere
 */
export function valueOf<T>({ value, problems }: Checked<T>, file: string, ...others: readonly FileProblems[]): T {
  refuseAny(...others, { file, problems });
  if (value === undefined) throw new ValidationError([{ file, problems }]);
  return value;
}

function missing(program: string): Problem {
  const source = programSources[program];
  return { path: program, rule: "must be on the PATH", fix: source && `${source} tells how to get it` };
}

/** As CDKTF chooses it; OpenTofu where there is nothing else. */
function terraformProgram({ programs, variables }: InputSources): string {
  const chosen = variables["TERRAFORM_BINARY_NAME"] ?? "";
  if (chosen !== "") return chosen;
  return !programs.has("terraform") && programs.has("tofu") ? "tofu" : "terraform";
}

async function textOf(file: string, { standardInput, folder }: InputSources): Promise<Checked<string>> {
  if (file === "-") return { value: await standardInput(), problems: [] };
  try {
    return { value: readFileSync(join(folder, file), "utf8"), problems: [] };
  } catch (error) {
    const { code = "an error" } = error as NodeJS.ErrnoException;
    return { problems: [{ path: "--outputs", rule: `must be a file that can be read (${code})`, got: file }] };
  }
}

function stackProblems({ name }: CloudEnvironment, stack: string, { folder }: InputSources): Problem[] {
  if (existsSync(join(folder, stack))) return [];
  return [
    { path: stack, rule: "must be there", fix: `\`npx cdktf deploy ${name}\` makes it, or give \`--outputs FILE\`` },
  ];
}

async function askTerraform(terraform: string, stack: string, { programs, folder }: InputSources): Promise<string> {
  const outcome = await programs.run([terraform, `-chdir=${join(folder, stack)}`, "output", "-json", "-no-color"]);
  if (outcome.status === 0) return outcome.stdout;
  const why = reason(outcome);
  const next = /\binit/.test(why) ? [`${terraform} -chdir=${stack} init`] : [];
  throw new ReleaseFailure(`\`${terraform} output\` failed: ${why}`, next);
}
