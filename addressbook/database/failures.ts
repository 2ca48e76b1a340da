/** What matches an error, why the database is not to be had then, and what to look at. */
type Failure = readonly [pattern: RegExp, reason: string, check?: string];

/** By codes of SQL, Node.js and OpenSSL. */
const reasons: readonly Failure[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, "its name is not known", "DB_HOST, and whether this machine can look up names"],
  [
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOENT|EACCES)$/,
    "it cannot be reached",
    "DB_HOST and DB_PORT, whether the server runs, and whether the network lets this machine through",
  ],
  [/^(ECONNRESET|EPIPE|08...)$/, "the connection was lost", "whether something else than PostgreSQL is at DB_PORT"],
  [/^57P0/, "it is starting or stopping"],
  [/^53300$/, "it has too many connections", "who else is connected, and DB_POOL_SIZE"],
  [/^53/, "it has no room left"],
  [/^28/, "it refuses the login", "DB_USER, DB_PASSWORD and DB_SSL; `npm run bootstrap` makes the role"],
  [
    /^3D000$/,
    "there is no such database",
    "DB_SCHEMA, where a pool's port takes a pool's name; `npm run bootstrap` makes it",
  ],
  [/^42501$/, "the role may not do that", "DB_USER; `npm run bootstrap` gives the role its rights"],
  [/^42P01$/, "it is not migrated"],
  [/^(57014|55P03)$/, "it did not answer in time"],
  [/^25006$/, "it is read-only"],
  [
    /CERT|^UNABLE_TO_|^ERR_(TLS|SSL|OSSL)|^EPROTO$/,
    "the connection cannot be trusted",
    "DB_CA, DB_TLS_VERIFICATION, and whether DB_HOST is the name in the server's certificate",
  ],
];

/** What node-postgres says without a code. */
const messages: readonly Failure[] = [
  [/^timeout exceeded when trying to connect/, "all connections are in use, or it does not answer"],
  [/timeout/i, "it did not answer in time", "DB_HOST and DB_PORT, and whether the network lets this machine through"],
  [
    /^Connection terminated|^Client has encountered a connection error/,
    "the connection was lost",
    "whether something else than PostgreSQL is at DB_PORT",
  ],
  [/does not support SSL/, "it does not encrypt connections", "DB_SSL"],
];

/**
 * Why the database cannot be used at the moment, in words that give nothing away.
 *
 * @returns nothing when the error has another cause
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const unavailability = (error: unknown): string | undefined => failure(error)?.[1];

/** What to look at when it cannot be used for longer. */
export const remedy = (error: unknown): string | undefined => failure(error)?.[2];

/** PgBouncer has one code for all that it refuses; its words, and PostgreSQL's codes for the same. */
const pgBouncer: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/authentication failed|^no such user/, "28P01"],
  [/^no such database/, "3D000"],
  [/^no more connections|^query_wait_timeout/, "53300"],
  [/server down|server login/, "57P03"],
];

/** The code of what PostgreSQL, or a PgBouncer before it, Node.js or OpenSSL has refused. */
export function codeOf(error: unknown): string | undefined {
  const { code, message = "" } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (code !== "08P01") return code;
  return pgBouncer.find(([pattern]) => pattern.test(message))?.[1] ?? code;
}

function failure(error: unknown): Failure | undefined {
  const { message = "", errors } = (error ?? {}) as Partial<AggregateError>;
  const code = codeOf(error);
  if (code !== undefined) return reasons.find(([pattern]) => pattern.test(code));
  // all addresses of a name were tried
  if (errors !== undefined) return failure(errors[0]);
  return messages.find(([pattern]) => pattern.test(message));
}
