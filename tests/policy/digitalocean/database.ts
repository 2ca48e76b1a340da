import { postgresOnDigitalocean } from "../../../environments/schema/catalogue/versions";
import { after, is, type Policy, when, without } from "../policy";
import { put, type Resource, setting, type Stack, text } from "../stack";
import { referred } from "../references";
import { hasWeeklyHour } from "./weekly-hour";

const types = ["digitalocean_database_cluster"];

/** The resources of a type that belong to a database cluster. */
export const partsOf = (cluster: Resource, type: string, stack: Stack): Resource[] =>
  stack.all(type).filter((part) => ownerOf(part, stack)?.address === cluster.address);

/** The database cluster that a database, user, pool or firewall belongs to. */
export const ownerOf = (part: Resource, stack: Stack): Resource | undefined =>
  referred(stack, setting(part, "cluster_id"), "digitalocean_database_cluster", "id");

const isOwned: Policy["holds"] = (part, stack) => ownerOf(part, stack) !== undefined;

/** The managed PostgreSQL. Who may connect, and how, is in `clients.ts`. */
export const database: readonly Policy[] = [
  {
    id: "OWN_DIGITALOCEAN_DATABASE_VERSION",
    must: "be a PostgreSQL that is still mended",
    types,
    holds: (resource) =>
      text(resource, "engine") === "pg" && text(resource, "version") in postgresOnDigitalocean.supported,
    broken: [without("version"), when("version", "13"), when("engine", "mysql")],
  },
  {
    id: "OWN_DIGITALOCEAN_DATABASE_STANDBY",
    must: "have a standby",
    types,
    holds: (resource) => Number(text(resource, "node_count")) >= 2,
    broken: [without("node_count"), when("node_count", 1)],
  },
  {
    id: "OWN_DIGITALOCEAN_DATABASE_MAINTENANCE",
    must: "be maintained at an hour that was chosen",
    types,
    holds: hasWeeklyHour("maintenance_window.day", "maintenance_window.hour"),
    broken: [without("maintenance_window"), when("maintenance_window.day", "any"), without("maintenance_window.hour")],
  },
  {
    id: "OWN_DIGITALOCEAN_DATABASE_DELETION",
    must: "refuse to be deleted, because its backups go with it",
    types,
    ...is("lifecycle.prevent_destroy", true, false),
  },
  {
    id: "OWN_DIGITALOCEAN_DATABASE_OF_SERVICE",
    must: "have a database and a user for the service, which is not the administrator",
    types,
    holds: (cluster, stack) =>
      partsOf(cluster, "digitalocean_database_db", stack).some((part) => !isBuiltIn(part)) &&
      partsOf(cluster, "digitalocean_database_user", stack).some((part) => !isBuiltIn(part)),
    broken: [
      ...["digitalocean_database_db", "digitalocean_database_user"].map((type) =>
        after(`\`${type}\` is taken out`, (_, stack) => {
          for (const part of stack.all(type)) stack.remove(part);
        }),
      ),
      after("the service is the administrator", (_, stack) => {
        for (const user of stack.all("digitalocean_database_user")) put(user, "name", "doadmin");
      }),
      after("the service is in the administrator's database", (_, stack) => {
        for (const part of stack.all("digitalocean_database_db")) put(part, "name", "defaultdb");
      }),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_DATABASE_PARTS",
    must: "belong to the database of the stack",
    types: [
      "digitalocean_database_db",
      "digitalocean_database_user",
      "digitalocean_database_firewall",
      "digitalocean_database_connection_pool",
      "data.digitalocean_database_ca",
    ],
    holds: isOwned,
    broken: [without("cluster_id"), when("cluster_id", "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30")],
  },
];

/** What every database cluster comes with. */
const isBuiltIn = (part: Resource): boolean => ["doadmin", "defaultdb"].includes(text(part, "name"));
