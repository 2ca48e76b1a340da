import { DigitaloceanNetwork } from "../../../constructs/digitalocean/network";
import {
  DigitaloceanPostgresDatabase,
  type DigitaloceanPostgresDatabaseProps,
} from "../../../constructs/digitalocean/postgres-database";
import { at } from "../../support/at";
import { constructJson, resolved, remembered } from "../../support/construct-json";

const made = remembered((props: Partial<DigitaloceanPostgresDatabaseProps>) =>
  constructJson(
    (stack) =>
      new DigitaloceanPostgresDatabase(stack, "database", {
        name: "team",
        region: "fra1",
        network: new DigitaloceanNetwork(stack, "network", {
          name: "team",
          region: "fra1",
          cidr: "10.30.0.0/20",
          outlivedBy: [],
        }),
        clientClusterId: "cluster-id",
        postgresVersion: "17",
        size: "db-s-1vcpu-1gb",
        databaseName: "demo",
        userName: "demouser",
        poolSize: 20,
        maintenance: { day: "sunday", startTime: "03:00" },
        highlyAvailable: false,
        deletionProtection: false,
        tags: ["project:team"],
        ...props,
      }),
  ),
);
const cluster = (props: Partial<DigitaloceanPostgresDatabaseProps> = {}) =>
  made(props).only("digitalocean_database_cluster");

describe("DigitaloceanPostgresDatabase", () => {
  test("is a PostgreSQL of the chosen version and size in the VPC", () => {
    expect(cluster({ postgresVersion: "16", size: "db-s-2vcpu-4gb" })).toMatchObject({
      engine: "pg",
      version: "16",
      size: "db-s-2vcpu-4gb",
      private_network_uuid: "${digitalocean_vpc.network_vpc.id}",
    });
  });

  test("answers the nodes of the cluster and nobody else", () => {
    expect(made().only("digitalocean_database_firewall")).toMatchObject({
      cluster_id: "${digitalocean_database_cluster.database_cluster.id}",
      rule: [{ type: "k8s", value: "cluster-id" }],
    });
  });

  test("is maintained when it is asked to be", () => {
    expect(at(cluster({ maintenance: { day: "friday", startTime: "23:00" } }), "maintenance_window")).toEqual([
      { day: "friday", hour: "23:00" },
    ]);
  });

  test.each([
    [true, 2],
    [false, 1],
  ])("has a standby as it is asked for: %s", (highlyAvailable, nodes) => {
    expect(cluster({ highlyAvailable })).toHaveProperty("node_count", nodes);
  });

  test.each([true, false])("cannot be destroyed by Terraform, as it is asked for: %s", (deletionProtection) => {
    expect(at(cluster({ deletionProtection }), "lifecycle", "prevent_destroy")).toBe(deletionProtection);
  });

  test("has a database and a user of the service's own, not the administrator's", () => {
    const json = made({ databaseName: "contacts", userName: "clerk" });
    expect(json.only("digitalocean_database_db")).toHaveProperty("name", "contacts");
    expect(json.only("digitalocean_database_user")).toHaveProperty("name", "clerk");
  });

  test("has a pool of as many connections as the service may have, which clients keep until they leave", () => {
    const json = made({ poolSize: 31 });
    expect(json.only("digitalocean_database_connection_pool")).toMatchObject({
      cluster_id: "${digitalocean_database_cluster.database_cluster.id}",
      mode: "session",
      size: 31,
      db_name: "${digitalocean_database_db.database.name}",
      user: "${digitalocean_database_user.database_user.name}",
    });
    const { built } = json;
    const pool = "digitalocean_database_connection_pool.database_pool";
    expect(resolved(built, built.pool.port)).toBe(`\${${pool}.port}`);
    expect(resolved(built, built.pool.name)).toBe(`\${${pool}.name}`);
  });

  test("hands out the private name and the certificate authority of the database", () => {
    const { built } = made();
    expect(resolved(built, built.host)).toBe("${digitalocean_database_cluster.database_cluster.private_host}");
    expect(resolved(built, built.caCertificate)).toBe(
      "${data.digitalocean_database_ca.database_certificate-authority.certificate}",
    );
    expect(built.tlsVerification).toBe("full");
  });
});
