import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import type { FromSchema, JSONSchema } from "json-schema-to-ts";

import { describeProblems, type Problem, textRules } from "./rules";

/** Settings that are missing or wrong: all of them, a line for each. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** Variables of the environment by name, as in `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** How to reach the database; the names are those of the book. */
export const databaseVariables = {
  type: "object",
  properties: {
    DB_HOST: { type: "string", minLength: 1, default: "localhost", description: "a host name or an address" },
    DB_PORT: { type: "integer", minimum: 1, maximum: 65535, default: 5432, description: "a port from 1 to 65535" },
    DB_SCHEMA: { type: "string", minLength: 1, default: "postgres", description: "the name of a database" },
    DB_USER: { type: "string", minLength: 1, default: "postgres", description: "the name of a role" },
    DB_PASSWORD: { type: "string", default: "", writeOnly: true, description: "the role's password" },
    DB_SSL: { type: "boolean", default: false, description: "true (the connection is encrypted) or false" },
    DB_CA: {
      type: "string",
      pattern: "-----BEGIN CERTIFICATE-----",
      description: "certificates of authorities in PEM, to trust these and no others",
    },
    DB_TLS_VERIFICATION: {
      enum: ["full", "ca"],
      default: "full",
      description: "full (the certificate and the host name in it are verified) or ca (the certificate only)",
    },
  },
  required: ["DB_HOST", "DB_PORT", "DB_SCHEMA", "DB_USER", "DB_PASSWORD", "DB_SSL", "DB_TLS_VERIFICATION"],
} as const satisfies JSONSchema;

export type DatabaseVariables = FromSchema<typeof databaseVariables>;

export const serviceVariables = {
  type: "object",
  properties: {
    ...databaseVariables.properties,
    DB_POOL_SIZE: {
      type: "integer",
      minimum: 1,
      maximum: 100,
      default: 5,
      description: "1 to 100, the connections to the database that are held open at most",
    },
    HOST: { type: "string", minLength: 1, default: "0.0.0.0", description: "the address to listen at" },
    PORT: { type: "integer", minimum: 0, maximum: 65535, default: 3000, description: "a port from 0 (any) to 65535" },
    LOG_LEVEL: {
      enum: ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      default: "info",
      description: "fatal, error, warn, info, debug, trace or silent",
    },
    RELEASE_TRACK: {
      type: "string",
      pattern: "^[a-z][a-z0-9-]{0,62}$",
      default: "none",
      description: "the name of a track, such as canary or stable",
    },
    SHUTDOWN_DRAIN_SECONDS: {
      type: "number",
      minimum: 0,
      maximum: 600,
      default: 5,
      description: "0 to 600 seconds, in which clients are led away from their connections before these are closed",
    },
    SHUTDOWN_TIMEOUT_SECONDS: {
      type: "number",
      minimum: 1,
      maximum: 3600,
      default: 25,
      description: "1 to 3600 seconds, after which the service ends even if it still answers somebody",
    },
  },
  required: [
    ...databaseVariables.required,
    "DB_POOL_SIZE",
    "HOST",
    "PORT",
    "LOG_LEVEL",
    "RELEASE_TRACK",
    "SHUTDOWN_DRAIN_SECONDS",
    "SHUTDOWN_TIMEOUT_SECONDS",
  ],
} as const satisfies JSONSchema;

/** Where a login to the database is told: by variables, or by files of a folder, which have the plain names. */
export interface Source {
  /** What the names of its variables begin with, in the place of `DB_`. */
  readonly prefix: string;
  /** Without these a folder of credentials is not one. */
  readonly wantedFiles: readonly string[];
  /** What counts where it says nothing. */
  readonly otherwise?: Partial<DatabaseVariables>;
}

const serviceSource: Source = { prefix: "DB_", wantedFiles: ["DB_HOST", "DB_SCHEMA", "DB_USER", "DB_PASSWORD"] };

const directoryVariable = ({ prefix }: Source) => `${prefix}CREDENTIALS_DIR`;

export interface Settings<T> {
  readonly values: T;
  /** What is odd, but no reason to refuse. */
  readonly warnings: readonly string[];
}

/** @throws SettingsError */
export function readServiceSettings(variables: Variables): Settings<FromSchema<typeof serviceVariables>> {
  const settings = readSettings<FromSchema<typeof serviceVariables>>(serviceVariables, variables);
  const { SHUTDOWN_DRAIN_SECONDS: drain, SHUTDOWN_TIMEOUT_SECONDS: timeout } = settings.values;
  if (drain >= timeout)
    throw new SettingsError([
      `\`SHUTDOWN_DRAIN_SECONDS\` must be less than \`SHUTDOWN_TIMEOUT_SECONDS\` (${timeout}), got: ${drain}`,
    ]);
  return settings;
}

/** @throws SettingsError */
export const readDatabaseSettings = (variables: Variables) =>
  readSettings<DatabaseVariables>(databaseVariables, variables);

/**
 * Settings of one schema, checked and complete.
 *
 * @throws SettingsError
 */
export function readSettings<T>(
  schema: { readonly properties: Readonly<Record<string, unknown>> },
  variables: Variables,
  source = serviceSource,
): Settings<T> {
  const variable = (name: string) => name.replace(/^DB_/, source.prefix);
  const fromVariables = Object.fromEntries(
    Object.keys(schema.properties).flatMap((name) => {
      const value = variables[variable(name)];
      // a variable that is set to nothing is one that was not set, as in `DB_CA=${CA}`
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
  const directory = variables[directoryVariable(source)] ?? "";
  const files = directory === "" ? { values: {}, problems: [] } : readFiles(directory, source);
  const values: Record<string, unknown> = { ...source.otherwise, ...fromVariables, ...files.values };

  const fileOf = (name: string) =>
    directory === "" || (name in fromVariables && !(name in files.values)) ? undefined : join(directory, name);
  const validate = textRules.compile(schema);
  const wrong = validate(values)
    ? []
    : describeProblems(validate.errors ?? [], (name) => fileOf(name) ?? `\`${variable(name)}\``);
  // a file that is missing is told once
  const problems = new Map([...files.problems, ...wrong].map((problem) => [problem.property, problem.detail]));
  if (problems.size > 0) throw new SettingsError([...problems.values()]);

  const twice = Object.entries(files.values).filter(
    ([name, value]) => fromVariables[name] !== undefined && fromVariables[name] !== value,
  );
  return {
    values: values as T,
    warnings: twice.map(([name]) => `${join(directory, name)} is used, and not the variable \`${variable(name)}\``),
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The files of a mounted Secret: one for each value, called like the variable of the service. */
function readFiles(directory: string, source: Source): { values: Record<string, string>; problems: Problem[] } {
  const values: Record<string, string> = {};
  const problems: Problem[] = [];
  if (!isFolder(directory)) {
    const property = directoryVariable(source);
    problems.push({ property, detail: `\`${property}\` must be a folder, got: ${JSON.stringify(directory)}` });
    return { values, problems };
  }
  for (const property of Object.keys(databaseVariables.properties)) {
    const file = join(directory, property);
    try {
      const text = readCredential(file);
      if (text !== "") values[property] = text;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT")
        problems.push({ property, detail: `${file} must be a file that can be read, got: ${code ?? String(error)}` });
      else if (source.wantedFiles.includes(property))
        problems.push({ property, detail: `${file} must be a file, got: nothing` });
    }
  }
  return { values, problems };
}

/** Files that people write by hand end with a line break, which is not part of the value. */
export const readCredential = (file: string): string => readFileSync(file, "utf8").replace(/\r?\n$/, "");

/**
 * The password, read anew for every connection: a Secret that changes reaches the pods within a minute, and they do
 * not have to be restarted.
 */
export function passwordOf({ DB_PASSWORD }: DatabaseVariables, variables: Variables): () => string {
  const directory = variables[directoryVariable(serviceSource)] ?? "";
  if (directory === "") return () => DB_PASSWORD;
  return () => readCredential(join(directory, "DB_PASSWORD"));
}
