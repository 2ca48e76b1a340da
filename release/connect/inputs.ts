import type { PlatformOutputs } from "../../constructs/contracts";
import { type Environment, isCloudEnvironment } from "../../environments/schema/environment";
import { usesDatabase } from "../../environments/schema/release-pods";
import { Redaction } from "./confidential";
import {
  administratorFromVariables,
  administratorIsGiven,
  administratorParameters,
  areGiven,
  type DatabaseParameters,
  parametersFromVariables,
  serviceParameters,
  type Variables,
} from "./database-parameters";
import { findOutputs, type InputSources, refuseAny, valueOf } from "./find-outputs";
import { readLogin } from "./login";

/** What connects a cluster with its database, read and checked. */
export interface ConnectInputs {
  /** Where it comes from, for people. */
  readonly source: string;
  /** @default - the database was given by variables, or the environment has no Terraform */
  readonly outputs?: PlatformOutputs;
  /** The service's login. @default - the service has no database, or a local one that is made with its login */
  readonly database?: DatabaseParameters;
  /** Reads the administrator's login. @default - nobody says where it is */
  readonly administrator?: () => Promise<DatabaseParameters>;
  /** Name of the database itself, past any connection pool. @default - there is none */
  readonly databaseName?: string | undefined;
  /** Knows every value that nobody may see. */
  readonly redaction: Redaction;
}

export interface InputOptions {
  readonly environment: Environment;
  /** File with the outputs, `-` for the standard input. @default - variables, or else the environment's Terraform */
  readonly outputs?: string | undefined;
}

/**
 * Finds the database's address and login: in the file that is named, else in the variables `DB_HOST`, …, else in the
 * outputs of the environment's Terraform. Nothing is written.
 *
 * @throws {ValidationError} with all that is wrong with what was given
 * @throws {ReleaseFailure} when Terraform or a cloud does not answer as it should
 */
export async function readInputs(
  { environment, outputs: file }: InputOptions,
  sources: InputSources,
): Promise<ConnectInputs> {
  if (isCloudEnvironment(environment)) {
    if (file === undefined && usesDatabase(environment.service) && areGiven(sources.variables))
      return inputsFromVariables(sources.variables);
    const { outputs, source } = await findOutputs(environment, file, sources);
    return inputsFromOutputs(environment, outputs, source, sources);
  }
  const problem = { path: "--outputs", rule: "must not be given for a local environment, which has no Terraform" };
  refuseAny({ file: "the command line", problems: file === undefined ? [] : [problem] });
  return { source: "the cluster itself", redaction: new Redaction() };
}

/** The book's way: what continuous integration keeps in a secret of its own. */
function inputsFromVariables(variables: Variables): ConnectInputs {
  const service = parametersFromVariables(variables);
  const administrator = administratorIsGiven(variables) ? administratorFromVariables(variables) : undefined;
  const file = "the variables";
  const database = valueOf({ ...service, problems: [...service.problems, ...(administrator?.problems ?? [])] }, file);
  const redaction = new Redaction();
  const login = administrator?.value;
  for (const { DB_PASSWORD } of [database, ...(login === undefined ? [] : [login])]) redaction.hide(DB_PASSWORD);
  return {
    source: "the variables DB_HOST, …",
    database,
    databaseName: login?.DB_SCHEMA ?? database.DB_SCHEMA,
    redaction,
    ...(login === undefined ? {} : { administrator: () => Promise.resolve(login) }),
  };
}

async function inputsFromOutputs(
  { service }: Environment,
  outputs: PlatformOutputs,
  source: string,
  { programs }: InputSources,
): Promise<ConnectInputs> {
  const redaction = new Redaction();
  if (!usesDatabase(service)) return { source, outputs, redaction };
  const login = await readLogin(outputs.database_password_reference, programs);
  redaction.hide(login.password);
  return {
    source,
    outputs,
    database: serviceParameters(outputs, login),
    databaseName: outputs.database_name,
    redaction,
    administrator: async () => {
      const administrator = await readLogin(outputs.database_administrator_reference, programs);
      redaction.hide(administrator.password);
      return administratorParameters(outputs, administrator);
    },
  };
}
