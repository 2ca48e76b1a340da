import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { manifests } from "../support/manifests";

const rendered = manifests(
  environment("local", {
    ...minimal.local,
    database: { name: "contacts", user: "clerk", postgresVersion: "16", storageGib: 3 },
  }),
);
const postgres = rendered.one("StatefulSet", "addressbook-postgres");
const container = at(postgres, "spec", "template", "spec", "containers", 0);

describe("The database of a local environment", () => {
  test("is one pod of the chosen version", () => {
    expect(at(postgres, "spec", "replicas")).toBe(1);
    expect(at(container, "image")).toBe("postgres:16-bookworm");
  });

  test("has the database and the user of the environment, and the password in a file", () => {
    expect(at(container, "env")).toEqual([
      { name: "POSTGRES_DB", value: "contacts" },
      { name: "POSTGRES_USER", value: "clerk" },
      { name: "POSTGRES_PASSWORD_FILE", value: "/var/run/db/DB_PASSWORD" },
      { name: "PGDATA", value: "/var/lib/postgresql/data/pgdata" },
    ]);
  });

  test("keeps its data on a volume of the chosen size", () => {
    expect(at(postgres, "spec", "volumeClaimTemplates", 0)).toMatchObject({
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "3Gi" } } },
    });
    expect(at(container, "volumeMounts")).toContainEqual({ name: "data", mountPath: "/var/lib/postgresql/data" });
  });

  test("can write its socket although its image is read-only", () => {
    expect(at(container, "volumeMounts")).toContainEqual({
      name: "var-run-postgresql",
      mountPath: "/var/run/postgresql",
    });
  });

  test("is found by the name of its Service, without a balancer", () => {
    expect(rendered.one("Service", "addressbook-postgres")["spec"]).toEqual({
      clusterIP: "None",
      selector: { app: "addressbook-postgres" },
      ports: [{ name: "postgres", port: 5432, protocol: "TCP" }],
    });
    expect(at(postgres, "spec", "serviceName")).toBe("addressbook-postgres");
  });
});
