import type { Login, PostgresServer } from "./postgres-server";

/** What makes it so: the superuser, whom no cloud hands out. */
type Cloud = Pick<PostgresServer, "prepare">;

/** The service's database as a cloud leaves it: what Terraform has made, and nothing else. */
export interface CloudDatabase {
  readonly administrator: Login;
  /** The service's login; on AWS nobody has made it yet. */
  readonly service: Login;
}

/** Roles belong to the whole server, so every test has its own. */
let made = 0;

/** What all clouds have: an administrator who is no superuser, and a database that is not the service's. */
async function create(
  server: Cloud,
  { owner, roles }: { owner?: string; roles: (names: { admin: string; user: string }) => string[] },
): Promise<CloudDatabase> {
  made += 1;
  const names = { admin: `doadmin${made}`, user: `demouser${made}` };
  const database = `demo${made}`;
  await server.prepare(
    "postgres",
    `CREATE ROLE ${names.admin} LOGIN CREATEDB CREATEROLE PASSWORD 'administrator'`,
    ...roles(names),
    `CREATE DATABASE ${database} OWNER ${owner ?? names.admin}`,
  );
  return {
    administrator: { user: names.admin, password: "administrator", database },
    service: { user: names.user, password: "password of the service", database },
  };
}

/** DigitalOcean's API has made the role, as a normal one; the database belongs to doadmin. */
export const digitaloceanDatabase = (server: Cloud): Promise<CloudDatabase> =>
  create(server, { roles: ({ user }) => [`CREATE ROLE ${user} LOGIN PASSWORD 'password of the service'`] });

/** RDS has made the database for its master user; the role of the service is still to be made. */
export const awsDatabase = (server: Cloud): Promise<CloudDatabase> => create(server, { roles: () => [] });

/**
 * Cloud SQL puts every role that its API makes into cloudsqlsuperuser, which owns the database, and gives it the same
 * powers. There each member of that role may take it away; in a plain PostgreSQL it takes the admin option, and from 16
 * on only what one has granted oneself: `grantor` is who has.
 */
export async function googleDatabase(
  server: Cloud,
  grantor: "administrator" | "cloud",
): Promise<CloudDatabase & { readonly group: string }> {
  const group = `cloudsqlsuperuser${made + 1}`;
  const database = await create(server, {
    owner: group,
    roles: ({ admin, user }) => [
      `CREATE ROLE ${group} CREATEDB CREATEROLE`,
      `GRANT ${group} TO ${admin} WITH ADMIN OPTION`,
      `CREATE ROLE ${user} LOGIN CREATEDB CREATEROLE PASSWORD 'password of the service'`,
      grantor === "cloud" ? `GRANT ${group} TO ${user}` : `SET ROLE ${admin}; GRANT ${group} TO ${user}; RESET ROLE`,
    ],
  });
  return { ...database, group };
}
