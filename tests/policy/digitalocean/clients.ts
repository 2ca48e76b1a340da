import { digitaloceanDatabaseTypes } from "../../../environments/schema/catalogue/digitalocean";
import { after, type Edit, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, type Stack, text } from "../stack";
import { ownerOf, partsOf } from "./database";
import { reference, referred } from "../references";

const types = ["digitalocean_database_cluster"];
const pools = ["digitalocean_database_connection_pool"];

interface Rule {
  readonly type: string;
  readonly value: string;
}

const firewallsOf = (cluster: Resource, stack: Stack): Resource[] =>
  partsOf(cluster, "digitalocean_database_firewall", stack);

/** The rules of the firewall are others. */
const withRules = (how: string, rules: (theirs: readonly Rule[], stack: Stack) => readonly Rule[]): Edit =>
  after(how, (_, stack) => {
    for (const firewall of stack.all("digitalocean_database_firewall"))
      put(firewall, "rule", rules(list(firewall, "rule") as Rule[], stack));
  });

const withAnotherRule = (how: string, rule: Rule): Edit => withRules(how, (theirs) => [...theirs, rule]);

/** Connections that a size of database has for applications; none for a size that nobody knows. */
const connectionsOf = (cluster: Resource | undefined): number =>
  Object.entries(digitaloceanDatabaseTypes).find(([size]) => cluster && size === text(cluster, "size"))?.[1]
    .usableConnections ?? 0;

/** Who may connect to the database: its public name answers everybody to whom no firewall says otherwise. */
export const clients: readonly Policy[] = [
  {
    id: "OWN_DIGITALOCEAN_DATABASE_NETWORK",
    must: "have an address in the VPC of the cluster",
    types,
    holds: (database, stack) => {
      const vpc = referred(stack, setting(database, "private_network_uuid"), "digitalocean_vpc", "id");
      const clusters = stack.all("digitalocean_kubernetes_cluster");
      return (
        vpc !== undefined &&
        text(vpc, "region") === text(database, "region") &&
        clusters.every((cluster) => text(cluster, "vpc_uuid") === reference(vpc, "id"))
      );
    },
    broken: [
      without("private_network_uuid"),
      when("private_network_uuid", "5a4981aa-9653-4bd1-bef5-d6bff52042e4"),
      when("region", "ams3"),
      after("it is in another VPC than the cluster", (database, stack) => {
        const vpc = stack.add("digitalocean_vpc", { region: text(database, "region") });
        put(database, "private_network_uuid", reference(vpc, "id"));
      }),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_DATABASE_CLIENTS",
    must: "answer the nodes of the cluster, and nobody else",
    types,
    holds: (database, stack) => {
      const rules = firewallsOf(database, stack).map((firewall) => list(firewall, "rule") as Rule[]);
      // a second firewall would overwrite the first one, and the other way round
      return (
        rules.length === 1 &&
        rules.flat().length > 0 &&
        rules
          .flat()
          .every(
            ({ type, value }) =>
              type === "k8s" && referred(stack, value, "digitalocean_kubernetes_cluster", "id") !== undefined,
          )
      );
    },
    broken: [
      after("there is no firewall", (_, stack) => {
        for (const firewall of stack.all("digitalocean_database_firewall")) stack.remove(firewall);
      }),
      after("the firewall is that of another database", (_, stack) => {
        for (const firewall of stack.all("digitalocean_database_firewall")) put(firewall, "cluster_id", "another");
      }),
      after("a second firewall lets an address in", (database, stack) => {
        stack.add("digitalocean_database_firewall", {
          cluster_id: reference(database, "id"),
          rule: [{ type: "ip_addr", value: "203.0.113.7" }],
        });
      }),
      withRules("the firewall has no rules", () => []),
      withAnotherRule("everybody is let in", { type: "ip_addr", value: "0.0.0.0/0" }),
      withAnotherRule("an office is let in", { type: "ip_addr", value: "203.0.113.7" }),
      withAnotherRule("whatever has a tag is let in", { type: "tag", value: "backend" }),
      withAnotherRule("a machine is let in", { type: "droplet", value: "163973392" }),
      withAnotherRule("a cluster of somewhere else is let in", {
        type: "k8s",
        value: "bd5f5959-5e1e-4205-a714-a914373942af",
      }),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_POOL_THERE",
    must: "have a connection pool",
    types,
    holds: (database, stack) => partsOf(database, "digitalocean_database_connection_pool", stack).length > 0,
    broken: [
      after("its connection pool is taken out", (_, stack) => {
        for (const pool of stack.all(...pools)) stack.remove(pool);
      }),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_POOL_USER",
    must: "log in to the service's database as the service; left out, it is whoever connects",
    types: pools,
    holds: (pool, stack) =>
      referred(stack, setting(pool, "user"), "digitalocean_database_user", "name") !== undefined &&
      referred(stack, setting(pool, "db_name"), "digitalocean_database_db", "name") !== undefined,
    broken: [without("user"), when("user", "doadmin"), without("db_name"), when("db_name", "defaultdb")],
  },
  {
    id: "OWN_DIGITALOCEAN_POOL_SESSION",
    must: "give out a connection for as long as it is held, which prepared statements and locks rely on",
    types: pools,
    ...{ holds: (pool) => setting(pool, "mode") === "session" },
    broken: [without("mode"), when("mode", "transaction"), when("mode", "statement")],
  },
  {
    id: "OWN_DIGITALOCEAN_POOL_SIZE",
    must: "leave the administrator connections of those that the database has",
    types: pools,
    holds: (pool, stack) => {
      const others = stack.all(...pools).filter((other) => text(other, "cluster_id") === text(pool, "cluster_id"));
      const sizes = others.map((other) => Number(text(other, "size")));
      const sum = sizes.reduce((total, size) => total + size, 0);
      return Number(text(pool, "size")) > 0 && sum < connectionsOf(ownerOf(pool, stack));
    },
    broken: [
      without("size"),
      when("size", 0),
      when("size", 97),
      after("another pool takes the rest", (pool, stack) => {
        stack.add("digitalocean_database_connection_pool", { ...pool.settings, name: "another", size: 96 });
      }),
      after("the database is of the smallest size", (pool, stack) => {
        for (const database of stack.all(...types)) put(database, "size", "db-s-1vcpu-1gb");
        put(pool, "size", 22);
      }),
    ],
  },
];
