import type { PlatformOutputs } from "../../constructs/contracts";
import type { Problem } from "../../environments/schema/problems";
import { certificateProblem } from "./certificates";
import { Confidential } from "./confidential";
import type { Login } from "./login";
import type { Checked } from "./outputs";

/** What the service reads from its Secret. What is left out counts as the service says. */
export const parameterNames = [
  "DB_HOST",
  "DB_PORT",
  "DB_SCHEMA",
  "DB_USER",
  "DB_PASSWORD",
  "DB_SSL",
  "DB_CA",
  "DB_TLS_VERIFICATION",
] as const;
export type ParameterName = (typeof parameterNames)[number];

/** The database's address and the login of a role, as a Secret holds them. */
export type DatabaseParameters = Readonly<Partial<Record<Exclude<ParameterName, "DB_PASSWORD">, string>>> & {
  readonly DB_PASSWORD: Confidential;
};

/** Those of the service, from the outputs of Terraform. */
export const serviceParameters = (outputs: PlatformOutputs, { user, password }: Login): DatabaseParameters => ({
  DB_HOST: outputs.database_host,
  DB_PORT: String(outputs.database_pool_port),
  DB_SCHEMA: outputs.database_pool_name,
  DB_USER: user,
  DB_PASSWORD: password,
  DB_SSL: "true",
  DB_CA: outputs.database_ca_certificate,
  DB_TLS_VERIFICATION: outputs.database_tls_verification,
});

/** Those of the administrator, who goes past the connection pool. The rest is as for the service. */
export const administratorParameters = (outputs: PlatformOutputs, { user, password }: Login): DatabaseParameters => ({
  DB_PORT: String(outputs.database_port),
  DB_SCHEMA: outputs.database_name,
  DB_USER: user,
  DB_PASSWORD: password,
});

/** Values by name, as in `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

const isSet = (variables: Variables, name: string): boolean => (variables[name] ?? "") !== "";

/** Whether somebody gives the database by variables, as continuous integration does in the book. */
export const areGiven = (variables: Variables): boolean =>
  ["DB_HOST", "DB_SCHEMA", "DB_USER", "DB_PASSWORD"].some((name) => isSet(variables, name));

/** The same for the administrator: `DB_ADMIN_USER`, …; what is not said is as for the service. */
export const administratorIsGiven = (variables: Variables): boolean =>
  ["DB_ADMIN_USER", "DB_ADMIN_PASSWORD"].some((name) => isSet(variables, name));

/** The service's login and the database's address, as variables give them. */
export const parametersFromVariables = (variables: Variables): Checked<DatabaseParameters> =>
  fromVariables(variables, "DB_", ["DB_HOST", "DB_SCHEMA", "DB_USER", "DB_PASSWORD"]);

/** The administrator's login, and where it differs the database's address. */
export const administratorFromVariables = (variables: Variables): Checked<DatabaseParameters> =>
  fromVariables(variables, "DB_ADMIN_", ["DB_USER", "DB_PASSWORD"]);

function fromVariables(
  variables: Variables,
  prefix: string,
  required: readonly ParameterName[],
): Checked<DatabaseParameters> {
  const problems: Problem[] = [];
  const values: Partial<Record<ParameterName, string>> = {};
  for (const name of parameterNames) {
    const path = name.replace(/^DB_/, prefix);
    const value = variables[path] ?? "";
    // a variable that is set to nothing is one that was not set
    if (value === "") {
      if (required.includes(name))
        problems.push({ path, rule: "must be set", fix: `others that begin with ${prefix} are` });
      continue;
    }
    values[name] = value;
    const broken = rules[name](value);
    if (broken !== undefined) problems.push({ path, ...broken });
  }
  if (problems.length > 0) return { problems };
  return { value: { ...values, DB_PASSWORD: new Confidential(values.DB_PASSWORD ?? "") }, problems: [] };
}

type Rule = (value: string) => Omit<Problem, "path"> | undefined;

const onlyOf =
  (...choices: readonly string[]): Rule =>
  (got) =>
    choices.includes(got) ? undefined : { rule: `must be ${choices.join(" or ")}`, got };

const isName: Rule = (got) => (/^\S+$/.test(got) ? undefined : { rule: "must be a name without white space", got });

const rules: Readonly<Record<ParameterName, Rule>> = {
  DB_HOST: (got) => {
    if (!/^[\w.:-]+$/.test(got)) return { rule: "must be a host name or an address, without protocol and port", got };
    return /^(localhost|127\.[\d.]+|::1)$/.test(got)
      ? { rule: "must be where the pods reach the database", got, fix: "in a pod that is the pod itself" }
      : undefined;
  },
  DB_PORT: (got) =>
    /^\d{1,5}$/.test(got) && Number(got) >= 1 && Number(got) <= 65535
      ? undefined
      : { rule: "must be a port from 1 to 65535", got },
  DB_SCHEMA: isName,
  DB_USER: isName,
  // the value is not shown
  DB_PASSWORD: (value) =>
    /[\r\n\0]/.test(value)
      ? {
          rule: "must not contain line breaks",
          fix: "a secret that was made with `echo` ends with one; use `printf %s`",
        }
      : undefined,
  DB_SSL: onlyOf("true", "false"),
  DB_CA: certificateProblem,
  DB_TLS_VERIFICATION: onlyOf("full", "ca"),
};
