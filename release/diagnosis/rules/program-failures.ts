import type { Environment } from "../../../environments/schema/environment";
import { kubectl, release } from "../commands";
import type { DiagnosisContext } from "../context";
import type { Explanation } from "../finding";
import { foreignText } from "../foreign-text";
import type { SettingPath } from "../settings";

/** A failure that a program tells in words that are known. */
interface KnownFailure {
  readonly id: string;
  readonly pattern: RegExp;
  /** `$1` … are groups of the pattern. */
  readonly cause: string;
  readonly setting?: (environment: Environment) => { readonly path: SettingPath; readonly advice: string };
  readonly command?: (context: DiagnosisContext) => string;
  /** Whether the next try may work without anybody doing anything. */
  readonly mends: boolean;
}

const connect = (context: DiagnosisContext): string => release(context, "connect");
const credential = (path: SettingPath, advice: string) => () => ({ path, advice });
const fromOutputs = "hand over the database's address and login again; they come from the environment's outputs";

/** The words of the service, of PostgreSQL, PgBouncer, Node.js and OpenSSL. The first that fits counts. */
const knownFailures: readonly KnownFailure[] = [
  {
    id: "migration-blocked",
    pattern: /(\d+_[\w-]+) has failed: (?:canceling statement due to lock timeout|deadlock detected)/,
    cause: "the migration $1 gets no lock: somebody else uses the table",
    command: (context) => kubectl(context, "logs", `job/${context.job ?? ""}`),
    mends: true,
  },
  {
    id: "migration-under-way",
    pattern: /another migration has not ended within/,
    cause: "another migration is under way and does not end",
    command: (context) => kubectl(context, "get", "jobs,pods"),
    mends: true,
  },
  {
    id: "database-grants",
    pattern:
      /the role may not do that|permission denied for (schema|table|database|relation)|must be owner of|belongs to \w+, and \w+ may not/,
    cause: "the service's role lacks rights in the database",
    command: connect,
    mends: false,
  },
  {
    id: "migrations-out-of-order",
    pattern: /migrations must run in the order of their names/,
    cause: "a migration would come after one that the database already has",
    setting: credential("addressbook/migrations", "give the new migration a higher number"),
    mends: false,
  },
  {
    id: "database-not-migrated",
    pattern: /lacks migrations: ([\w, -]+)|it is not migrated|relation "schema_migrations" does not exist/,
    cause: "the database lacks migrations that the service needs",
    setting: credential("service.migrationCommand", "let the migration run before the pods, from the same image"),
    command: (context) => kubectl(context, "get", "jobs"),
    mends: true,
  },
  {
    id: "database-tls-name",
    pattern: /does not match certificate's altnames|Hostname\/IP does not match/,
    cause: "DB_HOST is not a name in the database's certificate",
    setting: credential("DB_TLS_VERIFICATION", "hand over the login again: behind a proxy it is ca"),
    command: connect,
    mends: false,
  },
  {
    id: "database-certificate",
    pattern:
      /the connection cannot be trusted|self[- ]signed certificate|unable to (verify the first certificate|get (local )?issuer certificate)|certificate has expired|DEPTH_ZERO_SELF_SIGNED/,
    cause: "the database's certificate is not trusted",
    setting: credential("DB_CA", "hand over the authority's certificates again; the cloud may have renewed them"),
    command: connect,
    mends: false,
  },
  {
    id: "database-without-tls",
    pattern: /it does not encrypt connections|does not support SSL/,
    cause: "the database does not encrypt connections, and the service asks for that",
    setting: credential("DB_SSL", "hand over the login again"),
    command: connect,
    mends: false,
  },
  {
    id: "database-wants-tls",
    pattern: /no pg_hba\.conf entry[^\n]*(no encryption|SSL off)/,
    cause: "the database takes encrypted connections only, and the service does not encrypt",
    setting: credential("DB_SSL", "hand over the login again, with DB_SSL=true"),
    command: connect,
    mends: false,
  },
  {
    id: "database-login",
    pattern:
      /it refuses the login|password authentication failed|no pg_hba\.conf entry|role "[^"]*" does not exist|SASL[^\n]*password/,
    cause: "the database refuses the service's login",
    setting: credential("DB_PASSWORD", "hand over the login again: the role or its password has changed"),
    command: connect,
    mends: false,
  },
  {
    id: "database-missing",
    pattern: /there is no such database|database "[^"]*" does not exist|no such database/,
    cause: "there is no database of the name in DB_SCHEMA",
    setting: credential("DB_SCHEMA", "hand over the login again; a pool's port takes a pool's name"),
    command: connect,
    mends: false,
  },
  {
    id: "database-connections",
    pattern:
      /it has too many connections|too many clients already|remaining connection slots|no more connections allowed/,
    cause: "the database has no connections left",
    setting: credential("service.databasePoolSize", "lower it, have fewer pods, or take a larger database"),
    mends: true,
  },
  {
    id: "database-pool-exhausted",
    pattern: /all connections are in use/,
    cause: "all connections of the pod are in use, or the database answers none of them",
    setting: credential("service.databasePoolSize", "raise it, if the database is not at its limit"),
    mends: true,
  },
  {
    id: "database-full",
    pattern: /it has no room left|No space left on device|could not extend file/,
    cause: "the database has no room left",
    setting: (environment) =>
      environment.cloud === "digitalocean"
        ? { path: "database.size", advice: "take a larger size, and npx cdktf deploy" }
        : { path: "database.storageGib", advice: "raise it, and npx cdktf deploy" },
    mends: false,
  },
  {
    id: "database-starting",
    pattern: /it is starting or stopping|the database system is (starting up|shutting down|in recovery mode)/,
    cause: "the database is starting or stopping",
    mends: true,
  },
  {
    id: "database-read-only",
    pattern: /it is read-only|cannot execute [A-Z ]+ in a read-only transaction/,
    cause: "the database is read-only: a standby, or one that is being switched over",
    setting: credential("DB_HOST", fromOutputs),
    mends: true,
  },
  {
    id: "database-name-unknown",
    pattern: /its name is not known|getaddrinfo (ENOTFOUND|EAI_AGAIN)/,
    cause: "the host name of the database is not known in the cluster",
    setting: credential("DB_HOST", fromOutputs),
    command: connect,
    mends: true,
  },
  {
    id: "database-unreachable",
    pattern:
      /it cannot be reached|it did not answer in time|connect (ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)|timeout expired|Connection terminated due to connection timeout/,
    cause: "the database cannot be reached from the pods",
    setting: credential("DB_HOST", fromOutputs),
    command: (context) => kubectl(context, "get", "networkpolicies"),
    mends: true,
  },
  {
    id: "database-connection-lost",
    pattern: /the connection was lost|Connection terminated unexpectedly|server closed the connection/,
    cause: "connections to the database are lost",
    mends: true,
  },
  {
    id: "migration-failed",
    pattern: /(\d+_[\w-]+) has failed:/,
    cause: "the migration $1 has failed, and nothing of it is left",
    setting: credential("addressbook/migrations", "mend the migration, build the image anew and release that"),
    mends: false,
  },
  {
    id: "secret-key-missing",
    pattern: /\/(DB_[A-Z_]+) must be a file, got: nothing/,
    cause: "the Secret with the database's login has no key $1",
    command: connect,
    mends: false,
  },
  {
    id: "credential-refused",
    pattern: /\/(DB_[A-Z_]+) must be ([^\n]+)/,
    cause: "the service does not take $1 of the Secret with the database's login",
    command: connect,
    mends: false,
  },
  {
    id: "configuration-refused",
    pattern: /`([A-Z][A-Z0-9_]*)` must be ([^\n]+)/,
    cause: "the program does not take its variable $1",
    setting: credential("service.configuration", "give it another value"),
    mends: false,
  },
  {
    id: "heap-full",
    pattern: /JavaScript heap out of memory|Reached heap limit/,
    cause: "the program's heap is full",
    setting: credential("service.resources.memoryLimit", "raise it; half of it is for the heap"),
    mends: false,
  },
  {
    id: "read-only-file-system",
    pattern: /EROFS: read-only file system|[Rr]ead-only file system/,
    cause: "the program writes to a directory that is read-only",
    setting: credential("service.writableDirectories", "add the directory, with a size"),
    mends: false,
  },
  {
    id: "port-taken",
    pattern: /EADDRINUSE|address already in use/,
    cause: "the port is taken: the program listens twice",
    setting: credential("service.port", "choose one that nothing else in the container listens on"),
    mends: false,
  },
  {
    id: "port-forbidden",
    pattern: /EACCES: permission denied \d|listen EACCES/,
    cause: "the program may not listen on its port, because it is not root",
    setting: credential("service.port", "choose one from 1024 on"),
    mends: false,
  },
  {
    id: "program-incomplete",
    pattern: /Cannot find (?:module|package) '([^']+)'|ERR_MODULE_NOT_FOUND|No module named ['"]?([\w.]+)/,
    cause: "the image lacks a module of the program",
    setting: credential("addressbook/Dockerfile", "copy it into the image, build and push that, and give its digest"),
    mends: false,
  },
];

export interface ProgramExplanation {
  readonly explanation: Omit<Explanation, "evidence" | "doomed">;
  /** Whether the next try may work without anybody doing anything. */
  readonly mends: boolean;
}

/** What a program said before it failed, or instead of working, when it is known what that means. */
export function explainProgram(text: string, context: DiagnosisContext): ProgramExplanation | undefined {
  for (const { id, pattern, cause, setting, command, mends } of knownFailures) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const group = foreignText(found.slice(1).find(Boolean) ?? "", 80);
    return {
      explanation: {
        id,
        cause: cause.replace("$1", () => group),
        ...(setting === undefined ? {} : { setting: setting(context.environment) }),
        ...(command === undefined ? {} : { command: command(context) }),
      },
      mends,
    };
  }
  return undefined;
}
