import type { JSONSchema } from "json-schema-to-ts";

import {
  type DatabaseVariables,
  databaseVariables,
  readSettings,
  type Settings,
  SettingsError,
  type Variables,
} from "../settings";

/** Roles are not guessed, and each has a password. */
const loginVariables = {
  ...databaseVariables,
  properties: {
    ...databaseVariables.properties,
    DB_USER: { type: "string", minLength: 1, description: "the name of a role" },
    DB_PASSWORD: { type: "string", minLength: 1, writeOnly: true, description: "the role's password" },
  },
} as const satisfies JSONSchema;

export interface BootstrapSettings {
  /** What the service will connect with, on some clouds to a connection pool. */
  readonly service: DatabaseVariables;
  /** Who prepares the database. Its `DB_SCHEMA` is the database itself. */
  readonly administrator: DatabaseVariables;
}

/**
 * Both logins: the service's, and the administrator's from `DB_ADMIN_*` or the files of `DB_ADMIN_CREDENTIALS_DIR`.
 *
 * Where the administrator's say nothing, host, port, database and TLS are those of the service. They differ where the
 * service connects to a pool: the administrator connects to the database itself, and names it.
 *
 * @throws SettingsError with the problems of both
 */
export function readBootstrapSettings(variables: Variables): Settings<BootstrapSettings> {
  const problems: string[] = [];
  const attempt = (read: () => Settings<DatabaseVariables>): Settings<DatabaseVariables> | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const service = attempt(() => readSettings(loginVariables, variables));
  const otherwise = { ...service?.values, DB_USER: undefined, DB_PASSWORD: undefined };
  const administrator = attempt(() =>
    readSettings(loginVariables, variables, { prefix: "DB_ADMIN_", wantedFiles: [], otherwise }),
  );
  if (service === undefined || administrator === undefined) throw new SettingsError(problems);

  const { DB_USER: user } = service.values;
  if (user === administrator.values.DB_USER) {
    const rule = "`DB_USER` must be another role than the administrator (`DB_ADMIN_USER`)";
    throw new SettingsError([`${rule}, got: ${JSON.stringify(user)}; the service must not be one`]);
  }
  return {
    values: { service: service.values, administrator: administrator.values },
    warnings: [...service.warnings, ...administrator.warnings],
  };
}
