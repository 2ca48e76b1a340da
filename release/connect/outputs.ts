import { type PlatformOutputs, platformOutputs } from "../../constructs/contracts";
import type { CloudEnvironment } from "../../environments/schema/environment";
import { isPlainObject } from "../../environments/schema/defaults";
import { resourceName } from "../../environments/schema/names";
import type { Problem } from "../../environments/schema/problems";
import { certificateProblem } from "./certificates";

type OutputName = keyof PlatformOutputs;

/** What was found, or all that is wrong with it. */
export interface Checked<T> {
  /** @default - there are problems */
  readonly value?: T;
  readonly problems: readonly Problem[];
}

/**
 * Reads the outputs of an environment: what `terraform output -json` or `cdktf output --outputs-file` writes, or just
 * their names and values.
 */
export function parseOutputs(text: string, environment: CloudEnvironment): Checked<PlatformOutputs> {
  const { name } = environment;
  const deploy = `\`npx cdktf deploy ${name}\` makes them`;
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return wrong({ path: "", rule: "must be JSON", fix: "`terraform output -json` writes it" });
  }
  if (!isPlainObject(written)) return wrong({ path: "", rule: "must be an object with the outputs", fix: deploy });
  const entries = Object.entries(written);
  if (entries.length === 0) return wrong({ path: "", rule: "must have outputs, and is empty", fix: deploy });

  const stack = written[name];
  if (isPlainObject(stack) && !("value" in stack)) return check(stack, environment);
  if (entries.every(([, value]) => isPlainObject(value) && !("value" in value))) {
    const names = entries.map(([each]) => each).join(", ");
    return wrong({ path: "", rule: `must have the outputs of ${name}, and has those of ${names}`, fix: deploy });
  }
  return check(
    Object.fromEntries(
      entries.map(([each, value]) => [each, isPlainObject(value) && "value" in value ? value["value"] : value]),
    ),
    environment,
  );
}

const wrong = (...problems: Problem[]): Checked<never> => ({ problems });

function check(values: Readonly<Record<string, unknown>>, environment: CloudEnvironment): Checked<PlatformOutputs> {
  const problems: Problem[] = [];
  const outputs: Record<string, unknown> = {};
  const rules = rulesFor(environment);
  for (const [name, description] of Object.entries(platformOutputs)) {
    const value = values[name];
    if (value === undefined || value === null || value === "") {
      problems.push({ path: name, rule: `must be there (${description})` });
      continue;
    }
    // the command line of CDKTF writes numbers as text
    const isPort = name.endsWith("_port");
    outputs[name] = isPort && typeof value === "string" ? Number(value) : value;
    const broken =
      typeof outputs[name] === (isPort ? "number" : "string")
        ? rules[name as OutputName]?.(outputs[name] as never)
        : { rule: `must be ${isPort ? "a number" : "text"}` };
    if (broken !== undefined) problems.push({ path: name, ...broken });
  }
  return problems.length > 0 ? { problems } : { value: outputs as unknown as PlatformOutputs, problems: [] };
}

type Rule = (value: never) => Omit<Problem, "path"> | undefined;

/** How the commands begin that log in to a cluster, and what a reference to a password is, by cloud. */
const forms = {
  aws: {
    login: "aws eks update-kubeconfig ",
    reference: /^aws-secrets-manager:arn:[\w-]+:secretsmanager:[\w-]+:\d*:\S+$/,
  },
  google: { login: "gcloud container clusters get-credentials ", reference: /^google-secret-manager:projects\/\S+$/ },
  digitalocean: {
    login: "doctl kubernetes cluster kubeconfig save ",
    reference: /^digitalocean-database-user:[^/\s]+\/\S+$/,
  },
} as const satisfies Record<CloudEnvironment["cloud"], unknown>;

function rulesFor(environment: CloudEnvironment): Partial<Record<OutputName, Rule>> {
  const cluster = resourceName(environment);
  const { login, reference } = forms[environment.cloud];
  const port = (value: number) =>
    Number.isInteger(value) && value >= 1 && value <= 65535
      ? undefined
      : { rule: "must be a port from 1 to 65535", got: value };
  // what stands there in its place may be the password itself
  const refersToLogin = (value: string) =>
    reference.test(value) ? undefined : { rule: `must be a reference that matches ${reference.source}` };
  return {
    cluster_name: (value: string) =>
      value === cluster
        ? undefined
        : {
            rule: `must be ${JSON.stringify(cluster)}`,
            got: value,
            fix: "these are the outputs of another environment",
          },
    // it is run, so it has to be what it says
    kubeconfig_command: (value: string) =>
      value.startsWith(login) && value.split(" ").includes(cluster) && /^[\w ./:=-]+$/.test(value)
        ? undefined
        : { rule: `must be a command \`${login}…\` for ${cluster}`, got: value },
    database_port: port,
    database_pool_port: port,
    database_ca_certificate: certificateProblem,
    database_tls_verification: (value: string) =>
      ["full", "ca"].includes(value) ? undefined : { rule: 'must be "full" or "ca"', got: value },
    database_password_reference: refersToLogin,
    database_administrator_reference: refersToLogin,
  };
}
